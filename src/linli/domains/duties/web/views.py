"""Pages of rounds: today's list, one of them, what was kept."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.adapters.photos import PhotoStore
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.duties.access import may_walk
from linli.domains.duties.commands.entries import Kept, keep_entry, reveal_entry
from linli.domains.duties.queries.rounds import entry_paper, entry_photo, open_at_door, revealed, round_page, today
from linli.domains.duties.values.rows import RoundPage
from linli.domains.duties.web.forms import RoundForm
from linli.domains.places.queries import door
from linli.kernel.ids import door_code
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.pages import staff_page
from linli.ui.papers import paper_answer


@require_GET
def rounds(request: Request) -> HttpResponse:
    """Today's round: what is to do, place by place."""
    viewer = viewer_of(request)
    found = today(viewer, timezone.localtime(request.now))
    return staff_page(request, "duties/rounds.html", {"today": found}, viewer, "rounds")


@require_GET
def at_door(request: Request) -> HttpResponse:
    """A door's code, typed or scanned, leads to what is to do there; without anything, back to the list."""
    viewer, code = viewer_of(request), door_code(asked(request, "code", 200))
    may_walk(viewer)
    try:
        found = open_at_door(viewer, door(code).place.id, request.now)
    except NotFound:
        found = None
    if found is None:
        messages.error(request, _("这个门现在没有要做的"))
        return redirect("rounds")
    return redirect(f"/rounds/{found}/?code={code}")


@require_http_methods(["GET", "HEAD", "POST"])
def one_round(request: Request, occurrence_id: int) -> HttpResponse:
    """One occurrence: its form for who holds it, its entries for who may see it."""
    viewer, now = viewer_of(request), timezone.localtime(request.now)
    page = round_page(viewer, occurrence_id, now)
    if request.method != "POST":
        form = RoundForm(page=page, initial={"code": asked(request, "code", 12)})
        return _shown(request, viewer, page, form)
    form = RoundForm(request.POST, request.FILES, page=page)
    if form.is_valid():
        try:
            return _accepted(request, viewer, page, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _shown(request, viewer, page, form, status=422)


def _shown(request: Request, viewer: Viewer, page: RoundPage, form: RoundForm, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "after": _after(page)}
    return staff_page(request, "duties/round.html", context, viewer, "rounds", status=status)


def _after(page: RoundPage) -> str:
    """Where one goes when this entry is kept: on to the next of the quota, or back to the list."""
    return page.row.url if page.row.count + 1 < page.row.quota else "/rounds/"


def _accepted(request: Request, viewer: Viewer, page: RoundPage, form: RoundForm) -> HttpResponse:
    data = form.cleaned_data
    kept: Kept = keep_entry(
        actor=Actor.of(viewer),
        occurrence_id=page.row.id,
        answers=keep_papers(form.answers()),
        now=request.now,
        code=data["code"],
        photos=keep_photos(data["photos"]),
        problem=data.get("problem", ""),
        problem_photos=keep_photos(data.get("problem_photos", [])),
        key=data["key"],
    )
    messages.success(request, _("记好了：%(title)s") % {"title": f"{page.row.title} {page.row.plate}"})
    return redirect("rounds") if kept["done"] else redirect("round", occurrence_id=page.row.id)


@require_GET
def preview(request: Request, occurrence_id: int) -> HttpResponse:
    """An occurrence beside the inbox."""
    page = round_page(viewer_of(request), occurrence_id, timezone.localtime(request.now))
    return render(request, "duties/_preview.html", {"page": page})


@require_POST
def reveal(request: Request, occurrence_id: int, entry_id: int) -> HttpResponse:
    """The private answers of an entry, for a reason that is logged."""
    viewer = viewer_of(request)
    answers = reveal_entry(
        actor=Actor.of(viewer),
        occurrence_id=occurrence_id,
        entry_id=entry_id,
        reason=request.POST.get("reason", ""),
        now=request.now,
    )
    page = round_page(viewer, occurrence_id, timezone.localtime(request.now))
    context = {"page": page, "answers": revealed(viewer, occurrence_id, answers)}
    return staff_page(request, "duties/revealed.html", context, viewer, "rounds")


@require_GET
def photo(request: Request, occurrence_id: int, photo_id: int, *, small: bool = False) -> FileResponse:
    """A picture of an entry, for those who may see it."""
    file = entry_photo(viewer_of(request), occurrence_id, photo_id)
    path = PhotoStore(settings.MEDIA_ROOT).path(file, small=small)
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_GET
def paper(request: Request, occurrence_id: int, paper_id: int) -> FileResponse:
    """A paper of an entry, for those who may see it: to be saved, never shown by the browser as a page."""
    return paper_answer(*entry_paper(viewer_of(request), occurrence_id, paper_id))
