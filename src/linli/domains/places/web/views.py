"""The territory tree, the doors of its buildings, the printed sheet, imports."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.adapters.door_sheet import render_sheet
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.places import commands
from linli.domains.places.management.territory import import_file
from linli.domains.places.queries import children, crumbs, first_place
from linli.domains.places.queries.addresses import offered_places
from linli.domains.places.queries.counts import doorless
from linli.domains.places.queries.doors import door_sheet, doors_of
from linli.domains.places.values import ImportReport
from linli.domains.places.web.forms import ImportForm
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.pages import staff_page


@require_GET
def tree(request: Request, place_id: int | None = None) -> HttpResponse:
    """A place, the way to it, and what stands under it."""
    viewer = viewer_of(request)
    here = place_id or first_place(viewer)
    way = crumbs(viewer, here)
    manages = viewer.may("territory")
    context = {
        "crumbs": way,
        "place": way[-1],
        "children": children(viewer, here),
        "import_url": "/places/import/" if manages else "",
        "manages": manages,
    }
    return staff_page(request, "places/tree.html", context, viewer, "places")


@require_GET
def doors(request: Request, place_id: int) -> HttpResponse:
    """The door codes under a place, with how often they were opened."""
    viewer = viewer_of(request)
    rows = doors_of(viewer, place_id, timezone.localdate())
    context = {
        "place": crumbs(viewer, place_id)[-1],
        "rows": rows,
        "sheet_url": f"/places/{place_id}/doors/sheet/" if rows else "",
        "issue_url": f"/places/{place_id}/doors/issue/",
        "doorless": doorless(place_id).count(),
    }
    return staff_page(request, "places/doors.html", context, viewer, "places")


@require_GET
def sheet(request: Request, place_id: int) -> HttpResponse:
    """A printable PDF of all doors under a place."""
    viewer = viewer_of(request)
    found = door_sheet(viewer, place_id, request.build_absolute_uri("/d/"), timezone.localtime(request.now))
    response = HttpResponse(
        render_sheet(found.compound, found.place_words, found.doors), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="doors-{place_id}.pdf"'
    return response


@require_POST
def issue(request: Request, place_id: int) -> HttpResponse:
    """Give codes to the buildings that have none."""
    count = commands.issue_doors(actor=Actor.of(viewer_of(request)), place_id=place_id, now=request.now)
    messages.success(request, _("发了 %(count)s 个新码") % {"count": count})
    return redirect("doors", place_id=place_id)


@require_POST
def rotate(request: Request, place_id: int) -> HttpResponse:
    """A new code for a building."""
    viewer = viewer_of(request)
    code = commands.rotate_door(
        actor=Actor.of(viewer), place_id=place_id, now=request.now, replaces=request.POST.get("replaces", "")
    )
    messages.success(request, _("换好了，新码 %(code)s，请重新打印") % {"code": code})
    return redirect("doors", place_id=_parent(viewer, place_id))


@require_POST
def revoke(request: Request, place_id: int) -> HttpResponse:
    """Take a building's code out of use."""
    viewer = viewer_of(request)
    commands.revoke_door(actor=Actor.of(viewer), place_id=place_id, now=request.now)
    messages.success(request, _("停用了"))
    return redirect("doors", place_id=_parent(viewer, place_id))


def _parent(viewer: Viewer, place_id: int) -> int:
    way = crumbs(viewer, place_id)
    return way[-2].id if len(way) > 1 else place_id


@require_GET
def find(request: Request) -> HttpResponse:
    """The places an address may mean, for who registers cases: a fragment, to be chosen from by a tap."""
    viewer = viewer_of(request)
    tops = [held.place_id for held in viewer.scope("register") if held.place_id]
    if not tops:
        raise NotFound("place")
    address = asked(request, "address", 80)
    context = {"offers": offered_places(tops, address), "address": address.strip()}
    response = render(request, "places/_offers.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: Request) -> HttpResponse:
    """Import places or boundaries: all or nothing, faults by row and column."""
    viewer = viewer_of(request)
    if not viewer.may("territory"):
        raise NotFound("import")
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    report: ImportReport | None = None
    if request.method == "POST" and form.is_valid():
        try:
            report, form = _import(form.cleaned_data["file"], Actor.of(viewer)), ImportForm()
        except Refusal as refusal:
            form.refuse(refusal)
    status = 200 if request.method != "POST" or (report is not None and report.ok) else 422
    return staff_page(request, "places/import.html", {"form": form, "report": report}, viewer, "places", status=status)


def _import(upload: UploadedFile, actor: Actor) -> ImportReport:
    name = upload.name or ""
    with NamedTemporaryFile(suffix=Path(name).suffix) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return import_file(Path(file.name), name, actor)
