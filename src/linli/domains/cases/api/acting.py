"""Carrying cases on: the acts of their stages, and what is answered beside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.db import transaction
from django.utils import timezone
from ninja import Path

from linli.backbone.api.callers import actor_of
from linli.backbone.api.inputs import Id, MatchHeader, Slug
from linli.backbone.api.repeats import once
from linli.backbone.api.tags import matches, tag_of
from linli.backbone.web import Request
from linli.domains.cases import commands
from linli.domains.cases.api.reading import CaseNumber
from linli.domains.cases.api.router import DOING, router
from linli.domains.cases.api.shapes import CaseWhole, Decision, Doing, Message, Score, whole
from linli.domains.cases.queries import case_page
from linli.domains.cases.queries.held import case_version
from linli.domains.cases.web.doing import do, form_of
from linli.kernel.refusal import Refusal
from linli.ui.typed import checked, files_of, typed

Key = Annotated[Slug, Path(examples=["forward"])]
DutyId = Annotated[Id, Path()]


@contextmanager
def unchanged(request: Request, number: str, given: str) -> Iterator[None]:
    """What is done inside is done to the case as the caller read it: Refusal(changed) when something happened since.
    The case is held until it is done, so that nothing can happen in between."""
    if not given:
        yield
        return
    with transaction.atomic():
        version = case_version(request.viewer, number, hold=True)
        if not matches(given, tag_of(version)):
            raise Refusal("changed")
        yield


def _now(request: Request, number: str) -> CaseWhole:
    version = case_version(request.viewer, number)
    return whole(case_page(request.viewer, number, timezone.localtime(request.now)), version)


@router.post("/cases/{number}/acts/{act}", response=CaseWhole, auth=DOING, operation_id="do_act", summary="Do an act")
@once
def do_act(request: Request, number: CaseNumber, act: Key, sent: Doing, if_match: MatchHeader) -> CaseWhole:
    """Sign, solve, forward, whistle, arrive, finish …: whatever the case's stage offers the caller's seat. The answer
    is the case as it is then."""
    with unchanged(request, number, if_match):
        if act == "sign":
            commands.sign_case(actor=actor_of(request), number=number, now=request.now)
        elif act == "supervise":
            note = str(sent.given.get("text", ""))
            commands.supervise(actor=actor_of(request), number=number, note=note, now=request.now)
        else:
            _by_form(request, number, act, sent)
    return _now(request, number)


def _by_form(request: Request, number: str, act: str, sent: Doing) -> None:
    files = files_of(sent.files)
    form = form_of(request.viewer, number, act, typed({**sent.given, "key": ""}), files)
    data = checked(form, [*sent.given, *sent.files])
    do(actor_of(request), number, act, data, request.now)


@router.post(
    "/cases/{number}/asks/{ask_id}", response=CaseWhole, auth=DOING, operation_id="decide_ask", summary="Decide an ask"
)
@once
def decide(
    request: Request, number: CaseNumber, ask_id: Annotated[Id, Path()], sent: Decision, if_match: MatchHeader
) -> CaseWhole:
    """Approve or refuse what somebody asks of the caller's seat: a return, more time, a suspension."""
    with unchanged(request, number, if_match):
        commands.decide_ask(
            actor=actor_of(request), number=number, ask_id=ask_id, approve=sent.approve, note=sent.note, now=request.now
        )
    return _now(request, number)


@router.post(
    "/cases/{number}/parts/{duty_id}/score",
    response=CaseWhole,
    auth=DOING,
    operation_id="score_unit",
    summary="Score a called unit or the caller",
)
@once
def score(request: Request, number: CaseNumber, duty_id: DutyId, sent: Score) -> CaseWhole:
    """One to five, once: by the seat that whistled, or by a called unit, which scores its caller with its own part."""
    commands.score_unit(actor=actor_of(request), number=number, duty_id=duty_id, points=sent.points, now=request.now)
    return _now(request, number)


@router.post(
    "/cases/{number}/parts/{duty_id}/nudge",
    response=CaseWhole,
    auth=DOING,
    operation_id="nudge_unit",
    summary="Nudge a called unit",
)
@once
def nudge(request: Request, number: CaseNumber, duty_id: DutyId) -> CaseWhole:
    """Ask a called unit for speed, once an hour at most."""
    commands.nudge_unit(actor=actor_of(request), number=number, duty_id=duty_id, now=request.now)
    return _now(request, number)


@router.post(
    "/cases/{number}/messages",
    response=CaseWhole,
    auth=DOING,
    operation_id="tell_reporter",
    summary="Tell the reporter",
)
@once
def tell(request: Request, number: CaseNumber, sent: Message) -> CaseWhole:
    """Write a line to the reporter, who sees it behind the follow-up link."""
    commands.tell_reporter(actor=actor_of(request), number=number, words=sent.text, now=request.now)
    return _now(request, number)
