"""A hotline's order sheet from the upload to the work that brings it in: sent, its columns said once, asked for."""

from itertools import islice
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.adapters.tables import read_rows
from linli.adapters.workbooks import Unreadable
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.backbone.works import files
from linli.backbone.works.commands import ask_work
from linli.backbone.works.queries import facts_of
from linli.domains.cases.commands.orders import keep_mapping
from linli.domains.cases.management.hotline import KIND
from linli.domains.cases.queries import category_choices
from linli.domains.cases.queries import orders as queries
from linli.domains.cases.values.hotline import FIELDS, NEEDED, MappingRow
from linli.kernel.ids import half_width, row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import ActForm
from linli.ui.pages import staff_page

MEGABYTES = 50
HEADING_AMONG = 10
SAMPLE = 19  # a whole moment


class SourceField(forms.RegexField):
    """A name of a platform, written without blanks however it is typed."""

    def __init__(self) -> None:
        said = {"invalid": _("只用字、字母、数字、- 和 _，最多 20 个字")}
        super().__init__(r"^[0-9A-Za-z\-_一-鿿]{1,20}$", error_messages=said)

    def to_python(self, value: Any) -> str:
        """“12345 平台” is “12345平台”."""
        return half_width(super().to_python(value) or "")


class SendForm(ActForm):
    """A sheet, and which hotline it is from."""

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}))
    source = SourceField()
    look = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "file": (_("工单表"), _("Excel 或 CSV，最大 %(limit)s MB") % {"limit": MEGABYTES}),
            "source": (_("哪个平台的"), _("同一个平台的同一个编号只进来一次")),
            "look": (_("先看看每一列怎么读"), ""),
        }
        for name, (label, hint) in labels.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["source"].initial = queries.sources()[0]

    def keep(self, file: str) -> None:
        """Ask for no other file than the one that was sent before."""
        self.keeps = ("file",)
        self["file"].help_text = _("“%(file)s”收到了，不用再传；要换一张，再选") % {"file": file}


class SourceForm(ActForm):
    """Which hotline a sheet is from after all."""

    source = SourceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].label = _("哪个平台的")


class ReadForm(ActForm):
    """Which column is what, what words mean, and what is done with what is not understood."""

    def __init__(
        self, columns: list[tuple[str, str]], strange: list[str], reading: dict[str, int], kept: MappingRow, *args: Any
    ) -> None:
        super().__init__(*args)
        self.strange = strange
        for field, title in queries.field_words().items():
            choices = [("", _("没有这一列")), *columns]
            needed = _("一定要有") if field in NEEDED else ""
            at = reading.get(field)
            first = "" if at is None else str(at)
            self.fields[f"column_{field}"] = forms.ChoiceField(
                choices=choices, label=title, help_text=needed, initial=first, required=field in NEEDED
            )
        for number, words in enumerate(strange):
            known = [("", _("还不知道")), *category_choices()]
            self.fields[f"word_{number}"] = forms.ChoiceField(
                choices=known, label=_("类别“%(words)s”算哪一类") % {"words": words}, required=False
            )
        self._choice("category", _("认不得的类别"), (("error", _("算错，写进错误表")), ("guess", _("照写的猜"))), kept)
        places = (("error", _("算错，写进错误表")), ("area", _("落到表里写的社区或街道；都没有才算错")))
        self._choice("place", _("找不到的地址"), places, kept)

    def _choice(self, name: str, label: str, choices: tuple[tuple[str, str], ...], kept: MappingRow) -> None:
        first = kept.options.get(name, "error")
        self.fields[name] = forms.ChoiceField(choices=choices, label=label, initial=first, widget=forms.RadioSelect)

    @property
    def columns(self) -> dict[str, int]:
        """Which column is what, by its place."""
        data = self.cleaned_data
        return {field: int(data[f"column_{field}"]) for field in FIELDS if data.get(f"column_{field}")}

    @property
    def categories(self) -> dict[str, str]:
        """What words were said to mean."""
        told = ((words, self.cleaned_data[f"word_{number}"]) for number, words in enumerate(self.strange))
        return {words: key for words, key in told if key}


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Request) -> HttpResponse:
    """Send a sheet; where its columns are known already it goes straight to work."""
    viewer, posted = _registers(request), request.method == "POST"
    sent = _kept(request, viewer) if posted else None
    form = SendForm(*((request.POST, request.FILES) if posted else ()))
    form.fields["file"].required = sent is None
    if posted and form.is_valid():
        try:
            return _sent(request, viewer, form, sent)
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"form": form, "sent": _kept_word(viewer, form, sent)}
    return staff_page(request, "cases/sheet_send.html", context, viewer, "works", status=422 if posted else 200)


def _kept_word(viewer: Viewer, form: SendForm, sent: queries.Sent | None) -> str:
    """The word by which the next try goes on with the same sheet; none where there is no sheet to go on with."""
    if sent is None or not files.is_kept(sent.upload):
        form.fields["file"].required = True
        return ""
    form.keep(sent.file)
    return queries.sheet_token(*sent, viewer.person_id)


