"""What insights keep of their own: locked periods with their figures, circulars, the keys of walls."""

from linli.domains.insights.models.circulars import Circular, CircularStep
from linli.domains.insights.models.keys import WallKey
from linli.domains.insights.models.locks import Lock, LockedFigure

__all__ = ["Circular", "CircularStep", "Lock", "LockedFigure", "WallKey"]
