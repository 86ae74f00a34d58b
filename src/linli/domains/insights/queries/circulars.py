"""Reads of circulars: lists, one with its sentences, what can be drafted, what is due."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import count, zip_longest
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.facts import month_from, statistical_day
from linli.backbone.packs.registry import in_force
from linli.backbone.queries import said_by
from linli.backbone.values import Viewer
from linli.domains.cases.queries import category_choices
from linli.domains.insights.access import circular_seen, decides, drafts_at, may_see, opens_figures
from linli.domains.insights.models import Circular
from linli.domains.insights.models.circulars import OPEN_STATES
from linli.domains.insights.queries.approvers import approver_of
from linli.domains.insights.rules.circulars import DRAFT, ISSUED, SENT, last_over, open_acts
from linli.domains.insights.rules.sentences import ordinal, pieces
from linli.domains.insights.values.circulars import (
    WROTE,
    CircularKind,
    CircularPage,
    CircularRow,
    PartRow,
    Piece,
    Plain,
    SentenceRow,
    StepRow,
    circulars,
)
from linli.domains.places.queries import ids_of_kind, place_info
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import refused

MOST = 200


class Draftable(NamedTuple):
    """A kind of circular that can be drafted at a place: the period it would have, whether it asks for a category,
    whether there is one of that period."""

    kind: str
    title: str
    place_id: int
    place: str
    start: date
    end: date
    chosen_days: bool
    themed: bool
    there: bool = False

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.kind}-{self.place_id}"


class Lists(NamedTuple):
    """The circulars of a viewer: waiting for them, in the making, issued in a year; the years there are."""

    waiting: tuple[CircularRow, ...]
    drafts: tuple[CircularRow, ...]
    issued: tuple[CircularRow, ...]
    years: tuple[int, ...]
    year: int


def kinds() -> dict[str, CircularKind]:
    """The kinds of circular of the pack in force."""
    return circulars(in_force()).kinds


def reads(viewer: Viewer) -> bool:
    """Whether the viewer has circulars to read."""
    return viewer.may("board") or Circular.objects.filter(state=SENT, approve_seat_id__in=viewer.seat_ids).exists()


def circular_lists(viewer: Viewer, year: int) -> Lists:
    """What the viewer sees of circulars; NotFound for who sees none."""
    if not reads(viewer):
        raise NotFound("circulars")
    held = [one.place_id for one in viewer.scope("board") if one.place_id]
    over = Q(path__overlap=held)
    waiting = Q(state=SENT, approve_seat_id__in=viewer.seat_ids)
    above = {step.id for one in held for step in place_info(one).path}
    seen = Circular.objects.filter(Q(state=ISSUED) & (over | Q(place_id__in=above)))
    found = seen.order_by("-year").values_list("year", flat=True).distinct()
    years = tuple(one for one in found if one is not None)
    year = year if year in years else (years[0] if years else 0)
    making = Circular.objects.filter(over & ~Q(state__in=(ISSUED, "dropped"))).exclude(waiting)
    return Lists(
        _rows(Circular.objects.filter(waiting).order_by("-id")[:MOST]),
        _rows(making.order_by("-id")[:MOST]),
        _rows(seen.filter(year=year).order_by("-issued_on", "-id")[:MOST]),
        years,
        year,
    )


def _rows(found: Iterable[Circular]) -> tuple[CircularRow, ...]:
    return tuple(_row(one) for one in found)


def _row(row: Circular) -> CircularRow:
    spec = kinds().get(row.kind)
    kind = spec.title.to(get_language() or "") if spec else row.kind
    return CircularRow(
        row.pk,
        kind,
        row.title,
        row.number,
        row.place_name,
        row.starts,
        row.ends,
        row.state,
        row.drafted_at,
        row.issued_on,
    )


def titles_seen(viewer: Viewer, ids: Iterable[int]) -> dict[int, str]:
    """The titles of those of these circulars that the viewer may read."""
    return {row.pk: row.title for row in Circular.objects.filter(pk__in=list(ids)) if may_see(viewer, row)}


def circular(viewer: Viewer, circular_id: int) -> CircularPage:
    """A circular as it stands, its figures opening for who may open them; NotFound outside the viewer's reach."""
    row = circular_seen(viewer, circular_id)
    drafts = drafts_at(viewer, row.place_id)
    acts = open_acts(row.state, drafts=drafts, decides=decides(viewer, row))
    if "approve" in acts and said_by("circular", row.pk, viewer.person_id, WROTE):
        acts -= {"approve"}  # what somebody had a hand in another one approves; sent back it may be
    approves, stuck = _approves(row, viewer) if "send" in acts else ("", "")
    steps = tuple(StepRow(_step_words(one.what), one.seat, one.at, one.words) for one in row.steps.order_by("-id"))
    return CircularPage(
        _row(row),
        row.head,
        row.version,
        row.issuer,
        row.copies,
        _parts(row.content["parts"], opens_figures(viewer, row)),
        tuple(row.content["about"]),
        row.figures_at,
        row.approver if row.state == SENT else "",
        row.reason if row.state == DRAFT else "",
        steps,
        acts,
        approves,
        stuck,
    )


