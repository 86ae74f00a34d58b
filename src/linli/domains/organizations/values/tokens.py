"""What a token of the API may do, and how lists show one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Scope(StrEnum):
    """What a token may be used for; it never lets its bearer do more than the seat behind it may."""

    READ = "read"
    REPORT = "report"
    ACT = "act"
    FIGURES = "figures"
    OPEN311 = "open311"
    HOOKS = "hooks"


# What of a seat's rights a scope lets through. Appointing, exporting, jobs and full telephone numbers go to nobody.
RIGHTS: dict[Scope, frozenset[str]] = {
    Scope.READ: frozenset({"handle", "oversee", "audit", "territory", "decide"}),
    Scope.REPORT: frozenset({"register", "handle"}),
    Scope.ACT: frozenset({"handle", "oversee", "decide"}),
    Scope.FIGURES: frozenset({"board"}),
    Scope.OPEN311: frozenset(),
    Scope.HOOKS: frozenset({"tokens"}),
}
# What an integration, which holds no seat, has at its place and below.
GIVEN: dict[Scope, frozenset[str]] = {
    Scope.READ: frozenset({"oversee"}),
    Scope.REPORT: frozenset({"register"}),
    Scope.FIGURES: frozenset({"board"}),
    Scope.OPEN311: frozenset(),
    Scope.HOOKS: frozenset({"tokens"}),
}
LONGEST_DAYS = 366
NAME_MOST = 60
PREFIX = "lk_"


class Issued(NamedTuple):
    """A token just made; `secret` is said this once and kept nowhere."""

    id: int
    secret: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as a list shows it: `mark` is how its secret begins, `state` is live, expired or revoked."""

    id: int
    name: str
    mark: str
    holder: str
    integration: bool
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None
    state: str
