"""Registers in and out of Excel: the template, what is held, and an upload that is wholly checked first."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Any

from django import forms
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.adapters.exports import file_name
from linli.adapters.sheets import FORMATS
from linli.adapters.sheets import sheet as plain_sheet
from linli.adapters.workbooks import Unreadable, read_workbook, write_table, write_workbook
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.organizations.values.registers import SheetReport
from linli.front.views.registers.books import Book, book
from linli.front.views.registers.common import show
from linli.kernel.faults import ImportFault
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import ActForm
from linli.ui.tables import form_of

BIGGEST = 5


class SheetForm(ActForm):
    """A filled workbook, and whether faults come back as one."""

    file = forms.FileField()
    answer = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label, self.fields["file"].help_text = _("文件"), _("Excel 或 CSV，最大 5 MB")
        self.fields["answer"].label = _("哪里不对，用表格回给我")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, register: str) -> HttpResponse:
    """A register's workbook page; an upload is imported wholly or not at all, faults by row and column."""
    viewer = viewer_of(request)
    kept = book(viewer, register)
    if request.method == "POST" and not kept.writes:
        raise NotFound("register")
    form, report = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ())), None
    if request.method == "POST" and form.is_valid():
        upload, answer = form.cleaned_data["file"], form.cleaned_data["answer"]
        try:
            report = bring_in(viewer, kept, upload.file, upload.name or "", upload.size or 0, request.now)
            form = SheetForm(initial={"answer": answer})
        except Refusal as refusal:
            form.refuse(refusal)
        if report is not None and not report.ok and answer:
            return _errors(request, kept, report)
    status = 200 if request.method != "POST" or (report is not None and report.ok) else 422
    context = {
        "register": register,
        "title": kept.title,
        "form": form if kept.writes else None,
        "report": report,
        "headings": {one.key: one.title for one in kept.columns},
        "may_export": kept.may_export,
        "faults": _named(kept, report.faults if report else ()),
    }
    return show(request, "sheet", context, status=status)


def _named(kept: Book, faults: Iterable[ImportFault]) -> list[ImportFault]:
    """Faults in the order of the rows, their columns by heading."""
    headings = {one.key: one.heading for one in kept.columns}
    return sorted(ImportFault(row, headings.get(column, column), words) for row, column, words in faults)


def bring_in(viewer: Viewer, kept: Book, file: IO[bytes], name: str, size: int, now: datetime) -> SheetReport:
    """Read and import an upload. Refusal: sheet_too_big, sheet_unreadable for what is no table."""
    if size > BIGGEST * 1024 * 1024:
        raise Refusal("sheet_too_big", limit=BIGGEST)
    try:
        rows = list(read_workbook(file, name, kept.columns))
    except Unreadable as fault:
        if not (missing := str(fault)):
            raise Refusal("sheet_unreadable") from fault
        words = _("缺少这些列：%(columns)s") % {"columns": missing}
        return SheetReport(faults=(ImportFault(1, "", words),))
    return kept.bring_in(actor=Actor.of(viewer), rows=rows, now=now)


def _errors(request: Request, kept: Book, report: SheetReport) -> HttpResponse:
    out = io.BytesIO()
    plain_sheet(out, _("哪里不对"), (_("行"), _("列"), _("哪里不对")), _named(kept, report.faults))
    return _workbook(request, out, _("%(title)s，哪里不对") % {"title": kept.title})


def _workbook(request: Request, out: io.BytesIO, title: str, form: str = "xlsx") -> HttpResponse:
    name = file_name(title, request.now, form)
    response = HttpResponse(out.getvalue(), content_type=FORMATS[form])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def template(request: Request, register: str) -> HttpResponse:
    """An empty workbook with codes, drop-downs and one sample row."""
    kept = book(viewer_of(request), register)
    if not kept.writes:
        raise NotFound("registers")
    out = io.BytesIO()
    write_workbook(out, kept.title, kept.columns, (), kept.sample())
    return _workbook(request, out, _("%(title)s空表") % {"title": kept.title})


@require_GET
def export(request: Request, register: str) -> HttpResponse:
    """What the register holds in the viewer's reach, for those who may export; it can be brought in again."""
    kept = book(viewer_of(request), register)
    if not kept.may_export:
        raise NotFound("registers")
    out, form = io.BytesIO(), form_of(request)
    if form == "csv":
        write_table(out, kept.columns, kept.held())
    else:
        write_workbook(out, kept.title, kept.columns, kept.held())
    return _workbook(request, out, kept.title, form)
