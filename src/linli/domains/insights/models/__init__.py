"""What insights keep of their own: periods that were locked with their figures, and circulars."""

from linli.domains.insights.models.circulars import Circular, CircularStep
from linli.domains.insights.models.locks import Lock, LockedFigure

__all__ = ["Circular", "CircularStep", "Lock", "LockedFigure"]
