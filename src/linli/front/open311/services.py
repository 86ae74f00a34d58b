"""The categories of the pack as services, and what each asks for beside place and description."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force_since
from linli.backbone.web import Request
from linli.domains.cases.queries.kinds import MAIN, kind_form
from linli.domains.cases.queries.listed import Service, service_list
from linli.domains.places.queries import brand, phones_of, root
from linli.front.open311.asking import known_service
from linli.kernel.fields import Field
from linli.kernel.refusal import NotFound
from linli.ui.packed import in_language

# What the house asks of every request, whatever the pack's form says.
DETAIL, PUBLIC = "detail", "public"
YES, NO = "yes", "no"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = ["text/xml", "application/json"]
TYPES = {
    "long": "text",
    "number": "number",
    "money": "number",
    "date": "datetime",
    "choice": "singlevaluelist",
    "rating": "singlevaluelist",
    "yes": "singlevaluelist",
    "checklist": "multivaluelist",
}
# Uploads travel as media, and what stands in registers of the house no stranger can name.
_UNASKED = ("photo", "file", "organization", "place")


def known_services() -> set[str]:
    """The codes of the services there are."""
    return {one.code for one in service_list()}


def services() -> list[dict[str, Any]]:
    """GET services."""
    return [_service(one) for one in service_list()]


def _service(one: Service) -> dict[str, Any]:
    return {
        "service_code": one.code,
        "service_name": one.title,
        "description": one.about,
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(one.words) or None,
        "group": one.group,
    }


def asked_fields() -> tuple[Field, ...]:
    """The fields of the pack's form for requests that a program can fill in."""
    return tuple(field for field in kind_form(None, MAIN).form if field.type not in _UNASKED)


def definition(code: str) -> dict[str, Any]:
    """GET service definition. Fault(404) for an unknown service."""
    known_service(code, known_services())
    attributes = [_packed(field) for field in asked_fields()]
    taken = {one["code"] for one in attributes}
    attributes += [one for one in (_detail(), _public()) if one["code"] not in taken]
    return {"service_code": code, "attributes": [{**one, "order": at} for at, one in enumerate(attributes, 1)]}


def _attribute(code: str, kind: str, words: str, *, needed: bool = False, hint: str = "") -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": kind,
        "required": needed,
        "datatype_description": hint or None,
        "order": 0,
        "description": words,
        "values": [],
    }


def _packed(field: Field) -> dict[str, Any]:
    kind, hint = TYPES.get(field.type, "string"), in_language(field.hint)
    made = _attribute(field.key, kind, in_language(field.words), needed=field.required, hint=hint)
    choices = [(key, in_language((zh, en))) for key, zh, en in field.choices]
    if field.type == "yes":
        choices = _yes_no()
    if field.type == "rating":
        choices = [(str(points), str(points)) for points in range(1, 6)]
    return {**made, "values": [{"key": key, "name": name} for key, name in choices]}


def _yes_no() -> list[tuple[str, str]]:
    return [(YES, _("是")), (NO, _("不是"))]


def _detail() -> dict[str, Any]:
    return _attribute(DETAIL, "string", _("具体在哪里"), hint=_("最多 80 个字，例如三楼楼梯口"))


def _public() -> dict[str, Any]:
    made = _attribute(PUBLIC, "singlevaluelist", _("别人能不能看到说明和照片"), hint=_("不选就是不能"))
    return {**made, "values": [{"key": key, "name": name} for key, name in _yes_no()]}


def discovery(request: Request) -> dict[str, Any]:
    """Where the endpoints are: the one that is acted upon, and one that checks everything and opens nothing."""
    changed = _stamp(in_force_since())
    endpoints = [
        {
            "specification": SPECIFICATION,
            "url": request.build_absolute_uri(reverse(name)).rstrip("/"),
            "changeset": changed,
            "type": kind,
            "formats": FORMATS,
        }
        for name, kind in (("open311", "production"), ("open311_test", "test"))
    ]
    return {"changeset": changed, "contact": _contact(), "key_service": _key_service(request), "endpoints": endpoints}


def _stamp(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def _contact() -> str:
    try:
        place = root()
    except NotFound:
        return brand()
    return f"{brand()} {phones_of([place.id]).get(place.id, '')}".strip()


def _key_service(request: Request) -> str:
    where = request.build_absolute_uri(reverse("tokens"))
    return _("向管理员要一个用途为 Open311 的接口令牌：%(where)s") % {"where": where}
