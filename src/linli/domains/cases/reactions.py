"""What happens after commit: the seats concerned are told, once per event however often it is delivered."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as mark

from linli.backbone import sql
from linli.backbone.events import Recorded
from linli.backbone.values import SYSTEM
from linli.domains.cases.commands.ties import settle_parts, waiting_parents
from linli.domains.cases.models import Case
from linli.domains.cases.projections import words
from linli.domains.cases.queries.standing import holding
from linli.domains.duties.commands import notify
from linli.domains.duties.queries import duties_of
from linli.domains.organizations.queries import seats_by_id
from linli.kernel.refusal import NotFound


def _tell(event: Recorded, seats: Iterable[int | None], code: str, **params: object) -> None:
    number, title = sql.rows("SELECT number, title FROM cases_case WHERE id = %s", [event.subject_id])[0]
    words = {"title": title, **params}
    notify([seat for seat in seats if seat], event.id, code, words, f"/cases/{number}/", event.at)


def tell_holder(event: Recorded) -> None:
    """The seat that got a duty hears of it."""
    _tell(event, [event.data.get("to_seat_id")], mark("新到：%(title)s"))


def tell_called(event: Recorded) -> None:
    """The units a whistle calls hear it."""
    _tell(event, event.data["seat_ids"], mark("%(seat)s吹哨：%(title)s"), seat=event.data["seat"])


def tell_caller(event: Recorded) -> None:
    """Who blew the whistle hears that a unit came, or finished."""
    caller = Case.objects.values_list("caller_seat", flat=True).get(pk=event.subject_id)
    code = mark("%(unit)s已到场：%(title)s") if event.name == "UnitArrived" else mark("%(unit)s处置完毕：%(title)s")
    _tell(event, [caller], code, unit=event.data["unit"])


def tell_resumed(event: Recorded) -> None:
    """The holders hear that the day has come to which their matter was suspended."""
    if not event.data["seat"]:
        seats = {one.seat_id for one in holding(duties_of("case", event.subject_id))}
        _tell(event, seats, mark("到复核日期了：%(title)s"))


def tell_pressed(event: Recorded) -> None:
    """The holders hear that an office presses for the matter."""
    codes = {
        "remind": mark("%(seat)s提醒：%(title)s"),
        "urge": mark("%(seat)s书面催办：%(title)s"),
        "list": mark("%(seat)s挂牌督办：%(title)s"),
        "interview": mark("%(seat)s约谈：%(title)s"),
    }
    _tell(event, event.data["seat_ids"], codes[event.data["level"]], seat=event.data["seat"])


def tell_recategorised(event: Recorded) -> None:
    """The holders hear that somebody else gave their matter another category, whose limit may differ."""
    if event.data["from_category"] == event.data["to_category"]:
        return
    titles = seats_by_id({one.seat_id for one in holding(duties_of("case", event.subject_id))})
    others = [seat.id for seat in titles.values() if seat.title != event.data["seat"]]
    _tell(event, others, mark("%(seat)s改了类别：%(title)s"), seat=event.data["seat"])


def tell_next(event: Recorded) -> None:
    """Who is asked next, in a chain of approval, hears of it."""
    _tell(event, [event.data.get("to_seat_id")], mark("请您审批：%(title)s"))


def tell_near_holder(event: Recorded) -> None:
    """The holder hears that the end of the clock is near."""
    _tell(event, [event.data["seat_id"]], mark("快到时限：%(title)s"))


def settle_parents(event: Recorded) -> None:
    """A case that waits for its parts may go on when one of them has ended."""
    for case_id in waiting_parents(event.subject_id):
        try:
            settle_parts(actor=SYSTEM, case_id=case_id, now=event.at)
        except NotFound:
            continue


def tell_decider(event: Recorded) -> None:
    """The seat that decides hears that somebody asks."""
    _tell(event, [event.data["to_seat_id"]], mark("%(seat)s有申请待批：%(title)s"), seat=event.data["seat"])


def tell_asker(event: Recorded) -> None:
    """Who asked hears the decision."""
    code = mark("申请批准了：%(title)s") if event.data["approved"] else mark("申请没有批准：%(title)s")
    _tell(event, [event.data["asked_seat_id"]], code)


def tell_present_holders(event: Recorded) -> None:
    """Those who hold the case hear what the reporter added, or that somebody asks for speed."""
    wanted = event.data.get("duty_id")
    holders = holding(duties_of("case", event.subject_id))
    seats = [one.seat_id for one in holders if not wanted or one.id == wanted]
    _tell(event, seats, mark("催办：%(title)s") if event.name == "CaseNudged" else mark("有补充：%(title)s"))


def tell_late_holder(event: Recorded) -> None:
    """The holder hears that a clock ran out."""
    _tell(event, [event.data["seat_id"]], mark("已超时：%(title)s"))


def tell_supervisor(event: Recorded) -> None:
    """The seat above hears that a late duty has climbed to it."""
    _tell(event, [event.data["to_seat_id"]], mark("%(seat)s超时，请督办：%(title)s"), seat=event.data["seat"])


def index_new_case(event: Recorded) -> None:
    """A new case can be searched; a sheet of orders wrote its words with it."""
    if not words.known(event.subject_id):
        words.index([event.subject_id])


def index_case(event: Recorded) -> None:
    """A case is found by what it holds now: words added, another holder, open or closed."""
    words.index([event.subject_id])
