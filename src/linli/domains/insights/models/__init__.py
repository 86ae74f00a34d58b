"""What insights keep of their own: locked periods with their figures, circulars, keys of walls, advice, issues."""

from linli.domains.insights.models.advice import Advised, Raised, Switch, Trained
from linli.domains.insights.models.circulars import Circular, CircularStep
from linli.domains.insights.models.issues import HandTie, Issue, Membership, Rarity
from linli.domains.insights.models.keys import WallKey
from linli.domains.insights.models.locks import Lock, LockedFigure

__all__ = [
    "Advised",
    "Circular",
    "CircularStep",
    "HandTie",
    "Issue",
    "Lock",
    "LockedFigure",
    "Membership",
    "Raised",
    "Rarity",
    "Switch",
    "Trained",
    "WallKey",
]
