"""Pure decisions about seats: which seat gets the work."""

from collections.abc import Iterable, Sequence

from linli.domains.organizations.values import Holding, SeatInfo
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
