"""Pure decisions about seats: which seat gets the work."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from linli.domains.organizations.values import Holding, SeatInfo
from linli.domains.organizations.values.registers import ContactKind
from linli.domains.organizations.values.tables import Kind, Scheme
from linli.domains.organizations.values.tokens import GIVEN, LONGEST_DAYS, NAME_MOST, Scope
from linli.kernel.refusal import Refusal


def split_expression(expression: str) -> tuple[str, str]:
    """A seat expression `post@kind` as its post and where it stands; both empty parts are allowed to be absent."""
    post, _, where = expression.partition("@")
    return post, where


def choose_holder(expressions: Sequence[str], seats: Iterable[SeatInfo]) -> Holding:
    """The first occupied seat in the order of the expressions, with the empty ones passed on the way.

    When every named seat is empty the first of them keeps the duty and is itself reported empty: work without
    anybody to do it stays visible at the place it belongs. Refusal(no_seat) when none of the seats exists.
    """
    known = list(seats)
    wanted: list[SeatInfo] = []
    for expression in expressions:
        post, where = split_expression(expression)
        wanted += [seat for seat in known if seat.post == post and _stands(seat, where)]
    if not wanted:
        raise Refusal("no_seat", seats="、".join(expressions))
    for index, seat in enumerate(wanted):
        if seat.occupied:
            return Holding(seat, tuple(wanted[:index]))
    return Holding(wanted[-1], tuple(wanted))


def _stands(seat: SeatInfo, where: str) -> bool:
    return seat.organization_id is not None if where == "organization" else seat.place_kind == where


def check_term(starts: object, ends: object) -> None:
    """Refusal(bad_term) unless a term ends after it starts."""
    if ends is not None and ends <= starts:  # type: ignore[operator]
        raise Refusal("bad_term")


def first_day_without(terms: Iterable[tuple[date, date | None]], today: date) -> date | None:
    """The first day from today on that none of these terms (first day, day after the last or None) holds; None where
    somebody sits for ever."""
    day = today
    for starts, ends in sorted(terms, key=lambda one: one[0]):
        if starts <= day and ends is None:
            return None
        if starts <= day and ends is not None:
            day = max(day, ends)
    return day


def check_layer(
    schemes: Mapping[str, Scheme], scheme: str, layer: str, level: str, unit: int | None, person: int | None
) -> None:
    """Refusal(wrong_layer) for a layer the scheme does not have or somebody it does not bind, Refusal(wrong_level) for
    a place it does not bind them to. A person may come with their unit, a unit never with a person."""
    found = schemes[scheme].layers.get(layer) if scheme in schemes else None
    if found is None or (person if found.who == "person" else unit) is None:
        raise Refusal("wrong_layer")
    if found.who == "organization" and person is not None:
        raise Refusal("wrong_layer")
    if found.at != level:
        raise Refusal("wrong_level")


def check_contact(kind: str, about: str, hours: Decimal | None, at: datetime, now: datetime) -> None:
    """Refusal(bad_contact) unless the kind is known, the moment has passed, a claim says what, a service has hours."""
    if kind not in set(ContactKind) or at > now:
        raise Refusal("bad_contact")
    if kind == ContactKind.CLAIM and not about.strip():
        raise Refusal("claim_what")
    if hours is not None and not 0 < hours <= 24:
        raise Refusal("bad_hours")
    if kind == ContactKind.SERVICE and hours is None:
        raise Refusal("bad_hours")


def is_idle(since: date, today: date, limit: int) -> bool:
    """Whether a link without a contact since a day has been idle for more than its scheme allows."""
    return (today - since).days > limit


def contract_state(ends: date | None, today: date, warning: int = 90) -> str:
    """How a contract stands: late when over, soon within the warning's days, else nothing to say."""
    if ends is None:
        return ""
    return "late" if ends < today else "soon" if (ends - today).days <= warning else ""


def kind_of(kinds: Mapping[str, Kind], key: str) -> Kind:
    """A kind of organization of the pack. Refusal(wrong_body) when it has none of this name."""
    if key not in kinds:
        raise Refusal("wrong_body")
    return kinds[key]


def check_cover(kind: Kind, level: str, way: str) -> None:
    """Refusal(wrong_level) for a place the kind does not reach, Refusal(wrong_way) for a way it does not have."""
    if level not in kind.covers:
        raise Refusal("wrong_level")
    if (way or kind.ways) and way not in kind.ways:
        raise Refusal("wrong_way")


def check_token(name: str, scopes: Iterable[str], days: int, *, integration: bool) -> tuple[str, tuple[str, ...]]:
    """The name and scopes a token may have. Refusal: token_name without one, token_scopes for none or one that is not
    given here (an integration holds no duty: it never acts), token_days beyond a year."""
    words, asked = name.replace("\x00", "").strip()[:NAME_MOST], tuple(dict.fromkeys(scopes))
    if not words:
        raise Refusal("token_name")
    if not asked or not set(asked) <= set(GIVEN if integration else Scope):
        raise Refusal("token_scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("token_days", most=LONGEST_DAYS)
    return words, asked
