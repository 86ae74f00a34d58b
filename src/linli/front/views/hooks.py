"""Webhooks: for whoever keeps the tokens of a place, where its events are sent, and what came of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.backbone.commands import only_once
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.backbone.webhooks.commands import make_hook, replay_delivery, stop_hook, try_hook
from linli.backbone.webhooks.queries import hook_list
from linli.backbone.webhooks.rules import ALGORITHMS, NAME_MOST, URL_MOST
from linli.domains.places.queries import names_of, place_info
from linli.front.hooked import event_words, fault_words, group_choices, group_words
from linli.journeys.event_leaves_by_hook import EVENTS
from linli.kernel.refusal import Refusal
from linli.ui.forms import ActForm
from linli.ui.pages import staff_page

CHOSEN = "on_"


def _algorithm(key: str) -> str:
    return {"sha256": "HMAC-SHA256", "sm3": _("HMAC-SM3（国密）")}[key]


class HookForm(ActForm):
    """Where to, of which place, which events, signed how."""

    def __init__(self, viewer: Viewer, *args: Any) -> None:
        super().__init__(*args)
        places = {held.place_id: held.place_name for held in viewer.at_places("tokens")}
        self.fields["name"] = forms.CharField(
            label=_("推给谁"), help_text=_("写一个认得出的名字，例如“物业平台”"), max_length=NAME_MOST
        )
        self.fields["url"] = forms.CharField(
            label=_("推到哪个地址"), help_text=_("对方给的接收地址，https 开头"), max_length=URL_MOST
        )
        self.fields["place"] = forms.TypedChoiceField(
            label=_("哪个辖区的事"), coerce=int, choices=[(str(pk), name) for pk, name in places.items()]
        )
        for group, choices in group_choices().items():
            self.fields[f"{CHOSEN}{group}"] = forms.MultipleChoiceField(
                label=_("推哪些 · %(group)s") % {"group": group_words(group)},
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.fields["algorithm"] = forms.ChoiceField(
            label=_("签名算法"), choices=[(one, _algorithm(one)) for one in ALGORITHMS]
        )

    def events(self) -> list[str]:
        """The events ticked, of all groups."""
        return [one for name in self.fields if name.startswith(CHOSEN) for one in self.cleaned_data[name]]


@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: Request) -> HttpResponse:
    """The hooks with their last deliveries, and a form for a new one, whose secret is shown this once."""
    viewer, made = viewer_of(request), ""
    rows = hook_list(viewer)
    form = HookForm(viewer, *((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            with only_once(form.cleaned_data["key"]):
                made = _made(viewer, form, request)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            form, rows = HookForm(viewer), hook_list(viewer)
    context = {"rows": _shown(rows), "form": form, "made": made}
    return staff_page(request, "front/hooks.html", context, viewer, "me", 422 if form.is_bound else 200)


def _made(viewer: Viewer, form: HookForm, request: Request) -> str:
    data = form.cleaned_data
    path = [step.id for step in place_info(data["place"]).path]
    said = {key: data[key] for key in ("name", "url", "algorithm")}
    made = make_hook(actor=Actor.of(viewer), path=path, known=EVENTS, events=form.events(), now=request.now, **said)
    return made.secret


def _shown(rows: Any) -> list[dict[str, Any]]:
    places = names_of(row.place_id for row in rows)
    return [
        {
            "hook": row,
            "algorithm": _algorithm(row.algorithm),
            "place": places.get(row.place_id, ""),
            "events": [event_words(one) for one in row.events],
            "deliveries": [(one, event_words(one.event), fault_words(one.error)) for one in row.deliveries],
        }
        for row in rows
    ]


@require_POST
def stop(request: Request, hook_id: int) -> HttpResponse:
    """Stop sending."""
    stop_hook(actor=Actor.of(viewer_of(request)), hook_id=hook_id, now=request.now)
    messages.success(request, _("停了，不再推送"))
    return redirect("hooks")


@require_POST
def ping(request: Request, hook_id: int) -> HttpResponse:
    """Send something that says nothing, to see whether the receiver hears."""
    try_hook(actor=Actor.of(viewer_of(request)), hook_id=hook_id, now=request.now)
    messages.success(request, _("试着推了一条，过几秒刷新，看对方收到没有"))
    return redirect("hooks")


@require_POST
def replay(request: Request, delivery_id: int) -> HttpResponse:
    """Send a delivery once more."""
    replay_delivery(actor=Actor.of(viewer_of(request)), delivery_id=delivery_id, now=request.now)
    messages.success(request, _("又发了，过一会儿再看"))
    return redirect("jobs" if request.POST.get("from") == "jobs" else "hooks")
