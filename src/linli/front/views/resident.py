"""Residents' pages: the door, a report, following it up. No account, one thumb, safe to repeat."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.backbone.limits import limit
from linli.backbone.values import RESIDENT
from linli.backbone.web import Request, asked
from linli.domains.cases import commands
from linli.domains.cases.queries import follow, guessed_category, joined, mine
from linli.domains.cases.queries.again import sent_already
from linli.domains.cases.values import Channel
from linli.domains.places.commands import count_scan
from linli.domains.places.queries import door as find_door
from linli.domains.places.queries import door_code_of
from linli.domains.places.values import PlaceInfo
from linli.domains.publishing.queries.public import standing_notice
from linli.domains.venues.queries.near import station as find_station
from linli.domains.venues.queries.near import station_before, stations_near
from linli.front.advised import note_chosen
from linli.front.doors import door_page, open_door, service_groups
from linli.front.forms import AddForm, RateForm, ReportForm
from linli.front.views.registers.common import number_asked
from linli.front.visits import last_visit, note_visit
from linli.kernel.refusal import NotFound, Refusal
from linli.ui.forms import keep_papers, keep_photos
from linli.ui.pages import ELDER_COOKIE, gone, remember

MINE_COOKIE = "linli_mine"
MINE_MOST = 20


@require_GET
def home(request: Request) -> HttpResponse:
    """The first page of all: what this is, and the way to a door."""
    return render(request, "front/home.html")


@require_GET
def go_to_door(request: Request) -> HttpResponse:
    """The code typed on the first page leads to its door; one that is none is asked for again."""
    typed = asked(request, "code", 200)
    try:
        return redirect("door", code=find_door(typed).code)
    except NotFound:
        return render(request, "front/home.html", {"typed": typed}, status=404)


@require_GET
def door(request: Request, code: str) -> HttpResponse:
    """The page behind a door's code; `?elder=1` and `?elder=0` change the way it looks from then on. Behind a code that
    is dead: whose door it was, and whom to call."""
    info, now, wish = find_door(code), timezone.localtime(request.now), request.GET.get("elder")
    elder = wish == "1" or (wish is None and request.COOKIES.get(ELDER_COOKIE) == "1")
    if info.revoked:
        context = {"door": door_page(info, now), "elder": elder, "replaced": bool(door_code_of(info.place.id))}
        return render(request, "front/door_revoked.html", context, status=409)
    count_scan(info.id, now.date())
    context = {
        "door": door_page(info, now),
        "draft_key": info.code,
        "elder": elder,
        "mine_open": len(kept_links(request)),
    }
    response = render(request, "front/door_elder.html" if elder else "front/door.html", context)
    patch_vary_headers(response, ["Cookie"])
    return remember(response, ELDER_COOKIE, wish) if wish in ("0", "1") else response


@require_GET
def station(request: Request, code: str, venue_id: int) -> HttpResponse:
    """A venue as a resident sees it from a door: when it is open, how to get there, whom to call; and others near."""
    info, now = open_door(code), timezone.localtime(request.now)
    try:
        one = find_station(info.place, venue_id, now)
    except NotFound:
        if name := station_before(info.place, venue_id):
            return gone(request, name, _("这里现在不开放了。"), f"/d/{info.code}/", _("回本楼"))
        raise
    others = [other for other in stations_near(info.place, now, 4) if other.id != one.id][:3]
    return render(
        request, "front/station.html", {"code": info.code, "plate": info.place.plate, "one": one, "others": others}
    )


@require_GET
def services(request: Request, code: str) -> HttpResponse:
    """The whole catalogue of services."""
    page = door_page(open_door(code), timezone.localtime(request.now))
    return render(request, "front/services.html", {"door": page, "groups": service_groups(page.desk_phone)})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, code: str) -> HttpResponse:
    """Say what is wrong. A repeated key leads to the first receipt."""
    info = open_door(code)
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _accepted(request, form, info.place)
            except Refusal as refusal:
                form.refuse(refusal)
    else:
        text = request.GET.get("text", "") or _objection(request)
        form = ReportForm(initial={"text": text}, guess=guessed_category(text))
    page = door_page(info, timezone.localtime(request.now))
    status = 422 if form.is_bound else 200
    return render(request, "front/report.html", {"door": page, "form": form}, status=status)


def _objection(request: Request) -> str:
    """How an objection to the notice asked for begins; empty where none stands that takes them."""
    number = number_asked(request, "notice")
    try:
        row = standing_notice(number, timezone.localdate(request.now)) if number else None
    except NotFound:
        return ""
    return (
        _("对%(kind)s“%(title)s”的意见：") % {"kind": row.kind_words, "title": row.title}
        if row and row.objections
        else ""
    )


def _accepted(request: Request, form: ReportForm, place: PlaceInfo) -> HttpResponseRedirect:
    data = form.cleaned_data
    said = {name: data[name] for name in ("category", "phone", "detail", "public")}
    return open_for_resident(request, data, place, **said)


def open_for_resident(request: Request, data: dict[str, Any], place: PlaceInfo, **said: Any) -> HttpResponseRedirect:
    """Open what a resident sent from a door, and go to the receipt, whose link stays on this phone; what was uploaded
    is stored only for those who may send. The same words once more lead to the first receipt. Refusal: rate_limited
    for too many, and for whoever fills the field that people do not see."""
    limit(request, "report")
    if data["website"]:
        raise Refusal("rate_limited")
    again = sent_already(kept_links(request), place.id, data["text"], request.now)
    if again and not data["photos"]:
        return redirect("sent", token=again)
    opened = commands.open_case(
        actor=RESIDENT,
        place=place,
        text=data["text"],
        channel=Channel.SCAN,
        now=request.now,
        given=keep_papers(data),
        photos=keep_photos(data["photos"]),
        key=data["key"],
        **said,
    )
    note_chosen(request, RESIDENT, opened["id"], said.get("category", ""))
    return keep_link(request, redirect("sent", token=opened["token"]), opened["token"])


def kept_links(request: Request) -> list[str]:
    """The links to cases that this phone keeps, newest first."""
    try:
        return list(signing.loads(request.COOKIES.get(MINE_COOKIE, ""), salt=MINE_COOKIE))
    except signing.BadSignature:
        return []


def keep_link(request: Request, response: HttpResponseRedirect, token: str) -> HttpResponseRedirect:
    """Keep the link to a case on this phone."""
    tokens = [token, *(one for one in kept_links(request) if one != token)][:MINE_MOST]
    remember(response, MINE_COOKIE, signing.dumps(tokens, salt=MINE_COOKIE, compress=True))
    return response


@require_GET
def sent(request: Request, token: str) -> HttpResponse:
    """The receipt."""
    return _private(render(request, "front/sent.html", {"case": follow(token, timezone.localtime(request.now))}))


@require_GET
def follow_up(request: Request, token: str) -> HttpResponse:
    """How far it has come, for who reported it and for a neighbour who joined."""
    now = timezone.localtime(request.now)
    try:
        return _private(render(request, "front/follow.html", {"case": follow(token, now)}))
    except NotFound:
        context = {"case": joined(token, now, last_visit(request)), "link": request.build_absolute_uri()}
        return note_visit(request, _private(render(request, "front/joined.html", context)))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, token: str) -> HttpResponse:
    """The three questions."""
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit(request, "rate")
        data = form.cleaned_data
        commands.rate(
            actor=RESIDENT,
            token=token,
            contacted=data["contacted"] == "yes",
            solved=data["solved"] == "yes",
            satisfaction=data["satisfaction"],
            words=data["words"],
            now=request.now,
            key=data["key"],
        )
        redone = _("评价收到了，没解决的退回去重办，办好再请您评")
        messages.success(request, _("评价收到了，谢谢您") if data["solved"] == "yes" else redone)
        return redirect("follow", token=token)
    case = follow(token, timezone.localtime(request.now))
    if not case.can_rate:
        return redirect("follow", token=token)
    status = 422 if request.method == "POST" else 200
    return _private(render(request, "front/rate.html", {"case": case, "form": form}, status=status))


@require_POST
def add(request: Request, token: str) -> HttpResponse:
    """More words from the reporter."""
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal("too_many_photos" if "photos" in form.errors else "text_too_long", limit=9)
    limit(request, "add")
    data = form.cleaned_data
    commands.add_words(
        actor=RESIDENT,
        token=token,
        words=data["text"],
        photos=keep_photos(data["photos"]),
        now=request.now,
        key=data["key"],
    )
    return redirect("follow", token=token)


@require_POST
def nudge(request: Request, token: str) -> HttpResponse:
    """The reporter asks for speed."""
    limit(request, "nudge")
    commands.nudge(actor=RESIDENT, token=token, now=request.now, key=request.POST.get("key", "")[:40])
    return redirect("follow", token=token)


@require_GET
def my_reports(request: Request) -> HttpResponse:
    """The matters this phone has reported."""
    rows = mine(kept_links(request), timezone.localtime(request.now))
    return _private(render(request, "front/mine.html", {"rows": rows}))


@require_POST
def forget(request: Request) -> HttpResponse:
    """Take the list off this phone; the links still work."""
    response = redirect("mine")
    response.delete_cookie(MINE_COOKIE)
    return response
