"""What insights keep of their own: periods that were locked with their figures."""

from linli.domains.insights.models.locks import Lock, LockedFigure

__all__ = ["Lock", "LockedFigure"]
