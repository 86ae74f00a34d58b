"""The one door by which lists leave: Excel or CSV, at once while they are small, else as a long work."""

import io
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from linli.adapters.exports import AT_ONCE, KIND, Given, Listing, every_row, file_name
from linli.adapters.sheets import FORMATS, sheet, write_csv
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request
from linli.backbone.works.commands import ask_work


def taken_away(request: Request, viewer: Viewer, one: Listing, given: Given) -> HttpResponse | FileResponse:
    """A list as a file in the format the address asks for; the page of the work that makes it where it is long."""
    form = form_of(request)
    if one.size(viewer, given, request.now, AT_ONCE + 1) <= AT_ONCE:
        title, rows = one.title(given), every_row(one, viewer, given, request.now)
        return table_file(title, form, one.heading(), rows, file_name(title, request.now, form), one.texts)
    params = {"listing": one.name, "given": dict(given), "form": form}
    language = get_language() or "zh-hans"
    work_id = ask_work(actor=Actor.of(viewer), kind=KIND, params=params, language=language, now=request.now)
    return redirect("work", work_id)


def form_of(request: Request) -> str:
    """The format an address asks for: xlsx, or csv."""
    form = request.GET.get("format", "xlsx")
    return form if form in FORMATS else "xlsx"


def table_file(title: str, form: str, heading: Any, rows: Any, name: str, texts: Any = ()) -> FileResponse:
    """A table as a file: of few rows, or it would have become a work."""
    file = io.BytesIO()
    if form == "csv":
        write_csv(file, heading, rows, texts)
    else:
        sheet(file, title, heading, rows, texts=texts)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=FORMATS[form])
    response["Cache-Control"] = "no-store"
    return response
