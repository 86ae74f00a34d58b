"""Pairings: the register by scheme, one pairing with its log, a unit's service sheet."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.commands import pairings as commands
from linli.domains.organizations.queries import pairings as queries
from linli.domains.organizations.queries.reach import reads_registers, writable_places, writes_registers
from linli.domains.organizations.values.registers import PairingPage
from linli.domains.organizations.web.pairing_forms import AssignForm, ContactForm, EndForm, ReplaceForm
from linli.front.views.registers.bodies import few, place_in
from linli.front.views.registers.common import PAGE, acted, following, number_asked, person_of, show, unit_of
from linli.kernel.refusal import NotFound
from linli.ui.forms import ActForm


@require_GET
def register(request: Request) -> HttpResponse:
    """The pairings of a scheme: what is covered, idle, without anybody; and the list."""
    viewer, schemes = viewer_of(request), queries.scheme_choices()
    scheme = asked(request, "scheme") or next((key for key, _title in schemes), "")
    layer, state, words = (asked(request, key) for key in ("layer", "state", "q"))
    reads_registers(viewer)
    if not schemes:
        return show(request, "pairings_none", {})
    context: dict[str, Any] = {
        "scheme": scheme,
        "layer": layer,
        "state": state,
        "words": words,
        "schemes": [(key, title, key == scheme) for key, title in schemes],
        "sums": queries.pairing_sums(viewer, scheme),
        "table": dict(zip(("title", "about", "idle"), queries.scheme_words(scheme), strict=True)),
        "layers": [(key, title, key == layer) for key, title in queries.layer_choices(scheme)],
        "may_write": writes_registers(viewer),
        "blanks": (),
        "rows": (),
        "more": "",
    }
    if state == "blank":
        found = queries.uncovered(viewer, scheme, layer, after=asked(request, "cursor"), limit=PAGE + 1)
        more = following(request, found[PAGE - 1].code) if len(found) > PAGE else ""
        context |= {"blanks": found[:PAGE], "more": more}
    else:
        after = number_asked(request, "cursor")
        rows = queries.pairings(viewer, scheme, layer=layer, state=state, words=words, after=after, limit=PAGE + 1)
        context |= {"rows": rows[:PAGE], "more": following(request, rows[PAGE - 1].id) if len(rows) > PAGE else ""}
    return show(request, "pairings", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Bind a unit or a person to a place."""
    viewer, scheme, layer = viewer_of(request), asked(request, "scheme"), asked(request, "layer")
    table = queries.scheme_of(scheme).layers.get(layer)
    if table is None or not writes_registers(viewer):
        raise NotFound("layer")
    places = {one.code: one for one in writable_places(viewer, table.at)}
    book, meant = few(places, "registers", (table.at,)), {"place": asked(request, "place")}
    form = AssignForm(request.POST or None, who=table.who, places=book, initial=meant)

    def act(data: dict[str, Any]) -> int:
        with transaction.atomic():
            return commands.assign_pairing(
                actor=Actor.of(viewer),
                scheme=scheme,
                layer=layer,
                place_id=place_in(places, data),
                starts=data["starts"],
                organization_id=unit_of(data),
                person_id=person_of(request, data),
                now=request.now,
            )

    if request.method == "POST":
        answer = acted(request, form, act, _("结上对了"), "/registers/pairings/{}/")
        if answer:
            return answer
    titles = dict(queries.scheme_choices()), dict(queries.layer_choices(scheme))
    context = {"form": form, "scheme": scheme, "title": titles[0][scheme], "layer": titles[1][layer]}
    return show(request, "pairing_new", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, pairing_id: int) -> HttpResponse:
    """One pairing: its log, and to write into it, hand it over or end it."""
    page = queries.pairing(viewer_of(request), pairing_id)
    asked_for = request.POST.get("act", "")
    forms = _forms(request, page, asked_for)
    if request.method == "POST":
        if asked_for not in forms:
            raise NotFound("act")
        answer = _act(request, page, asked_for, forms[asked_for])
        if answer:
            return answer
    context = {"page": page, "forms": forms, "today": timezone.localdate()}
    return show(request, "pairing", context, status=422 if request.method == "POST" else 200)


