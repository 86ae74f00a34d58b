"""When somebody last looked at the page behind a link, kept on their own device: what is new since then can be told."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpResponse

from linli.backbone.web import Request

COOKIE = "linli_seen"
# Looking again within this time is the same visit: what was new stays new.
ONE_VISIT = timedelta(minutes=10)
KEPT = timedelta(days=180)


def last_visit(request: Request) -> datetime | None:
    """The visit before this one; None on the first."""
    before, last = _seen(request)
    return before if last is not None and request.now - last < ONE_VISIT else last


def note_visit(request: Request, response: HttpResponse) -> HttpResponse:
    """Remember this visit, for this page alone."""
    before = last_visit(request)
    value = f"{_number(before)}.{_number(request.now)}"
    kept = {"max_age": int(KEPT.total_seconds()), "path": request.path}
    safe = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(COOKIE, value, **kept, **safe)  # type: ignore[arg-type]
    return response


def _seen(request: Request) -> tuple[datetime | None, datetime | None]:
    before, _dot, last = request.COOKIES.get(COOKIE, "").partition(".")
    return _moment(before), _moment(last)


def _moment(number: str) -> datetime | None:
    if not (number.isascii() and number.isdigit() and len(number) <= 11 and int(number)):
        return None
    return datetime.fromtimestamp(int(number), UTC)


def _number(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
