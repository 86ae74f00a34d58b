"""The page of a case as its template takes it: what makes the frame, and what fills it."""

from datetime import datetime
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.backbone.web import Request
from linli.domains.cases.values import CasePage, NeedRow
from linli.domains.cases.values.forms import AnswerRow, PaperRow
from linli.ui.frames import Slots, framed
from linli.ui.parts.marks import plate, quoted, track
from linli.ui.parts.matter import people_rows, shots, story_rows
from linli.ui.parts.times import chip
from linli.ui.timewords import when


class CaseFrame(NamedTuple):
    """What many cases have in common."""

    redo: int
    signed: bool
    closed: bool
    whistle: bool
    acts: bool
    phone: bool
    reveal: bool
    message: bool
    people: bool
    scores: int
    scores_caller: bool
    told: bool
    answers: bool
    started: bool
    order: bool


def case_shown(request: Request, page: CasePage, here: datetime) -> tuple[dict[str, object], Slots]:
    """The frame and the slots of a case's page; `here` is now in the zone of the place."""
    frame = CaseFrame(
        redo=page.redo,
        signed=page.signed,
        closed=page.closed,
        whistle=page.whistle is not None,
        acts=bool(page.acts),
        phone=bool(page.phone_masked),
        reveal=bool(page.reveal_url),
        message=bool(page.message_url),
        people=bool(page.people),
        scores=len(page.scores),
        scores_caller=page.scores_caller,
        told=bool(page.timeline),
        answers=bool(page.answers),
        started=page.started,
        order=bool(page.order),
    )
    return {"case": frame}, {**_words(page, here), **_parts(request, page, here)}


def _words(page: CasePage, here: datetime) -> Slots:
    count = len(page.timeline)
    return {
        "title": page.title,
        "number": page.number,
        "where": page.where,
        "opened": when(page.opened_at, here),
        "channel": page.channel,
        "text": quoted(page.text),
        "category": page.kind if page.started else _category(page),
        "order": format_html('{} <span class="ll-muted">{}</span>', page.order, page.order_source),
        "reporter": page.reporter,
        "phone": page.phone_masked,
        "reveal_url": page.reveal_url,
        "message_url": page.message_url,
        "told": ngettext("%(counter)s 条，新的在上", "%(counter)s 条，新的在上", count) % {"counter": count},
    }


def _category(page: CasePage) -> str:
    """The category, and that nobody has said it where it was only guessed."""
    if not page.guessed:
        return page.category
    return format_html('{} <span class="ll-muted">{}</span>', page.category, _("猜的"))


def _parts(request: Request, page: CasePage, here: datetime) -> Slots:
    def made(template: str) -> str:
        return render_to_string(template, {"case": page}, request)

    return {
        "clock": chip(page.clock_due, page.clock_started, here, page.clock_state, page.clock_words),
        "plate": plate(page.plate),
        "track": track(page.track),
        "photos": shots(page.pictured),
        "timeline": story_rows(page.timeline, here),
        "people": people_rows(page.people),
        "answers": answer_lines(page.answers),
        "whistle": made("cases/_whistle.html") if page.whistle else "",
        "asks": made("cases/_asks.html") if page.asks else "",
        "acts": made("cases/_acts.html") if page.acts else "" if page.asks else _waiting(page),
        "actbar": made("cases/_actbar.html") if page.acts or page.asks else "",
    }


def answer_lines(rows: tuple[AnswerRow, ...]) -> SafeString:
    """What forms were filled in with, as terms and values."""
    kept = format_html(' <span class="ll-muted">{}</span>', _("已加密"))
    lines = ((row.title, row.value, _papers(row.files), kept if row.private else "") for row in rows)
    return format_html_join("", "<div><dt>{}</dt><dd>{}{}{}</dd></div>", lines)


def _papers(files: tuple[PaperRow, ...]) -> SafeString:
    link = '<a class="ll-paper" href="{}" download>{} <small>{}</small></a>'
    return format_html_join(" ", link, ((one.url, one.name, one.size) for one in files))


class Waiting(NamedTuple):
    """The panel of acts where there are none: it says the same of many cases."""

    my_turn: bool
    panel_heading: str
    needs: tuple[NeedRow, ...]
    closed: bool
    refused: tuple[str, ...]
    acts: tuple[()] = ()


def _waiting(page: CasePage) -> str:
    panel = Waiting(page.my_turn, page.panel_heading, page.needs, page.closed, page.refused)
    return framed("cases/_acts.html", {"case": panel}, {})
