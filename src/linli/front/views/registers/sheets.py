"""Registers in and out of Excel: the template, what is held, and an upload that is wholly checked first."""

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import IO, Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.adapters.sheets import FORMATS
from linli.adapters.sheets import sheet as plain_sheet
from linli.adapters.workbooks import Unreadable, read_workbook, write_table, write_workbook
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.organizations.commands.imports.bodies import import_bodies
from linli.domains.organizations.commands.imports.cards import import_cards
from linli.domains.organizations.commands.imports.compounds import import_compounds
from linli.domains.organizations.commands.imports.pairings import check_pairings, store_register_of_pairings
from linli.domains.organizations.queries import sheets as queries
from linli.domains.organizations.queries.reach import reads_registers, writes_registers
from linli.domains.organizations.values.registers import SheetReport
from linli.domains.people.commands import add_person
from linli.domains.people.queries import person_with_phone
from linli.domains.venues.commands.imports import import_venues
from linli.domains.venues.queries import sheets as venue_sheets
from linli.front.views.registers.common import show
from linli.kernel.faults import ImportFault
from linli.kernel.refusal import NotFound
from linli.ui.tables import form_of

BIGGEST = 5 * 1024 * 1024
Rows = Iterable[tuple[int, Mapping[str, str]]]
REGISTERS = (*queries.REGISTERS, *venue_sheets.REGISTERS)
IMPORTS = {"bodies": import_bodies, "compounds": import_compounds, "cards": import_cards, "venues": import_venues}


def held_by(register: str) -> Any:
    """The queries of the domain that keeps a register."""
    return venue_sheets if register in venue_sheets.REGISTERS else queries


class SheetForm(forms.Form):
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
    reads_registers(viewer)
    writes = writes_registers(viewer)
    if register not in REGISTERS or (request.method == "POST" and not writes):
        raise NotFound("register")
    form, report = SheetForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        report = bring_in(viewer, register, upload.file, upload.name or "", upload.size or 0, request.now)
        if not report.ok and form.cleaned_data["answer"]:
            return _errors(viewer, register, report)
    status = 200 if request.method != "POST" or (report is not None and report.ok) else 422
    context = {
        "register": register,
        "title": held_by(register).titles()[register],
        "form": form if writes else None,
        "report": report,
        "headings": {one.key: one.title for one in held_by(register).columns(viewer, register)},
        "may_export": viewer.may("export") or writes,
        "faults": _named(viewer, register, report.faults if report else ()),
    }
    return show(request, "sheet", context, status=status)


def _named(viewer: Viewer, register: str, faults: Iterable[ImportFault]) -> list[ImportFault]:
    """Faults in the order of the rows, their columns by heading."""
    headings = {one.key: one.heading for one in held_by(register).columns(viewer, register)}
    return sorted(ImportFault(row, headings.get(column, column), words) for row, column, words in faults)


def bring_in(viewer: Viewer, register: str, file: IO[bytes], name: str, size: int, now: datetime) -> SheetReport:
    """Read and import an upload."""
    if size > BIGGEST:
        return SheetReport(faults=(ImportFault(1, "", _("文件超过 5 MB")),))
    try:
        rows = list(read_workbook(file, name, held_by(register).columns(viewer, register)))
    except Unreadable as fault:
        missing = str(fault)
        words = _("缺少这些列：%(columns)s") % {"columns": missing} if missing else _("这个文件读不出来")
        return SheetReport(faults=(ImportFault(1, "", words),))
    actor = Actor.of(viewer)
    if register == "pairings":
        return _pairings(actor, rows, now)
    return IMPORTS[register](actor=actor, rows=rows, now=now)


def _pairings(actor: Actor, rows: Rows, now: datetime) -> SheetReport:
    """Pairings name people by telephone: those not yet known are entered in the same transaction."""
    lines, faults = check_pairings(actor=actor, rows=rows)
    if faults or actor.viewer is None:
        return SheetReport(faults=faults)
    names = {line.phone: line.name for line in lines if line.phone and not line.known}
    with transaction.atomic():
        people = {
            phone: person_with_phone(actor.viewer, phone) or add_person(actor=actor, name=name, phone=phone, now=now)
            for phone, name in names.items()
        }
        return store_register_of_pairings(actor=actor, lines=lines, people=people, now=now)


def _errors(viewer: Viewer, register: str, report: SheetReport) -> HttpResponse:
    out = io.BytesIO()
    plain_sheet(out, _("哪里不对"), (_("行"), _("列"), _("哪里不对")), _named(viewer, register, report.faults))
    return _workbook(out, f"{register}-errors")


def _workbook(out: io.BytesIO, name: str, form: str = "xlsx") -> HttpResponse:
    response = HttpResponse(out.getvalue(), content_type=FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def template(request: Request, register: str) -> HttpResponse:
    """An empty workbook with codes, drop-downs and one sample row."""
    viewer = viewer_of(request)
    if not writes_registers(viewer):
        raise NotFound("registers")
    out = io.BytesIO()
    columns = held_by(register).columns(viewer, register)
    write_workbook(out, held_by(register).titles()[register], columns, (), held_by(register).sample(viewer, register))
    return _workbook(out, f"{register}-template")


@require_GET
def export(request: Request, register: str) -> HttpResponse:
    """What the register holds in the viewer's reach, for those who may export; it can be brought in again."""
    viewer = viewer_of(request)
    reads_registers(viewer)
    if not viewer.may("export") and not writes_registers(viewer):
        raise NotFound("registers")
    out = io.BytesIO()
    columns, rows = held_by(register).columns(viewer, register), held_by(register).held(viewer, register)
    form, name = form_of(request), f"{register}-{timezone.localdate():%Y%m%d}"
    if form == "csv":
        write_table(out, columns, rows)
    else:
        write_workbook(out, held_by(register).titles()[register], columns, rows)
    return _workbook(out, name, form)
