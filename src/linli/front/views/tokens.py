"""Tokens of the API: one's own, and for whoever may, those of other systems."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.backbone.commands import only_once
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.organizations.commands.tokens import issue_integration_token, issue_token, revoke_token
from linli.domains.organizations.queries.tokens import token_list
from linli.domains.organizations.web.token_forms import TokenForm, scope_words
from linli.domains.people.queries import account_holder
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.pages import staff_page


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """Which tokens there are, and a form for a new one, whose secret is shown this once."""
    viewer, made = viewer_of(request), ""
    form = TokenForm(viewer, *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            with only_once(form.cleaned_data["key"]):
                made = _issue(viewer, form, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            form = TokenForm(viewer)
    rows = [(row, [scope_words(one)[0] for one in row.scopes]) for row in token_list(viewer, request.now)]
    context = {"rows": rows, "form": form, "made": made, "may": bool(viewer.seats)}
    return staff_page(request, "front/tokens.html", context, viewer, "me", 422 if form.is_bound else 200)


def _issue(viewer: Viewer, form: TokenForm, request: Request) -> str:
    data, actor = form.cleaned_data, Actor.of(viewer)
    kind, _sep, pk = data["bearer"].partition("-")
    said = {"actor": actor, "name": data["name"], "scopes": data["scopes"], "days": data["days"], "now": request.now}
    if kind == "place":
        return issue_integration_token(place_id=int(pk), **said).secret
    holder = account_holder(viewer.account_id)
    if holder is None:
        raise NotFound("seat")
    return issue_token(seat_id=int(pk), holder=holder, **said).secret


@require_POST
def revoke(request: Request, token_id: int) -> HttpResponse:
    """Take a token back."""
    revoke_token(actor=Actor.of(viewer_of(request)), token_id=token_id, now=request.now)
    messages.success(request, _("停用了，用它的程序马上就进不来"))
    return redirect("tokens")
