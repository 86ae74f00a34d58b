"""Hot issues: the table of a viewer's places, one issue with its messages, and what hands do with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark
from django.views.decorators.http import require_GET, require_POST

from linli.backbone.refusals import sentence
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, viewer_of
from linli.domains.insights import commands
from linli.domains.insights.queries import issues as queries
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.pages import staff_page


@require_GET
def issues(request: Request) -> HttpResponse:
    """The hottest issues first, or those that were closed."""
    viewer = viewer_of(request)
    if not viewer.may("board"):
        raise NotFound("issues")
    state = "closed" if request.GET.get("state") == "closed" else ""
    context = {
        "rows": queries.hot_issues(viewer, state),
        "state": state,
        "least": queries.least_people(),
        "heat": queries.heat_weights(),
        "off": queries.hot_off(viewer),
    }
    return staff_page(request, "front/issues/list.html", context, viewer, "issues")


@require_GET
def issue(request: Request, issue_id: int) -> HttpResponse:
    """One issue with its messages, and what can be done with it."""
    return _page(request, viewer_of(request), issue_id)


def _page(request: Request, viewer: Viewer, issue_id: int, refusal: str = "") -> HttpResponse:
    page = queries.issue(viewer, issue_id, timezone.localtime(request.now))
    context = {"page": page, "row": page.row, "refusal": refusal}
    return staff_page(request, "front/issues/one.html", context, viewer, "issues", 422 if refusal else 200)


@require_POST
def act(request: Request, issue_id: int, act: str) -> HttpResponse:
    """Merge with another, split messages off, take on, close."""
    viewer = viewer_of(request)
    if act not in _ACTS:
        raise NotFound("act")
    change, words = _ACTS[act]
    try:
        change(Actor.of(viewer), issue_id, request)
    except Refusal as no:
        return _page(request, viewer, issue_id, sentence(no))
    messages.success(request, _(words))
    return redirect("issues") if act == "close" else redirect("issue", issue_id)


def _merge(actor: Actor, issue_id: int, request: Request) -> None:
    other = next(iter(_numbers(request, "other")), 0)
    commands.merge_issues(actor=actor, issue_id=issue_id, other_id=other, now=request.now)


def _split(actor: Actor, issue_id: int, request: Request) -> None:
    commands.split_issue(actor=actor, issue_id=issue_id, case_ids=_numbers(request, "case"), now=request.now)


def _take(actor: Actor, issue_id: int, request: Request) -> None:
    commands.take_issue(actor=actor, issue_id=issue_id, now=request.now)


def _close(actor: Actor, issue_id: int, request: Request) -> None:
    commands.close_issue(actor=actor, issue_id=issue_id, now=request.now)


def _numbers(request: Request, name: str) -> list[int]:
    return [pk for one in request.POST.getlist(name) if (pk := row_number(one))]


_ACTS: dict[str, tuple[Callable[[Actor, int, Request], None], str]] = {
    "merge": (_merge, mark("合成一条了，夜里不会再把它们分开")),
    "split": (_split, mark("拆出去了，以后不会再并回来")),
    "take": (_take, mark("立上专项了，几秒钟后有编号")),
    "close": (_close, mark("收起了")),
}
