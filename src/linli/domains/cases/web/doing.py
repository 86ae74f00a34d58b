"""An act from its form to its command: the same for the page and for the API."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from linli.adapters.photos import Stored
from linli.backbone.values import Actor, Viewer
from linli.domains.cases import commands
from linli.domains.cases.queries.needs import act_needs
from linli.domains.cases.web.forms import CallBackForm, act_form
from linli.kernel.refusal import Refusal
from linli.ui.forms import ActForm, keep_papers, keep_photos


def form_of(viewer: Viewer, number: str, key: str, *given: Any) -> ActForm:
    """The form of an act, filled where something was given."""
    return CallBackForm(*given) if key == "call_back" else act_form(act_needs(viewer, number, key), *given)


def do(actor: Actor, number: str, key: str, data: dict[str, Any], now: datetime) -> None:
    """Hand an act to its command: the joint handling and the call-back have their own, every other walks on."""
    common: dict[str, Any] = {"actor": actor, "number": number, "now": now, "key": data.get("key") or ""}
    photos = keep_photos(data.get("photos") or [])
    if "lead" in data:
        _whistle(key, data, common)
    elif key in HANDLERS:
        HANDLERS[key](data, photos, common)
    else:
        commands.do_act(act=key, given=keep_papers(data), photos=photos, **common)


def _whistle(key: str, data: dict[str, Any], common: dict[str, Any]) -> None:
    helpers = [int(one) for one in data["helpers"]]
    commands.blow_whistle(
        act=key, kind=data["kind"], lead=int(data["lead"] or 0), helpers=helpers, reason=data["reason"], **common
    )


def _arrive(data: dict[str, Any], photos: list[Stored], common: dict[str, Any]) -> None:
    if data["lat"] is None or data["lon"] is None:
        raise Refusal("needs", missing=("location",))
    commands.arrive(here=(data["lon"], data["lat"]), photos=photos, **common)


def _finish(data: dict[str, Any], photos: list[Stored], common: dict[str, Any]) -> None:
    commands.finish_part(minutes=data["minutes"], photos=photos, **common)


def _resume(data: dict[str, Any], photos: list[Stored], common: dict[str, Any]) -> None:
    commands.resume_case(**common)


def _call_back(data: dict[str, Any], photos: list[Stored], common: dict[str, Any]) -> None:
    commands.record_call_back(
        reached=data["reached"] == "yes",
        contacted=data["contacted"] == "yes",
        solved=data["solved"] == "yes",
        satisfaction=data["satisfaction"],
        note=data["note"],
        **common,
    )


Handler = Callable[[dict[str, Any], list[Stored], dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {"arrive": _arrive, "finish": _finish, "resume": _resume, "call_back": _call_back}
