"""What a client asks: its jurisdiction, its key, which requests it wants. Anything empty counts as not said."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError

from linli.backbone.api.callers import Token
from linli.backbone.web import Request
from linli.domains.organizations.values.tokens import Scope
from linli.domains.places.queries import root
from linli.front.open311.answers import Fault
from linli.kernel.refusal import NotFound

SPAN = timedelta(days=90)
MOST, CODE_MOST, PAGES_MOST = 1000, 50, 100_000
STATUSES = ("open", "closed")
_BEARER = "bearer "


class Wanted(NamedTuple):
    """Which requests: by number alone, or those of a stretch of time narrowed by service and status."""

    numbers: tuple[str, ...]
    start: datetime
    end: datetime
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    offset: int
    size: int


def said(request: Request, name: str) -> str:
    """An argument of the form sent, else of the address, without blanks around it. Fault(400) for a NUL in it."""
    words = (request.POST.get(name) or request.GET.get(name) or "").strip()
    if "\x00" in words:
        raise Fault(400, _("%(name)s 里有不能用的字符") % {"name": name})
    return words


def check_jurisdiction(request: Request) -> None:
    """Fault(404) for another jurisdiction than this one, Fault(400) where it must be named and is not."""
    given = said(request, "jurisdiction_id")
    if not given and settings.LINLI_OPEN311_NAMED:
        raise Fault(400, _("没有写 jurisdiction_id"))
    if given and given not in jurisdictions():
        raise Fault(404, _("没有这个 jurisdiction_id：%(id)s") % {"id": given[:CODE_MOST]})


def jurisdictions() -> set[str]:
    """What this place calls itself: by its setting, and by the code of the root of its territory."""
    try:
        code = root().code
    except NotFound:
        code = ""
    return {code, settings.LINLI_OPEN311_JURISDICTION} - {""}


def key_holder(request: Request, *, needed: bool) -> int | None:
    """The token that stands behind api_key, which is then the request's caller; None where there need be none.
    Fault(403) for a missing or wrong one."""
    given, header = said(request, "api_key"), request.headers.get("Authorization", "")
    if not given and header.lower().startswith(_BEARER):
        given = header[len(_BEARER) :].strip()
    if not given:
        if needed:
            raise Fault(403, _("没有写 api_key"))
        return None
    try:
        return int(Token(Scope.OPEN311).authenticate(request, given).id)
    except (AuthenticationError, NotFound) as wrong:
        raise Fault(403, _("api_key 不对、过期、已经停用，或者不是给 Open311 用的")) from wrong


def wanted_requests(request: Request, known: set[str], now: datetime) -> Wanted:
    """What GET requests asks for. Fault(400) for what cannot be read, Fault(404) for an unknown service."""
    start, end = _stretch(_moment(request, "start_date"), _moment(request, "end_date"), now)
    size = _count(request, "page_size", MOST, MOST)
    return Wanted(
        numbers=_list(request, "service_request_id"),
        start=start,
        end=end,
        services=tuple(known_service(code, known) for code in _list(request, "service_code")),
        statuses=tuple(_status(one) for one in _list(request, "status")),
        offset=(_count(request, "page", 1, PAGES_MOST) - 1) * size,
        size=size,
    )


def known_service(code: str, known: set[str]) -> str:
    """The code of a service. Fault(400) for one that is missing or too long, Fault(404) for an unknown one."""
    if not code:
        raise Fault(400, _("没有写 service_code"))
    if len(code) > CODE_MOST:
        raise Fault(400, _("service_code 最多 %(most)s 个字符") % {"most": CODE_MOST})
    if code not in known:
        raise Fault(404, _("没有这个 service_code：%(code)s") % {"code": code})
    return code


def _list(request: Request, name: str) -> tuple[str, ...]:
    """What was said, parted by commas or said several times, each once."""
    found = [one.strip() for given in request.GET.getlist(name) for one in given.split(",")]
    if any("\x00" in one for one in found) or len(found) > MOST:
        raise Fault(400, _("%(name)s 读不懂") % {"name": name})
    return tuple(dict.fromkeys(one for one in found if one))


def _status(word: str) -> str:
    if word.lower() not in STATUSES:
        raise Fault(400, _("status 只能是 open 或 closed"))
    return word.lower()


def _moment(request: Request, name: str) -> datetime | None:
    """A moment in W3C format with its zone; a `+` that the address has turned into a blank is read as one."""
    given = said(request, name)
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", given))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 < moment.year < 9000:
        raise Fault(400, _("%(name)s 要写成 2026-06-01T00:00:00Z 这样，带时区") % {"name": name})
    return moment


def _stretch(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The last 90 days, or 90 days from or to the one date that is said."""
    if start and end:
        if end < start:
            raise Fault(400, _("end_date 比 start_date 早"))
        if end - start > SPAN:
            raise Fault(400, _("start_date 到 end_date 最多 90 天"))
        return start, end
    if start:
        return start, start + SPAN
    last = end or now
    return last - SPAN, last


def _count(request: Request, name: str, otherwise: int, most: int) -> int:
    given = said(request, name)
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) < 10 and 1 <= int(given) <= most):
        raise Fault(400, _("%(name)s 要是 1 到 %(most)s 的整数") % {"name": name, "most": most})
    return int(given)