def _kept(request: Request, viewer: Viewer) -> queries.Sent | None:
    """The sheet that came with this form, or before it; whatever else is wrong with the form, it is kept for a day."""
    upload = request.FILES.get("file")
    if upload is not None:
        whole = 0 < (upload.size or 0) <= MEGABYTES * 1024 * 1024
        return queries.Sent(files.keep_upload(upload.chunks()), (upload.name or "")[:60], "") if whole else None
    try:
        sent = queries.sent_sheet(viewer, request.POST.get("sent", ""))
    except NotFound:
        return None
    return sent if files.is_kept(sent.upload) else None


def _registers(request: Request) -> Viewer:
    viewer = viewer_of(request)
    if not queries.register_tops(viewer):
        raise NotFound("import")
    return viewer


def _sent(request: Request, viewer: Viewer, form: SendForm, kept: queries.Sent | None) -> HttpResponse:
    if kept is None:
        raise Refusal("sheet_too_big", limit=MEGABYTES)
    source = form.cleaned_data["source"]
    sent = kept._replace(source=source)
    head, headings, _sample = _top(sent)
    reading, known = queries.reading_of(headings, source)
    if known and not form.cleaned_data["look"] and set(NEEDED) <= set(reading):
        options = queries.kept_mapping(source).options
        return redirect("work", _ask(request, viewer, sent, head, reading, options, form.cleaned_data["key"]))
    return redirect("order_sheet", queries.sheet_token(*sent, viewer.person_id))


def _top(sent: queries.Sent) -> tuple[int, list[str], list[str]]:
    """Where the heading is, the headings, and the first row below them. Refusal: sheet_unreadable, sheet_empty."""
    try:
        rows = list(islice(read_rows(files.upload(sent.upload)), HEADING_AMONG + 1))
    except Unreadable:
        files.drop_upload(sent.upload)
        raise Refusal("sheet_unreadable") from None
    head = queries.heading_row(rows[:HEADING_AMONG], sent.source)
    if not head or len(rows) <= head:
        raise Refusal("sheet_empty")
    return head, rows[head - 1], rows[head]


def _ask(
    request: Request,
    viewer: Viewer,
    sent: queries.Sent,
    head: int,
    reading: dict[str, int],
    options: dict[str, str],
    key: str,
) -> int:
    params = {**sent._asdict(), "head": head, "columns": reading, "options": options}
    language = get_language() or "zh-hans"
    actor = Actor.of(viewer)
    return ask_work(actor=actor, kind=KIND, params=params, language=language, now=request.now, key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: Request, token: str) -> HttpResponse:
    """Say which column is what; it is kept for the next sheet of this source, and the work begins."""
    viewer = _registers(request)
    sent = queries.sent_sheet(viewer, token)
    chosen = _chosen(request)
    if chosen is not None and chosen.is_valid():
        sent = sent._replace(source=chosen.cleaned_data["source"])
        here = reverse("order_sheet", args=[queries.sheet_token(*sent, viewer.person_id)])
        return redirect(f"{here}?work={work}" if (work := row_number(asked(request, "work"))) else here)
    head, headings, sample = _top(sent)
    reading, _kept = queries.reading_of(headings, sent.source)
    form = _read_form(request, viewer, sent, headings, sample, reading)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept_with(form, sent.source, headings)
            keep_mapping(actor=Actor.of(viewer), mapping=kept, now=request.now)
            key = form.cleaned_data["key"]
            return redirect("work", _ask(request, viewer, sent, head, form.columns, kept.options, key))
        except Refusal as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "sent": sent,
        "other": chosen or SourceForm(initial={"source": sent.source}),
        "guessed": len(reading),
        "strange": len(form.strange),
        "work": row_number(asked(request, "work")),
    }
    status = 422 if form.is_bound or chosen else 200
    return staff_page(request, "cases/sheet_read.html", context, viewer, "works", status)


def _chosen(request: Request) -> SourceForm | None:
    """Another platform than the one the sheet was sent for, where one is chosen: nothing is sent again."""
    return SourceForm(request.GET) if request.method != "POST" and "source" in request.GET else None


def _read_form(
    request: Request,
    viewer: Viewer,
    sent: queries.Sent,
    headings: list[str],
    sample: list[str],
    reading: dict[str, int],
) -> ReadForm:
    shown = [*sample, *[""] * len(headings)]
    columns = [
        (
            str(at),
            _("%(words)s（%(more)s）") % {"words": heading, "more": Truncator(shown[at]).chars(SAMPLE)}
            if shown[at]
            else heading,
        )
        for at, heading in enumerate(headings)
        if heading
    ]
    work = asked(request, "work")
    facts = facts_of(viewer, pk) if (pk := row_number(work)) else {}
    given = (request.POST,) if request.method == "POST" else ()
    return ReadForm(columns, facts.get("strange", []), reading, queries.kept_mapping(sent.source), *given)


def _kept_with(form: ReadForm, source: str, headings: list[str]) -> MappingRow:
    columns = {field: headings[at] for field, at in form.columns.items()}
    categories = queries.kept_mapping(source).categories | form.categories
    options = {name: form.cleaned_data[name] for name in ("category", "place")}
    return MappingRow(source, columns, categories, options)
