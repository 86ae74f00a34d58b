"""Webhooks over HTTP: another system says itself where events of its place are sent."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Path, Router, Schema, Status
from pydantic import Field

from linli.backbone.api.callers import acting, actor_of
from linli.backbone.api.inputs import Id, Input
from linli.backbone.api.repeats import once
from linli.backbone.web import Request
from linli.backbone.webhooks.commands import make_hook, replay_delivery, stop_hook
from linli.backbone.webhooks.queries import HookRow, hook_deliveries, hook_list
from linli.backbone.webhooks.rules import EVENTS_MOST, NAME_MOST, URL_MOST
from linli.domains.places.queries import place_info
from linli.journeys.event_leaves_by_hook import EVENTS

router = Router(tags=["hooks"], auth=acting("hooks"))


class NewHook(Input):
    """Where to send what happens in a place of the caller's."""

    name: str = Field(min_length=1, max_length=NAME_MOST, examples=["物业平台"])
    url: str = Field(min_length=1, max_length=URL_MOST, examples=["https://example.org/in"])
    events: list[Annotated[str, Field(max_length=60, description="One of " + ", ".join(EVENTS))]] = Field(
        min_length=1, max_length=EVENTS_MOST, examples=[["CaseOpened", "CaseClosed"]]
    )
    algorithm: Literal["sha256", "sm3"] = "sha256"
    place_id: Id | None = Field(None, description="A place of the caller's or below; their own where none is said.")


class HookMade(Schema):
    """A hook just made."""

    id: int
    secret: str = Field(description="What bodies are signed with; said this once.")


class Hook(Schema):
    """A hook."""

    id: int
    name: str
    url: str
    events: list[str]
    algorithm: str
    place_id: int
    made_by: str
    made_at: datetime
    state: str = Field(description="live, stopped, or off: switched off after failures.")


class Hooks(Schema):
    """The hooks of the caller's places, newest first."""

    items: list[Hook]


class Delivery(Schema):
    """An event on its way to a hook."""

    id: int
    event_id: int
    event: str
    number: str
    state: str = Field(description="waiting, sent or dead.")
    tries: int
    code: int | None = Field(description="What the other side answered; null where it did not.")
    error: str
    at: datetime
    tried_at: datetime | None


class Deliveries(Schema):
    """The last hundred deliveries of a hook, newest first."""

    items: list[Delivery]


def _hook(row: HookRow) -> Hook:
    return Hook.model_validate(row, from_attributes=True)


@router.get("/hooks", response=Hooks, operation_id="list_hooks", summary="List webhooks")
def hooks(request: Request) -> Hooks:
    """The hooks at the caller's places and below."""
    return Hooks(items=[_hook(row) for row in hook_list(request.viewer)])


@router.post("/hooks", response={201: HookMade}, operation_id="make_hook", summary="Subscribe to events")
@once
def make(request: Request, sent: NewHook) -> Status[HookMade]:
    """What happens in the place is sent to an address, signed, from now on."""
    own = next((held.place_id for held in request.viewer.at_places("tokens") if held.place_id), 0)
    path = [step.id for step in place_info(sent.place_id or own).path]
    said: dict[str, Any] = {"name": sent.name, "url": sent.url, "events": sent.events, "algorithm": sent.algorithm}
    session: Any = request.token  # type: ignore[attr-defined]
    said["token"] = (session.id, session.expires_at)
    made = make_hook(actor=actor_of(request), path=path, known=EVENTS, now=request.now, **said)
    return Status(201, HookMade(id=made.id, secret=made.secret))


@router.post("/hooks/{hook_id}/stop", response=Hook, operation_id="stop_hook", summary="Stop a webhook")
@once
def stop(request: Request, hook_id: Annotated[Id, Path()]) -> Hook:
    """Nothing is sent from now on."""
    stop_hook(actor=actor_of(request), hook_id=hook_id, now=request.now)
    return next(_hook(row) for row in hook_list(request.viewer) if row.id == hook_id)


@router.get(
    "/hooks/{hook_id}/deliveries", response=Deliveries, operation_id="list_deliveries", summary="List deliveries"
)
def deliveries(request: Request, hook_id: Annotated[Id, Path()]) -> Deliveries:
    """What was sent lately, and what came of it."""
    rows = hook_deliveries(request.viewer, hook_id)
    return Deliveries(items=[Delivery.model_validate(row, from_attributes=True) for row in rows])


@router.post(
    "/hooks/deliveries/{delivery_id}/replay",
    response={202: None},
    operation_id="replay_delivery",
    summary="Send a delivery again",
)
@once
def replay(request: Request, delivery_id: Annotated[Id, Path()]) -> Status[None]:
    """Once more, from its first try."""
    replay_delivery(actor=actor_of(request), delivery_id=delivery_id, now=request.now)
    return Status(202, None)
