"""What insights keep of their own: locked periods with their figures, the keys of walls."""

from linli.domains.insights.models.keys import WallKey
from linli.domains.insights.models.locks import Lock, LockedFigure

__all__ = ["Lock", "LockedFigure", "WallKey"]
