"""Offers (资源清单): the register, making one, vetting it, taking it back."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.exchange import commands, queries
from linli.domains.exchange.queries.sheets import standing_words
from linli.domains.exchange.values import OfferPage
from linli.domains.exchange.web.forms import MakeForm, NoForm
from linli.front.views.registers.bodies import few, place_in
from linli.front.views.registers.common import PAGE, acted, following, number_asked
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound
from linli.ui.forms import ActForm
from linli.ui.pages import staff_page


def _show(request: Request, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return staff_page(request, f"front/registers/{template}.html", context, viewer_of(request), "offers", status)


@require_GET
def register(request: Request) -> HttpResponse:
    """The offers the viewer keeps: open, to be vetted, past."""
    viewer, show, kind = viewer_of(request), asked(request, "show"), asked(request, "kind")
    show = show if show in queries.SHOWS else queries.SHOWS[0]
    rows = queries.kept(viewer, show, kind=kind, after=number_asked(request, "cursor"), limit=PAGE + 1)
    tabs = {"open": _("公开的"), "offered": _("等审核"), "past": _("过去的")}
    context = {
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "tabs": [(key, words, key == show) for key, words in tabs.items()],
        "show": show,
        "states": standing_words(),
        "kinds": [(key, words, key == kind) for key, words in queries.kind_choices()],
        "vets": queries.vets(viewer),
    }
    return _show(request, "offers", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Make an offer in the name of an organization."""
    viewer = viewer_of(request)
    queries.check_keeper(viewer)
    places = {one.code: one for one in queries.places_to_offer(viewer)}
    units = queries.organizations_to_offer(viewer)
    form = MakeForm(request.POST or None, places=few(places, "offers"), units=units)

    def make(data: dict[str, Any]) -> int:
        said = {"organization_id": row_number(data["unit"]), "place_id": place_in(places, data), "key": data["key"]}
        return commands.make_offer(actor=Actor.of(viewer), given=form.given(data), now=request.now, **said)

    answer = acted(request, form, make, _("报上去了，等审核"), "/registers/offers/{}/") if form.is_bound else None
    return answer or _show(request, "offer_new", {"form": form}, 422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, offer_id: int) -> HttpResponse:
    """One offer; to accept or refuse it, to take it back."""
    page, act = queries.offer(viewer_of(request), offer_id), request.POST.get("act", "")
    forms = _forms(request, page, act)
    if request.method == "POST":
        if act not in forms:
            raise NotFound("act")
        run, done = _acts(request, offer_id)[act]
        answer = acted(request, forms[act], run, done, page.row.url)
        if answer:
            return answer
    context = {"page": page, "row": page.row, "forms": forms, "states": standing_words()}
    return _show(request, "offer", context, 422 if request.method == "POST" else 200)


def _forms(request: Request, page: OfferPage, act: str) -> dict[str, ActForm]:
    kinds: dict[str, type[ActForm]] = {"accept": ActForm, "refuse": NoForm, "withdraw": NoForm}
    return {
        name: kind(request.POST if act == name else None, prefix=name)
        for name, kind in kinds.items()
        if name in page.acts
    }


def _acts(request: Request, offer_id: int) -> dict[str, tuple[Callable[[dict[str, Any]], Any], str]]:
    common: dict[str, Any] = {"actor": Actor.of(viewer_of(request)), "offer_id": offer_id, "now": request.now}

    def accept(_data: dict[str, Any]) -> None:
        commands.vet_offer(accepted=True, **common)

    def refuse(data: dict[str, Any]) -> None:
        commands.vet_offer(accepted=False, reason=data["reason"], **common)

    def withdraw(data: dict[str, Any]) -> None:
        commands.withdraw_offer(reason=data["reason"], **common)

    return {"accept": (accept, _("公开了")), "refuse": (refuse, _("退回了")), "withdraw": (withdraw, _("撤回了"))}
