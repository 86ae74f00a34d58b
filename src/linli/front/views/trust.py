"""Pages of trust and care: the audit log with its chain, jobs that failed, the sheet of parts, health."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.backbone import queries as log
from linli.backbone.facts.rebuilding import KIND
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.backbone.webhooks.queries import dead_deliveries
from linli.backbone.works.commands import ask_work
from linli.front.hooked import event_words as hook_words
from linli.front.hooked import fault_words
from linli.front.logged import log_words
from linli.front.subjects import subjects_of
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound
from linli.ui.pages import staff_page

PAGE = 50


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A line of the log for its reader."""

    id: int
    at: datetime
    name: str
    words: str
    actor: str
    subject: str
    subject_url: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """A delivery that failed for good: what happened, what it is about, and who was not told."""

    id: int
    words: str
    subject: str
    subject_url: str
    name: str
    tries: int
    failed_at: datetime
    error: str
    retry_url: str


@require_GET
def audit(request: Request) -> HttpResponse:
    """The log, newest first, and whether its chain holds."""
    viewer = viewer_of(request)
    if not viewer.may("audit"):
        raise NotFound("audit")
    after, name, words = (asked(request, key) for key in ("cursor", "name", "q"))
    entries = log.entries(after=row_number(after), name=name, words=words, limit=PAGE + 1)
    shown = entries[:PAGE]
    rows = tuple(
        AuditRow(one.id, one.at, one.name, log_words(one.name, one.data), one.actor, *about)
        for one, about in zip(shown, subjects_of(viewer, shown, request.now), strict=True)
    )
    cursor = str(entries[PAGE - 1].id) if len(entries) > PAGE else ""
    context = {"rows": rows, "cursor": cursor, "chain": log.chain_state(), "filters": {"q": words, "selects": ()}}
    return staff_page(request, "front/audit.html", context, viewer, "audit")


@require_GET
def jobs(request: Request) -> HttpResponse:
    """Deliveries that failed for good, to be tried again by hand."""
    viewer = viewer_of(request)
    if not viewer.may("jobs"):
        raise NotFound("jobs")
    rows = _dead(viewer, request.now)
    count, dead = dead_deliveries(viewer)
    deliveries = [(one, hook_words(one.event), fault_words(one.error)) for one in dead]
    context = {"jobs": rows, "dead": deliveries, "count": count, "keeps": bool(viewer.at_places("tokens"))}
    return staff_page(request, "front/jobs.html", context, viewer, "jobs")


def _dead(viewer: Viewer, now: datetime) -> tuple[JobRow, ...]:
    letters = log.dead_letters()
    told = log.entries_with(one.event_id for one in letters)
    known = [one for one in letters if one.event_id in told]
    entries = [told[one.event_id] for one in known]
    return tuple(
        JobRow(
            one.id,
            log_words(entry.name, entry.data),
            *about,
            f"{entry.id} {one.listener}",
            one.tries,
            one.failed_at,
            one.error,
            f"/jobs/{one.id}/retry/",
        )
        for one, entry, about in zip(known, entries, subjects_of(viewer, entries, now), strict=True)
    )


@require_POST
def rebuild(request: Request) -> HttpResponse:
    """Have the tallies made anew from the facts."""
    viewer = viewer_of(request)
    if not viewer.may("jobs"):
        raise NotFound("rebuild")
    language = get_language() or "zh-hans"
    work_id = ask_work(actor=Actor.of(viewer), kind=KIND, params={}, language=language, now=request.now)
    return redirect("work", work_id=work_id)


@require_POST
def retry(request: Request, letter_id: int) -> HttpResponse:
    """Try a failed delivery again."""
    if not viewer_of(request).may("jobs"):
        raise NotFound("job")
    log.retry(letter_id)
    messages.success(request, _("又排上了，过一会儿再看"))
    return redirect("jobs")


@require_GET
def look(request: Request) -> HttpResponse:
    """The sheet of all parts of the design."""
    return render(request, "front/look.html")


@require_GET
def health(request: Request) -> JsonResponse:
    """Whether this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
