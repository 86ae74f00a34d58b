"""Taking a case on, by whatever lets it go: an act, a decision, a gate, the last of several parts."""

from datetime import datetime

from linli.backbone.events import record
from linli.domains.cases.commands.stages import close, enter
from linli.domains.cases.commands.turn import about
from linli.domains.cases.events import CaseClosed, CaseMoved
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import procedure_of


def go_on(
    case: Case,
    target: str,
    now: datetime,
    *,
    act: str,
    words: tuple[str, str],
    seat: str = "",
    remark_id: int | None = None,
    photos: tuple[int, ...] = (),
    organization_id: int | None = None,
    route: str = "",
) -> None:
    """Carry a case to a stage or an end and record how; saves the case, which the caller has locked. `act` and `words`
    say what took it there, `seat` who (empty for the system), `route` where a declined matter belongs."""
    before = case.stage
    if target in procedure_of(case).ends:
        result = close(case, target, now)
        case.save()
        record(CaseClosed(**about(case, now, seat), result=result, route=route, remark_id=remark_id))
        return
    entered = enter(case, target, now, organization_id)
    case.save()
    record(
        CaseMoved(
            **about(case, now, seat),
            act=act,
            act_words=words,
            from_stage=before,
            to_stage=target,
            stage_words=entered.words,
            remark_id=remark_id,
            to_seat_id=entered.seat_id,
            to_seat=entered.seat,
            photos=photos,
            vacant=entered.vacant,
            asks_reporter=case.rate_by is not None,
        )
    )
