"""Long works: what I asked for, how far it is, what came of it."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_POST

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.backbone.works import queries
from linli.backbone.works.commands import cancel_work
from linli.kernel.ids import row_number
from linli.ui.pages import staff_page


@require_GET
def works(request: Request) -> HttpResponse:
    """My works, newest first."""
    viewer, before = viewer_of(request), asked(request, "cursor")
    rows = queries.my_works(viewer, row_number(before))
    cursor = str(rows[-1].id) if len(rows) == queries.MOST else ""
    context = {
        "works": rows,
        "cursor": cursor,
        "may": {"register": viewer.may("register"), "export": viewer.may("export")},
    }
    return staff_page(request, "front/works/list.html", context, viewer, "works")


@require_GET
def work(request: Request, work_id: int) -> HttpResponse:
    """One work; htmx asks for its state again until it has ended."""
    viewer = viewer_of(request)
    context = {"work": queries.work(viewer, work_id)}
    if not request.headers.get("HX-Request"):
        return staff_page(request, "front/works/work.html", context, viewer, "works")
    response = render(request, "front/works/_work.html", context)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def cancel(request: Request, work_id: int) -> HttpResponse:
    """Stop it before its next step."""
    cancel_work(actor=Actor.of(viewer_of(request)), work_id=work_id, now=request.now)
    return redirect("work", work_id)


@require_GET
def result(request: Request, work_id: int) -> FileResponse:
    """The file that came of it, for who asked."""
    path, name = queries.result(viewer_of(request), work_id)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
