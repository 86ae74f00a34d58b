"""What a no looks like: problem details (RFC 9457) in the reader's language, made in one place."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from linli.backbone.limits import MINUTE
from linli.backbone.refusals import next_step, sentence
from linli.kernel.refusal import NotFound, Refusal

MEDIA = "application/problem+json"
# Refusals that HTTP has a word of its own for; every other is a conflict with how things stand.
STATUS = {
    "rate_limited": 429,
    "photo_too_big": 413,
    "paper_too_big": 413,
    "not_a_photo": 415,
    "paper_unknown": 415,
    "changed": 412,
    "key_reused": 422,
}


class FieldProblem(Schema):
    """What is wrong with one field of a request."""

    field: str = Field(description="Where: a field, or parts of a path joined by dots.")
    message: str = Field(description="What is wrong, in the reader's language where it is a field of a form.")


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str = Field(description="A URN that names the kind of problem.", examples=["urn:linli:problem:sign_first"])
    title: str = Field(description="What is the matter, in one sentence of the reader's language.")
    status: int
    code: str = Field(description="A stable word for programs.", examples=["sign_first"])
    detail: str = Field("", description="More about it; empty where the title says all.")
    next: str = Field("", description="What to do next, in the reader's language; may be empty.")
    errors: list[FieldProblem] = Field([], description="For status 422: which fields, and why.")


class Invalid(Exception):
    """A request whose fields do not fit: (field, message) each."""

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        super().__init__("invalid")
        self.errors = [{"field": field, "message": message} for field, message in errors]


def problem(status: int, code: str, title: str, *, detail: str = "", after: str = "", errors: Any = ()) -> HttpResponse:
    """A problem as a response."""
    body = {"type": f"urn:linli:problem:{code}", "title": title, "status": status, "code": code, "detail": detail}
    body |= {"next": after, "errors": list(errors)}
    said = JsonResponse(body, status=status, content_type=MEDIA, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        said["WWW-Authenticate"] = 'Bearer realm="linli"'
    if status == 429:
        said["Retry-After"] = str(int(MINUTE))
    return said


def plain(status: int) -> HttpResponse:
    """A problem that is no more than its status."""
    titles = {
        400: ("malformed", _("请求读不懂")),
        401: ("token", _("令牌不对、过期或已经停用")),
        404: ("not_found", _("这里没有您要的内容")),
        405: ("method", _("这里不能这样操作")),
        413: ("too_big", _("内容太大")),
        415: ("media_type", _("内容的类型不对")),
        422: ("invalid", _("有的内容填得不对")),
        500: ("fault", _("出错了，已经记下")),
    }
    code, title = titles.get(status, ("refused", _("这一步现在办不了")))
    return problem(status, code, title)


def refused(no: Refusal) -> HttpResponse:
    """A refusal of the house."""
    return problem(STATUS.get(no.code, 409), no.code, sentence(no), after=next_step(no.code))


def _unknown(request: HttpRequest) -> HttpResponse:
    """Nobody who asks without a token; whoever has a wrong one is told that."""
    if request.headers.get("Authorization"):
        return plain(401)
    return problem(401, "token", _("没有带令牌"), after=_("在请求头里写 Authorization: Bearer 和令牌"))


def _invalid(errors: Iterable[dict[str, str]]) -> HttpResponse:
    return problem(422, "invalid", _("有的内容填得不对"), errors=errors)


def _told(fault: ValidationError) -> list[dict[str, str]]:
    """What pydantic found, without repeating what was sent."""
    skipped = {"body", "query", "path", "header", "form", "file", "given", "sent"}
    found = []
    for one in fault.errors:
        way = [str(part) for part in one.get("loc", ())]
        field = ".".join(part for at, part in enumerate(way) if at > 1 or part not in skipped) or way[0]
        found.append({"field": field, "message": str(one.get("msg", ""))})
    return found


def answer_problems(api: NinjaAPI) -> None:
    """Let `api` answer every no as a problem."""

    def handle(kind: type[Exception], make: Any) -> None:
        api.add_exception_handler(kind, lambda _request, fault: make(fault))

    handle(Refusal, refused)
    handle(NotFound, lambda _fault: plain(404))
    handle(Invalid, lambda fault: _invalid(fault.errors))
    handle(ValidationError, lambda fault: _invalid(_told(fault)))
    api.add_exception_handler(AuthenticationError, lambda request, _fault: _unknown(request))
    handle(HttpError, lambda fault: plain(fault.status_code))


def nothing_here(_request: HttpRequest, **_rest: str) -> HttpResponse:
    """For addresses below the API that lead nowhere."""
    return plain(404)