def _forms(request: Request, page: PairingPage, act: str) -> dict[str, ActForm]:
    """What the viewer may do here, each as a form; the one sent holds what was written."""

    def given(name: str) -> Any:
        return request.POST if act == name else None

    forms: dict[str, ActForm] = {}
    if page.may_log:
        forms["contact"] = ContactForm(given("contact"), prefix="contact")
    if page.may_write:
        forms["replace"] = ReplaceForm(given("replace"), prefix="replace", who=page.who)
        forms["end"] = EndForm(given("end"), prefix="end")
    return forms


def _act(request: Request, page: PairingPage, name: str, form: ActForm) -> HttpResponse | None:
    actor, pairing_id, here = Actor.of(viewer_of(request)), page.row.id, page.row.url

    def contact(data: dict[str, Any]) -> None:
        commands.log_contact(actor=actor, pairing_id=pairing_id, now=request.now, **data)

    @transaction.atomic
    def replace(data: dict[str, Any]) -> int:
        who = {"organization_id": unit_of(data), "person_id": person_of(request, data)}
        return commands.replace_pairing(
            actor=actor, pairing_id=pairing_id, day=data["day"], reason=data["reason"], now=request.now, **who
        )

    def end(data: dict[str, Any]) -> None:
        commands.end_pairing(
            actor=actor, pairing_id=pairing_id, ends=data["day"], reason=data["reason"], now=request.now
        )

    acts = {
        "contact": (contact, _("记下了"), here),
        "replace": (replace, _("换好了"), "/registers/pairings/{}/"),
        "end": (end, _("结束了"), here),
    }
    run, done, url = acts[name]
    return acted(request, form, run, done, url)


@require_POST
def confirm(request: Request, pairing_id: int, contact_id: int) -> HttpResponse:
    """The place confirms a service or a claim."""
    viewer = viewer_of(request)
    queries.pairing(viewer, pairing_id)
    commands.confirm_contact(actor=Actor.of(viewer), contact_id=contact_id, now=request.now)
    messages.success(request, _("确认了"))
    return redirect(f"/registers/pairings/{pairing_id}/")


@require_POST
def reveal(request: Request, pairing_id: int, contact_id: int) -> HttpResponse:
    """The private note of a contact, for a reason."""
    viewer = viewer_of(request)
    page = queries.pairing(viewer, pairing_id)
    note = commands.reveal_contact_note(
        actor=Actor.of(viewer),
        pairing_id=pairing_id,
        contact_id=contact_id,
        reason=request.POST.get("reason", ""),
        now=request.now,
    )
    return show(request, "note", {"page": page, "note": note})


@require_GET
def service_sheet(request: Request, organization_id: int) -> HttpResponse:
    """The card a unit gets back each quarter."""
    today = timezone.localdate()
    year, quarter = _quarter(asked(request, "quarter"), today.year, (today.month - 1) // 3)
    start = timezone.make_aware(datetime.combine(today.replace(year, quarter * 3 + 1, 1), time.min))
    after = (year + (quarter == 3), (quarter + 1) % 4)
    end = timezone.make_aware(datetime.combine(today.replace(after[0], after[1] * 3 + 1, 1), time.min))
    before = (year - (quarter == 0), (quarter - 1) % 4)
    context = {
        "sheet": queries.service_sheet(viewer_of(request), organization_id, start, end),
        "organization_id": organization_id,
        "period": _("%(year)s 年第 %(quarter)s 季度") % {"year": year, "quarter": quarter + 1},
        "earlier": f"?quarter={before[0]}Q{before[1] + 1}",
        "later": f"?quarter={after[0]}Q{after[1] + 1}" if end <= timezone.now() else "",
    }
    return show(request, "service_sheet", context)


def _quarter(words: str, year: int, quarter: int) -> tuple[int, int]:
    """A quarter written 2026Q2, counted from 0; the present one for anything else."""
    first, _q, last = words.partition("Q")
    if len(first) == 4 and first.isascii() and first.isdecimal() and last in {"1", "2", "3", "4"}:
        return min(max(int(first), 2000), 2100), int(last) - 1
    return year, quarter
