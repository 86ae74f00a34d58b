"""The staff's own pages: inbox, what they were told, themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request, asked, viewer_of
from linli.domains.cases.commands import sign_many
from linli.domains.cases.queries import case_page
from linli.domains.cases.values import Channel
from linli.domains.duties import commands as duty_commands
from linli.domains.duties.queries import channel_words, inbox, notices
from linli.domains.duties.queries.exports import InboxListing
from linli.domains.duties.values import InboxCounts
from linli.domains.insights.queries.month import counted_seats
from linli.domains.organizations.queries import CURRENT_SEAT
from linli.domains.organizations.queries.seats import my_seats
from linli.domains.people import commands as people
from linli.domains.people.queries import my_consents, my_data, my_phone
from linli.domains.people.values import Purpose
from linli.kernel.ids import row_number
from linli.kernel.refusal import NotFound
from linli.ui.frames import Slots
from linli.ui.pages import framed_page, framed_part, staff_page
from linli.ui.parts.times import today
from linli.ui.parts.work import duty_groups, first_duty
from linli.ui.tables import taken_away

TABS = ("mine", "late", "today", "waiting")


class InboxFrame(NamedTuple):
    """What of an inbox is the same for many: it makes the frame of the page."""

    tab: str
    channel: str
    channels: tuple[tuple[str, str, bool], ...]
    late: bool
    more: bool
    empty: str
    part: bool = False


@require_GET
def inbox_page(request: Request) -> HttpResponse:
    """What is mine, what is late; one act a row. A signed-out visitor is led to sign in."""
    viewer = request.viewer
    if not viewer.person_id:
        return redirect(f"/accounts/login/?next={request.path}")
    frame, slots = _inbox(request, viewer, timezone.localtime(request.now))
    if request.headers.get("HX-Request"):
        return framed_part(request, "front/_inbox_list.html", {"inbox": frame._replace(part=True)}, slots)
    return framed_page(request, "front/inbox.html", {"inbox": frame, "preview": None}, slots, viewer, "inbox")


def _inbox(request: Request, viewer: Viewer, now: datetime) -> tuple[InboxFrame, Slots]:
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    channel = request.GET.get("channel", "")
    channel = channel if channel in list(Channel) else ""
    try:
        groups, cursor, have = inbox(viewer, tab=tab, now=now, channel=channel, after=request.GET.get("cursor", ""))
    except ValueError:
        raise NotFound("cursor") from None
    first = groups[0].rows[0] if groups and tab != "waiting" else None
    empty = "" if groups else _empty(tab)
    slots = {
        "moment": today(now),
        "mine": f"{have.mine:,}",
        "late": f"{have.late:,}",
        "today": f"{have.today:,}",
        "waiting": f"{have.waiting:,}",
        "first": first_duty(first, now),
        "groups": duty_groups(groups, now, first, _whole(have) if tab != "waiting" and not channel else None),
        "cursor": quote(cursor),
    }
    return InboxFrame(tab, channel, _channels(get_language(), channel), have.late > 0, bool(cursor), empty), slots


def _whole(have: InboxCounts) -> dict[str, int]:
    """How many duties there are of each urgency, on whatever page of them one is."""
    return {"late": have.late, "today": have.today, "later": have.mine - have.late - have.today}


@lru_cache(maxsize=32)
def _channels(_language: str | None, selected: str) -> tuple[tuple[str, str, bool], ...]:
    return (("", _("全部来源"), not selected), *((one, channel_words(one), one == selected) for one in Channel))


def _empty(tab: str) -> str:
    return {"late": _("没有超时的"), "today": _("今天到期的都办完了"), "waiting": _("没有在等别人的")}.get(
        tab, _("都办完了")
    )


@require_GET
def preview(request: Request, number: str) -> HttpResponse:
    """A case beside the list."""
    page = case_page(viewer_of(request), number, timezone.localtime(request.now))
    return render(request, "front/_preview.html", {"preview": page})


@require_POST
def sign_chosen(request: Request) -> HttpResponse:
    """Sign all ticked duties."""
    viewer = viewer_of(request)
    ids = [pk for one in request.POST.getlist("duty") if (pk := row_number(one))][:200]
    signed, left = sign_many(actor=Actor.of(viewer), duty_ids=ids, now=request.now)
    said = _("签收了 %(count)s 件") % {"count": signed}
    if left:
        said += _("，%(count)s 件不用签收") % {"count": left}
    messages.success(request, said)
    if request.headers.get("HX-Request"):
        frame, slots = _inbox(request, viewer, timezone.localtime(request.now))
        return framed_part(request, "front/_inbox_list.html", {"inbox": frame._replace(part=True)}, slots)
    return redirect("inbox")


@require_GET
def export(request: Request) -> HttpResponse | FileResponse:
    """The whole inbox as Excel or CSV."""
    given = {"tab": asked(request, "tab"), "channel": asked(request, "channel")}
    return taken_away(request, viewer_of(request), InboxListing(), given)


@require_GET
def notice_page(request: Request) -> HttpResponse:
    """What the viewer's seats were told; seeing it reads it."""
    viewer = viewer_of(request)
    rows = notices(viewer)
    duty_commands.read_notices(viewer.seat_ids, request.now)
    return staff_page(request, "front/notices.html", {"rows": rows}, viewer, "notices")


@dataclass(frozen=True, slots=True)
class MePage:
    """One's own page."""

    name: str
    initial: str
    seats: tuple[tuple[str, str, date, str], ...]
    phone_masked: str
    consents: tuple[tuple[str, bool, str], ...]
    counted: bool
    keeps_hooks: bool


@require_GET
def me(request: Request) -> HttpResponse:
    """One's own seats, consents, language and safety."""
    viewer = viewer_of(request)
    titles = {Purpose.NAME: _("公布姓名"), Purpose.PHONE: _("公布电话"), Purpose.PHOTO: _("公布照片")}
    page = MePage(
        viewer.name,
        viewer.name[:1],
        tuple((one.title, one.place, one.since, _take_url(viewer, one.id)) for one in my_seats(viewer)),
        my_phone(viewer),
        tuple((titles[Purpose(one.purpose)], one.given, f"/me/consents/{one.purpose}/") for one in my_consents(viewer)),
        bool(counted_seats(viewer)),
        bool(viewer.at_places("tokens")),
    )
    return staff_page(request, "front/me.html", {"me": page}, viewer, "me")


def _take_url(viewer: Viewer, seat_id: int) -> str:
    """Where one goes on in this seat; empty for the one worked in now."""
    working = viewer.seat
    return "" if working is None or working.seat_id == seat_id else f"/me/seats/{seat_id}/"


@require_GET
def my_own_data(request: Request) -> HttpResponse:
    """Everything kept of the viewer, to take away."""
    return JsonResponse(my_data(viewer_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_POST
def consent(request: Request, purpose: str) -> HttpResponse:
    """Give a consent that is not in force, or take back one that is."""
    viewer = viewer_of(request)
    current = {one.purpose: one.given for one in my_consents(viewer)}
    if purpose not in current:
        raise NotFound("consent")
    act = people.withdraw_consent if current[purpose] else people.give_consent
    act(actor=Actor.of(viewer), person_id=viewer.person_id, purpose=Purpose(purpose), now=request.now)
    return redirect("me")


@require_POST
def take_seat(request: Request, seat_id: int) -> HttpResponse:
    """Work in another of one's own seats from now on."""
    if seat_id not in viewer_of(request).seat_ids:
        raise NotFound("seat")
    request.session[CURRENT_SEAT] = seat_id
    return redirect("inbox")
