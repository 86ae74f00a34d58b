"""The addresses of GeoReport v2."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.signing import BadSignature, TimestampSigner
from django.http import FileResponse, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.adapters.photos import PhotoStore
from linli.backbone.limits import MINUTE, limit
from linli.backbone.refusals import next_step, sentence
from linli.backbone.web import Request
from linli.domains.cases.queries.listed import listed_by_number, listed_cases, listed_photo, number_behind
from linli.domains.cases.values.listed import ListedCase
from linli.front.open311 import services as offered
from linli.front.open311.answers import Fault, answered, refused, wanted
from linli.front.open311.asking import check_jurisdiction, key_holder, wanted_requests
from linli.front.open311.opening import open_request
from linli.kernel.refusal import NotFound, Refusal

READING = ("GET", "HEAD")
STATUS = {"key_reused": 422}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
PICTURE_SECONDS = 24 * 3600
_signer = TimestampSigner(salt="open311")
View = Callable[..., tuple[str, Any]]


def speaks(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that answers (root of the XML, content), in the format asked for; every no in the words of GeoReport."""

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def asked(request: Request, ext: str = "", **rest: str) -> HttpResponse:
            form = "xml"
            try:
                form = wanted(request, ext)
                _checked(request, methods)
                response = answered(*view(request, **rest), form)
            except (Fault, Refusal, NotFound, BadRequest, SuspiciousOperation, MultiPartParserError) as no:
                response = refused(fault_of(no), form)
            patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization"])
            response["Cache-Control"] = "no-store"
            return response

        return asked

    return wrap


def fault_of(no: Exception) -> Fault:
    """Every no as GeoReport says it: 404 for what is not there, 429 for haste, 400 for the rest."""
    if isinstance(no, Fault):
        return no
    if isinstance(no, NotFound):
        return Fault(404, _("这里没有您要的内容"))
    if isinstance(no, Refusal):
        words = _("。").join(part for part in (sentence(no), next_step(no.code)) if part)
        hasty = no.code == "rate_limited"
        return Fault(429, words, Retry_After=str(int(MINUTE))) if hasty else Fault(STATUS.get(no.code, 400), words)
    return Fault(400, _("内容太大") if isinstance(no, RequestDataTooBig) else _("请求读不懂"))


def _checked(request: Request, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Fault(405, _("这里不能这样操作"), Allow=", ".join(methods))
    if request.method == "POST" and request.content_type not in FORMS:
        raise Fault(400, _("内容要用表单发：%(types)s") % {"types": ", ".join(FORMS)})
    limit(request, "open311", settings.LINLI_API_A_MINUTE)


@speaks(*READING)
def discovery(request: Request) -> tuple[str, Any]:
    """Which endpoints there are."""
    return "discovery", offered.discovery(request)


@speaks(*READING)
def services(request: Request) -> tuple[str, Any]:
    """What can be reported."""
    check_jurisdiction(request)
    return "services", offered.services()


@speaks(*READING)
def definition(request: Request, code: str) -> tuple[str, Any]:
    """What a service asks for."""
    check_jurisdiction(request)
    return "service_definition", offered.definition(code)


@speaks(*READING, "POST")
def requests(request: Request, test: str = "") -> tuple[str, Any]:
    """Open a request, or read many."""
    if request.method == "POST":
        request.POST.keys()  # what cannot be read is said before anything else
        check_jurisdiction(request)
        return "service_requests", open_request(request, test=bool(test))
    check_jurisdiction(request)
    holder = key_holder(request, needed=False)
    asked = wanted_requests(request, offered.known_services(), request.now)
    if asked.numbers:
        found = listed_by_number(asked.numbers, holder)
    else:
        found = listed_cases(
            start=asked.start,
            end=asked.end,
            categories=asked.services,
            states=asked.statuses,
            offset=asked.offset,
            limit=asked.size,
            holder=holder,
        )
    return "service_requests", [_shown(request, one) for one in found]


@speaks(*READING)
def one_request(request: Request, number: str) -> tuple[str, Any]:
    """Read one request."""
    check_jurisdiction(request)
    found = listed_by_number([number], key_holder(request, needed=False))
    if not found:
        raise Fault(404, _("没有这个 service_request_id：%(id)s") % {"id": number[:40]})
    return "service_requests", [_shown(request, found[0])]


@speaks(*READING)
def token(request: Request, token: str) -> tuple[str, Any]:
    """The number of the request behind the secret of a follow-up link."""
    check_jurisdiction(request)
    try:
        number = number_behind(token)
    except NotFound as unknown:
        raise Fault(404, _("没有这个 token")) from unknown
    return "service_requests", [{"service_request_id": number, "token": token}]


@speaks(*READING, "POST", "PUT", "PATCH", "DELETE")
def nothing_here(request: Request, rest: str = "") -> tuple[str, Any]:
    """For addresses that lead nowhere."""
    raise Fault(404, _("这里没有您要的内容"))


def media(request: Request, signed: str) -> HttpResponseBase:
    """A picture whose address an answer of the last day named."""
    try:
        photo_id = int(_signer.unsign(signed, max_age=PICTURE_SECONDS))
    except BadSignature:
        return refused(Fault(404, _("这里没有您要的内容")), "xml")
    path = PhotoStore(settings.MEDIA_ROOT).path(listed_photo(photo_id), small=False)
    return FileResponse(path.open("rb"), content_type="image/jpeg")


def _shown(request: Request, one: ListedCase) -> dict[str, Any]:
    lon, lat = (round(part, 6) for part in one.point) if one.point else (None, None)
    where = f"/open311/v2/media/{_signer.sign(str(one.photo_id))}.jpg"
    return {
        "service_request_id": one.number,
        "status": "open" if one.open else "closed",
        "status_notes": one.notes or None,
        "service_name": one.title,
        "service_code": one.category,
        "description": one.text or None,
        "agency_responsible": one.agency or None,
        "service_notice": one.notice or None,
        "requested_datetime": _when(one.opened_at),
        "updated_datetime": _when(one.updated_at),
        "expected_datetime": _when(one.due) if one.due else None,
        "address": one.address or None,
        "address_id": one.place_code or None,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": request.build_absolute_uri(where) if one.photo_id else None,
    }


def _when(moment: Any) -> str:
    return str(localtime(moment).isoformat(timespec="seconds"))
