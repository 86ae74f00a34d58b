"""Notices as anybody reads them: those of a door and its community, one of them, a community's feed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed as Syndication
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linli.backbone.web import Request
from linli.domains.exchange.queries import by_words
from linli.domains.exchange.queries.public import offers_around
from linli.domains.places.queries import place_by_code, place_info
from linli.domains.places.values import PlaceInfo
from linli.domains.publishing.queries.public import newest, standing_around, standing_notice, stood
from linli.domains.publishing.values import PublicNotice
from linli.front.doors import open_door
from linli.kernel.refusal import NotFound
from linli.ui.pages import gone


def community_of(place: PlaceInfo) -> PlaceInfo:
    """The community a place lies in; the place itself where there is none."""
    step = place.of_kind("community")
    return place_info(step.id) if step else place


@require_GET
def at_door(request: Request, code: str) -> HttpResponse:
    """Every notice that stands in the community of a door."""
    info = open_door(code)
    place = community_of(info.place)
    rows = standing_around(place, timezone.localdate(request.now))
    context = {"rows": rows, "code": info.code, "name": place.name, "plate": info.place.plate, "feed": place.code}
    return render(request, "front/posted/list.html", context)


@require_GET
def one_at_door(request: Request, code: str, notice_id: int) -> HttpResponse:
    """One notice, from a door."""
    return _shown(request, notice_id, open_door(code).code)


def _shown(request: Request, notice_id: int, code: str = "") -> HttpResponse:
    """A notice; where it stands no more, so much of it."""
    today = timezone.localdate(request.now)
    try:
        row = standing_notice(notice_id, today)
    except NotFound:
        title, withdrawn = stood(notice_id, today)
        if not title:
            raise
        words = _("这条撤下了。") if withdrawn else _("这条已经到期。")
        back = (f"/d/{code}/notices/", _("看别的公告")) if code else ("/", _("回首页"))
        return gone(request, "" if withdrawn else title, words, *back)
    return render(request, "front/posted/one.html", {"row": row, "code": code})


@require_GET
def offers(request: Request, code: str) -> HttpResponse:
    """What organizations offer in the community of a door, by kind."""
    info = open_door(code)
    place = community_of(info.place)
    groups = by_words(offers_around(place, timezone.localdate(request.now)))
    context = {"groups": groups, "code": info.code, "name": place.name, "plate": info.place.plate}
    return render(request, "front/posted/offers.html", context)


@require_GET
def one(request: Request, notice_id: int) -> HttpResponse:
    """One notice, from a feed or a link somebody passed on."""
    return _shown(request, notice_id)


class Feed(Syndication):
    """The notices that stand in a place, as Atom; the place is named by its code."""

    feed_type = Atom1Feed

    def get_object(self, request: Request, code: str) -> tuple[PlaceInfo, tuple[PublicNotice, ...]]:  # type: ignore[override]
        """The place and what stands there; NotFound for an unknown code."""
        place = place_by_code(code)
        return place, standing_around(place, timezone.localdate(request.now), 50)

    def title(self, obj: tuple[PlaceInfo, Any]) -> str:
        """What the feed is called."""
        return _("%(name)s公告公示") % {"name": obj[0].name}

    def link(self, obj: tuple[PlaceInfo, Any]) -> str:
        """Where it stands."""
        return f"/posted/in/{obj[0].code}/feed/"

    def items(self, obj: tuple[PlaceInfo, tuple[PublicNotice, ...]]) -> tuple[PublicNotice, ...]:
        """The notices, as on the page."""
        return obj[1]

    def item_title(self, item: PublicNotice) -> str:
        """Kind and title."""
        return f"{item.kind_words} · {item.title}"

    def item_description(self, item: PublicNotice) -> str:
        """The whole text: Atom takes it for markup, so that it is made some, escaped."""
        return format_html_join("", "<p>{}</p>", ((one,) for one in item.paragraphs))

    def item_link(self, item: PublicNotice) -> str:
        """Its page."""
        return f"/posted/{item.id}/"

    def item_pubdate(self, item: PublicNotice) -> datetime:
        """When it was published."""
        return item.published_at

    def item_author_name(self, item: PublicNotice) -> str:
        """Where it is from."""
        return item.place

    def feed_updated(self, obj: tuple[PlaceInfo, tuple[PublicNotice, ...]]) -> datetime | None:
        """When the newest of them was published."""
        return newest(obj[1])
