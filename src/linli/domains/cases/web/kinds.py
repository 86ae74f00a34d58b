"""Opening a case of any kind, and looking at the procedures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.cases import commands
from linli.domains.cases.queries.kinds import kind_form, list_figures, procedures, stage_counts, startable
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.values import RESULTS, Channel
from linli.domains.cases.values.forms import KindForm
from linli.domains.cases.web.forms import StartForm
from linli.domains.organizations.queries import unit_choices
from linli.domains.places.queries import place_by_code, place_choices
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.flow import flow
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.packed import in_language
from linli.ui.pages import staff_page


@require_GET
def start(request: Request) -> HttpResponse:
    """The kinds of case the viewer may open."""
    viewer = viewer_of(request)
    kinds = startable(viewer)
    if not kinds and not viewer.may("register"):
        raise NotFound("start")
    return staff_page(request, "cases/start.html", {"kinds": kinds}, viewer, "new")


@require_http_methods(["GET", "HEAD", "POST"])
def start_kind(request: Request, kind: str) -> HttpResponse:
    """The form of a kind of case, and opening one."""
    viewer = viewer_of(request)
    asked = kind_form(viewer, kind)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StartForm(asked, list(place_choices(viewer, asked.levels)), list(unit_choices()), *given)
    if request.method == "POST" and form.is_valid():
        try:
            number = _open(viewer, asked, form, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("登记好了，编号 %(number)s") % {"number": number})
            return redirect("case", number=number) if viewer.may("oversee") else redirect("inbox")
    status = 422 if form.is_bound else 200
    return staff_page(request, "cases/start_kind.html", {"kind": asked, "form": form}, viewer, "new", status=status)


def _open(viewer: Viewer, asked: KindForm, form: StartForm, request: Request) -> str:
    data = form.cleaned_data
    opened = commands.open_case(
        actor=Actor.of(viewer),
        place=place_by_code(data["place"]),
        text=data[asked.said or "text"],
        channel=Channel.WINDOW,
        now=request.now,
        kind=asked.key,
        given=keep_papers(data),
        starter_seat=asked.seat_id,
        photos=keep_photos(data["photos"]),
        key=data["key"],
    )
    return opened["number"]


@require_GET
def index(request: Request) -> HttpResponse:
    """Every procedure of the pack in force."""
    viewer = viewer_of(request)
    return staff_page(request, "cases/procedures.html", {"kinds": procedures(viewer)}, viewer, "procedures")


@require_GET
def procedure(request: Request, kind: str) -> HttpResponse:
    """A procedure as a picture, with how many cases stand where and for how long."""
    viewer = viewer_of(request)
    table, counts = stage_counts(viewer, kind, timezone.localtime(request.now))
    notes = {
        one.key: _("%(count)s 件 · 最久 %(days)s 天") % {"count": one.count, "days": one.days}
        for one in counts
        if one.count
    }
    results = {key: pick(words) for key, words in RESULTS.items()}
    context = {
        "list": list_figures(viewer, kind),
        "title": in_language(table.words),
        "picture": flow(table, results, notes),
        "counts": counts,
        "kind": kind,
    }
    return staff_page(request, "cases/procedure.html", context, viewer, "procedures")
