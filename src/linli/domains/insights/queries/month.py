"""One's own month: what the seats one holds did, in plain words, each sentence opening its records."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.backbone.facts import one_moment
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Held, Viewer
from linli.domains.insights.queries import words
from linli.domains.insights.queries.behind import behind_at
from linli.domains.insights.queries.changes import change
from linli.domains.insights.queries.indicators import indicator, readings
from linli.domains.insights.queries.sources import Place
from linli.domains.insights.rules.reading import tone_of
from linli.domains.insights.values import Behind, Reading
from linli.domains.insights.values.month import Line, Month, SeatMonth
from linli.domains.insights.values.tables import insights
from linli.domains.places.queries import root
from linli.kernel.periods import Period
from linli.kernel.refusal import NotFound


def counted_seats(viewer: Viewer) -> tuple[Held, ...]:
    """The seats the viewer holds today whose post the pack counts for its holder."""
    posts = insights(in_force()).mine
    return tuple(held for held in viewer.seats if posts.get(held.post))


def my_month(viewer: Viewer, span: Period, now: datetime) -> Month:
    """What each of the viewer's own seats did in a period, beside the one before; NotFound for one without such a
    seat."""
    mine = counted_seats(viewer)
    if not mine:
        raise NotFound("month")
    with one_moment():
        return Month(span, tuple(_seat(held, span, now) for held in mine))


def _seat(held: Held, span: Period, now: datetime) -> SeatMonth:
    # What a seat did is summed up at the root of the territory, wherever it was done.
    keys, top = insights(in_force()).mine[held.post], root()
    found = readings(keys, [Place(top.id, top.kind)], [span.days, span.before], now, seats=(held.seat_id,))
    lines = []
    for key in keys:
        reading, before = found[(key, 0, top.id, "")], found[(key, 1, top.id, "")]
        said, tone = _change(key, reading, before)
        url = f"/me/month/{key}/?seat={held.seat_id}&{words.days_of(span)}" if not indicator(key).sum else ""
        lines.append(Line(key, sentence(key, reading), said, tone, url))
    something = any(found[(key, 0, top.id, "")].top or found[(key, 0, top.id, "")].bottom for key in keys)
    return SeatMonth(held.seat_id, held.title, held.place_name, tuple(lines), something)


def _change(key: str, now: Reading, before: Reading) -> tuple[str, str]:
    """Counts of one person are few: how many more says it better than a share."""
    about = indicator(key)
    if (
        about.of
        or about.sum
        or now.number is None
        or before.number is None
        or not (now.comparable and before.comparable)
    ):
        return change(about, now, before)
    more = now.number - before.number
    if not more:
        return _("和上期一样"), ""
    said = _("比上期多 %(n)s") if more > 0 else _("比上期少 %(n)s")
    return said % {"n": words.number(abs(more), 0)}, tone_of(about, now.number, before.number)


def sentence(key: str, reading: Reading) -> str:
    """A figure as somebody would tell it of themselves."""
    about = indicator(key)
    said = _sentences().get(f"{about.counts}/{about.of}")
    if said is None:
        title, unit, _meaning, _source = words.texts(key)
        return _("%(title)s：%(value)s %(unit)s") % {
            "title": title,
            "value": words.value_of(about, reading),
            "unit": unit,
        }
    whole, nothing = said
    if about.of and not reading.bottom:
        return nothing
    return whole % {
        "n": words.value_of(about, reading),
        "top": words.number(reading.top, 0),
        "bottom": words.number(reading.bottom, 0),
    }


def _sentences() -> dict[str, tuple[str, str]]:
    """What is told of each pair of measures, and what where there was nothing."""
    none_due = _("没有到期的事项")
    return {
        "cases.received/": (_("收到 %(n)s 件"), ""),
        "cases.closed/": (_("办结 %(n)s 件（回访完才算）"), ""),
        "cases.on_time/cases.due": (_("到期 %(bottom)s 件，按时办好 %(top)s 件"), none_due),
        "cases.signed_on_time/cases.signed": (_("签收 %(bottom)s 次，没超时的 %(top)s 次"), _("没有要签收的")),
        "cases.satisfied/cases.valid": (_("%(bottom)s 件有人评价，满意率 %(n)s%%"), _("还没有人评价")),
        "cases.solved/cases.valid": (_("%(bottom)s 件有人评价，说解决了的 %(top)s 件"), _("还没有人评价")),
        "rounds.done/rounds.due": (_("到期的走访巡查 %(bottom)s 次，按时做完 %(top)s 次"), _("没有到期的走访巡查")),
        "rounds.problems/": (_("走访巡查发现 %(n)s 个问题"), ""),
    }


def my_records(
    viewer: Viewer, key: str, seat: str, span: Period, now: datetime, *, which: str = "", after: str = ""
) -> Behind:
    """The records behind a sentence of one's own month; NotFound for a seat the viewer does not hold, and for a figure
    the pack does not count for its post."""
    held = next((one for one in counted_seats(viewer) if str(one.seat_id) == seat), None)
    if held is None or key not in insights(in_force()).mine[held.post]:
        raise NotFound("month")
    return behind_at(viewer, root(), key, span, now, which=which, split="seat", part=seat, after=after)