def _approves(row: Circular, viewer: Viewer) -> tuple[str, str]:
    """The seat a draft would be sent to by this viewer, or why there is none and what can be done."""
    try:
        return approver_of(row, viewer.person_id, timezone.localdate()).title, ""
    except Refusal as no:
        return "", refused(no)


def _parts(parts: Sequence[Plain], opens: bool) -> tuple[PartRow, ...]:
    at, found = count(), []
    for one in parts:
        said = tuple(
            SentenceRow(line["id"], line["text"], pieces(line["text"], line["marks"], opens), bool(line.get("edited")))
            for line in one["sentences"]
        )
        shown = not one["removed"] and (any(line.text for line in said) or one["table"] or one["chart"])
        mark = ordinal(next(at)) if shown and one["title"] else ""
        hidden = bool(one["removed"])
        kept = one["table"], one["chart"], tuple(_lines(one["table"], opens))
        found.append(PartRow(one["id"], one["part"], mark, one["title"], hidden, said, *kept))
    return tuple(found)


def _lines(table: Plain, opens: bool) -> Iterator[tuple[Piece, ...]]:
    """The lines of a table, each figure with where it opens; older papers did not keep that."""
    rows = [*table["rows"], table["whole"]] if table else []
    for line, links in zip_longest(rows, table.get("links", ()) if opens else (), fillvalue=()):
        yield tuple(Piece(text, url) for text, url in zip_longest(line, ["", *links], fillvalue=""))


def shown(page: CircularPage) -> tuple[PartRow, ...]:
    """The parts that stand in the paper: not removed, and with something to say."""
    return tuple(
        part
        for part in page.parts
        if not part.removed and (part.table or part.chart or any(one.text for one in part.sentences))
    )


def _step_words(what: str) -> str:
    return {
        "drafted": _("起草"),
        "edited": _("修改"),
        "refreshed": _("取了最新的数"),
        "sent": _("送审"),
        "taken_back": _("撤回"),
        "approved": _("批准"),
        "returned": _("退回修改"),
        "issued": _("印发"),
        "dropped": _("作废"),
    }[what]


def draftable(viewer: Viewer, now: datetime) -> tuple[Draftable, ...]:
    """What the viewer can draft by hand at the places of their seats, each with its last period that is over."""
    today, language = statistical_day(now), get_language() or ""
    held = {one.place_id: one for one in viewer.scope("board") if one.place_id and not one.organization_id}
    found = []
    for place_id, seat in held.items():
        for key, kind in kinds().items():
            if seat.place_kind in kind.at and place_id is not None:
                span = last_over(kind.every, today, month_from())
                free, themed = kind.every == "days", bool(kind.theme)
                title = kind.title.to(language)
                found.append(Draftable(key, title, place_id, seat.place_name, *span.days, free, themed))
    known = Circular.objects.filter(topic="", state__in=OPEN_STATES, starts__in={one.start for one in found})
    there = set(known.filter(place_id__in=held).values_list("kind", "place_id", "starts", "ends"))
    return tuple(
        one._replace(there=not one.chosen_days and (one.kind, one.place_id, one.start, one.end) in there)
        for one in found
    )


def topics() -> tuple[tuple[str, str], ...]:
    """The categories a themed circular can be about."""
    return tuple(category_choices())


def due_circulars(now: datetime) -> list[tuple[str, int, date, date]]:
    """What a routine drafts tonight: for each kind with a rhythm, the places that have no circular of the last period
    that is over, not even one that was put aside."""
    today = statistical_day(now)
    due = []
    for key, kind in kinds().items():
        if kind.every == "days" or kind.theme:
            continue
        start, end = last_over(kind.every, today, month_from()).days
        there = set(Circular.objects.filter(kind=key, starts=start, ends=end).values_list("place_id", flat=True))
        places = [one for level in kind.at for one in ids_of_kind(level)]
        due += [(key, one, start, end) for one in places if one not in there]
    return due
