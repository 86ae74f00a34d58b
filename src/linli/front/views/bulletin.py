"""Notices for those who keep them: the list, drafting, one as everybody will read it, its acts."""

from collections.abc import Callable, Container
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.places.queries import phones_of, place_info
from linli.domains.publishing import commands, queries
from linli.domains.publishing.values import NoticePage, Standing
from linli.domains.publishing.web.forms import ConsentForm, DraftForm, ReasonForm, WordsForm
from linli.front.views.registers.bodies import few, place_in
from linli.front.views.registers.common import PAGE, acted, following, number_asked
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import refused
from linli.ui.pages import staff_page


@require_GET
def bulletin(request: Request) -> HttpResponse:
    """The notices the viewer keeps: standing, drafts, past."""
    viewer, show, kind = viewer_of(request), asked(request, "show"), asked(request, "kind")
    show = show if show in queries.SHOWS else queries.SHOWS[0]
    rows = queries.kept(viewer, show, kind=kind, after=number_asked(request, "cursor"), limit=PAGE + 1)
    tabs = {"standing": _("贴着的"), "draft": _("草稿"), "past": _("过去的")}
    context = {
        "rows": rows[:PAGE],
        "more": following(request, rows[PAGE - 1].id) if len(rows) > PAGE else "",
        "tabs": [(key, words, key == show) for key, words in tabs.items()],
        "show": show,
        "kinds": [(key, words.partition("\n")[0], key == kind) for key, words in queries.kind_choices()],
    }
    return staff_page(request, "front/bulletin/list.html", context, viewer, "bulletin")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Draft a notice, from scratch or like another one."""
    viewer, like = viewer_of(request), number_asked(request, "like")
    queries.check_keeper(viewer)
    places = {one.code: one for one in queries.places_to_draft(viewer)}
    known = _like(queries.notice(viewer, like), places) if like else _known(viewer)
    form = DraftForm(request.POST or None, places=few(places, "notices"), initial=known)

    def draft(data: dict[str, Any]) -> int:
        content = form.content(data, data["kind"])
        said = {"kind": data["kind"], "place_id": place_in(places, data), "content": content, "key": data["key"]}
        return commands.draft_notice(actor=Actor.of(viewer), now=request.now, **said)

    answer = acted(request, form, draft, _("起草好了，看看对不对"), "/bulletin/{}/") if form.is_bound else None
    context = {"form": form}
    return answer or staff_page(
        request, "front/bulletin/new.html", context, viewer, "bulletin", 422 if form.is_bound else 200
    )


def _known(viewer: Viewer) -> dict[str, str]:
    """Whom to ask: the seat that drafts, by the public telephone of its place or of the nearest above it."""
    seat = viewer.seat
    if seat is None or not seat.place_id:
        return {}
    path = [step.id for step in place_info(seat.place_id).path]
    phones = phones_of(path)
    return {"contact": seat.title, "phone": next((phones[pk] for pk in reversed(path) if phones.get(pk)), "")}


def _like(page: NoticePage, places: Container[str]) -> dict[str, Any]:
    """What a notice said, for another one with days of its own, at the same of these places."""
    words = {name: getattr(page.content, name) for name in ("title", "text", "contact", "phone", "pinned")}
    return {"kind": page.row.kind, "place": page.place_code if page.place_code in places else "", **words}


@require_GET
def one(request: Request, notice_id: int) -> HttpResponse:
    """One notice as everybody will read it, with what can be done with it."""
    viewer = viewer_of(request)
    return _page(request, viewer, queries.notice(viewer, notice_id))


def _page(
    request: Request,
    viewer: Viewer,
    page: NoticePage,
    refusal: str = "",
    written: WordsForm | None = None,
    reason: ReasonForm | None = None,
    instead: str = "",
) -> HttpResponse:
    asks_why = page.acts & {"withdraw", "drop"}
    context = {
        "page": page,
        "row": page.row,
        "consent": ConsentForm(prefix="consent") if page.needs_consent and "consent" in page.acts else None,
        "reason": (reason or ReasonForm(prefix="down")) if asks_why else None,
        "refusal": refusal,
        "instead": instead,
        "written": [(one.label, one.value()) for one in written or () if one.name in ("title", "text")],
    }
    return staff_page(
        request, "front/bulletin/one.html", context, viewer, "bulletin", 422 if refusal or reason else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, notice_id: int) -> HttpResponse:
    """Its words and days to change, while it is a draft; who comes too late sees it as it is now, and what they
    wrote."""
    viewer = viewer_of(request)
    page = queries.notice(viewer, notice_id)
    if "revise" not in page.acts:
        if not page.steps:
            raise NotFound("notice")
        if request.method != "POST":
            return _page(request, viewer, page, instead=_instead(page))
        return _page(request, viewer, page, refused(Refusal("notice_not_now")), WordsForm(request.POST))
    words = {name: getattr(page.content, name) for name in WordsForm.base_fields if name != "key"}
    form = WordsForm(request.POST or None, initial=words)

    def revise(data: dict[str, Any]) -> None:
        content, version = form.content(data, page.row.kind), row_number(request.POST.get("version", "")[:9])
        actor = Actor.of(viewer)
        commands.revise_notice(actor=actor, notice_id=notice_id, version=version, content=content, now=request.now)

    answer = acted(request, form, revise, _("改好了"), page.row.url) if form.is_bound else None
    changed = form.is_bound and request.POST.get("version") != str(page.version)
    context = {"form": form, "page": page, "row": page.row, "changed": changed}
    return answer or staff_page(
        request, "front/bulletin/edit.html", context, viewer, "bulletin", 422 if form.is_bound else 200
    )


def _instead(page: NoticePage) -> str:
    """What to do where a notice can no longer be changed."""
    if page.row.standing in (Standing.STANDING, Standing.COMING):
        return _("发布了的不能再改。写错了，就撤下来、写明原因，再照着另写一条。")
    return _("这条已经不贴了，不能再改。要再发，就照着另写一条。")


@require_POST
def act(request: Request, notice_id: int, act: str) -> HttpResponse:
    """Publish, keep a consent, take it back, take the notice down."""
    viewer = viewer_of(request)
    page = queries.notice(viewer, notice_id)
    if act not in _ACTS:
        raise NotFound("act")
    command, done, given = _ACTS[act]
    try:
        command(actor=Actor.of(viewer), notice_id=notice_id, now=request.now, **given(request))
    except Refusal as refusal:
        if refusal.code == "notice_reason":
            reason = ReasonForm(request.POST, prefix="down")
            if reason.is_valid():
                reason.refuse(refusal)
            return _page(request, viewer, page, reason=reason)
        return _page(request, viewer, page, refused(refusal))
    messages.success(request, _(done))
    return redirect(page.row.url)


def _said(request: Request, name: str) -> str:
    return request.POST.get(name, "")[:400]


def _number(request: Request, name: str) -> int:
    return row_number(request.POST.get(name, "")[:18])


Given = Callable[[Request], dict[str, Any]]
_ACTS: dict[str, tuple[Callable[..., object], str, Given]] = {
    "publish": (commands.publish_notice, mark("发布了"), lambda sent: {"version": _number(sent, "version")}),
    "withdraw": (commands.withdraw_notice, mark("撤下了"), lambda sent: {"reason": _said(sent, "down-reason")}),
    "consent": (
        commands.keep_notice_consent,
        mark("同意书存下了"),
        lambda sent: {"name": _said(sent, "consent-name"), "paper": _said(sent, "consent-paper")},
    ),
    "unconsent": (
        commands.withdraw_notice_consent,
        mark("收回了"),
        lambda sent: {"consent_id": _number(sent, "consent"), "reason": _("本人收回同意")},
    ),
}
