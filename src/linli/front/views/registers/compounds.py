"""Compounds: who manages them, and contracts that end."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.backbone.values import Actor
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.organizations.commands import compounds as commands
from linli.domains.organizations.queries import compounds as queries
from linli.domains.organizations.values.registers import CompoundPage
from linli.domains.organizations.web.compound_forms import CompoundForm
from linli.front.views.registers.common import PAGE, acted, following, show
from linli.kernel.refusal import NotFound


@require_GET
def register(request: Request) -> HttpResponse:
    """The compounds in reach: by kind, those with a contract that ends, those not registered."""
    viewer = viewer_of(request)
    kind, state, words, after = (asked(request, key) for key in ("kind", "state", "q", "cursor"))
    shares, missing, soon, late = queries.compound_sums(viewer)
    rows = queries.compounds(viewer, kind=kind, state=state, words=words, after=after, limit=PAGE + 1)
    context = {
        "shares": shares,
        "missing": missing,
        "soon": soon,
        "late": late,
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].code) if len(rows) > PAGE else "",
        "words": words,
        "state": state,
        "kinds": [(key, title, key == kind) for key, title in queries.compound_kinds()],
        "days": queries.WARNING,
    }
    return show(request, "compounds", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, place_id: int) -> HttpResponse:
    """One compound, and to say who manages it."""
    viewer = viewer_of(request)
    page = queries.compound(viewer, place_id)
    if request.method == "POST" and not page.may_write:
        raise NotFound("compound")
    form = CompoundForm(request.POST or None, initial=_initial(page)) if page.may_write else None

    def act(data: dict[str, Any]) -> None:
        commands.register_compound(
            actor=Actor.of(viewer),
            place_id=place_id,
            kind=data["kind"],
            firm_id=int(data["firm"]) if data["firm"] else None,
            contract_ends=data["contract_ends"],
            committee_id=int(data["committee"]) if data["committee"] else None,
            now=request.now,
        )

    answer = acted(request, form, act, _("登记好了"), page.row.url) if form and request.method == "POST" else None
    status = 422 if request.method == "POST" else 200
    return answer or show(request, "compound", {"page": page, "form": form}, status=status)


def _initial(page: CompoundPage) -> dict[str, Any]:
    return {
        "kind": page.row.kind,
        "firm": str(page.firm_id or ""),
        "contract_ends": page.row.contract_ends,
        "committee": str(page.committee_id or ""),
    }
