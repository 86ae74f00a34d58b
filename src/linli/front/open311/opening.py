"""POST requests: what a client sends becomes a report, by the command the pages use."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.backbone.api.callers import actor_of
from linli.backbone.api.repeats import Answer, answered_once
from linli.backbone.web import Request
from linli.domains.cases import commands
from linli.domains.cases.queries.listed import listed_by_number, service_list
from linli.domains.cases.values import Channel
from linli.front.open311.answers import Fault
from linli.front.open311.asking import key_holder, known_service, said
from linli.front.open311.placing import placed
from linli.front.open311.services import DETAIL, NO, PUBLIC, YES, asked_fields
from linli.kernel.ids import normal_phone
from linli.ui.forms import keep_photos

_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,50})\](?:\[\d*\])?")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,480}")
FILES = ("media", "media[]", "media_url")
KEY_MOST = 60


def open_request(request: Request, *, test: bool) -> list[dict[str, Any]]:
    """Open a request; at the test endpoint everything is checked and nothing is kept. Fault, Refusal."""
    token_id, key = key_holder(request, needed=True), _key(request)
    if test or not key:
        return _open(request, token_id, test=test)
    return answered_once(
        request, key, _sent(request), lambda: Answer(201, _open(request, token_id, test=False))
    ).content


def _sent(request: Request) -> Iterator[str]:
    """What the request says, so that another one under its key is known; the key of the caller says nothing of it."""
    for name, values in sorted([*request.GET.lists(), *request.POST.lists()]):
        if name != "api_key":
            yield f"{name}={values}"
    for name, files in sorted(request.FILES.lists()):
        for one in files:
            yield f"{name}={hashlib.sha256(one.read()).hexdigest()}"
            one.seek(0)


def _open(request: Request, token_id: int | None, *, test: bool) -> list[dict[str, Any]]:
    names = {one.code: one.title for one in service_list()}
    code = known_service(said(request, "service_code"), set(names))
    place, given = placed(request), _answers(request)
    media, link = _media(request), _link(request)
    report = {
        "actor": actor_of(request),
        "place": place.place,
        "text": "\n".join(part for part in (said(request, "description") or names[code], link) if part),
        "channel": Channel.OPEN311,
        "now": request.now,
        "category": code,
        "phone": normal_phone(said(request, "phone")) or "",
        "reporter": _reporter(request),
        "detail": str(given.pop(DETAIL, "") or place.detail),
        "public": given.pop(PUBLIC, NO) == YES,
        "given": given,
        "sender": token_id,
    }
    with transaction.atomic():
        opened = commands.open_case(photos=() if test else keep_photos(media), **report)
        told = _told(request, opened, token_id, test=test)
        transaction.set_rollback(test)
    return told


def _told(request: Request, opened: commands.Opened, token_id: int | None, *, test: bool) -> list[dict[str, Any]]:
    notice = listed_by_number([opened["number"]], token_id)[0].notice
    link = "" if test else request.build_absolute_uri(reverse("follow", kwargs={"token": opened["token"]}))
    words = [notice, _("看进度、补充、评价：%(link)s") % {"link": link} if link else _("这是试用地址，没有登记")]
    said_of_it = " · ".join(one for one in words if one)
    return [{"service_request_id": opened["number"], "service_notice": said_of_it, "account_id": None}]


def _key(request: Request) -> str:
    given = request.headers.get("Idempotency-Key", "")
    if len(given) > KEY_MOST or not given.isascii():
        raise Fault(400, _("Idempotency-Key 最多 %(most)s 个字符") % {"most": KEY_MOST})
    return given


def _reporter(request: Request) -> str:
    """Who reports, to be sealed: the name, and what else leads to them where the telephone number does not."""
    first, last = said(request, "first_name"), said(request, "last_name")
    western = f"{first}{last}".isascii()
    name = f"{first} {last}".strip() if western else f"{last}{first}"
    phone = said(request, "phone")
    others = (said(request, "email"), "" if normal_phone(phone) else phone)
    return " ".join(part for part in (name, *others) if part)


def _link(request: Request) -> str:
    """An address of a picture elsewhere: kept in the text, never fetched."""
    given = said(request, "media_url")
    if given and not _ADDRESS.fullmatch(given):
        raise Fault(400, _("media_url 要是 http 或 https 的地址，最多 500 个字符"))
    return _("照片：%(link)s") % {"link": given} if given else ""


def _media(request: Request) -> list[Any]:
    """The pictures sent along. Fault(400) for one that is too big; what is none is refused when it is kept."""
    files = [one for name in FILES for one in request.FILES.getlist(name)]
    if any((one.size or 0) > settings.LINLI_FILE_MEGABYTES * 1024 * 1024 for one in files):
        raise Fault(400, _("照片最多 %(limit)s 兆") % {"limit": settings.LINLI_FILE_MEGABYTES})
    return files


def _answers(request: Request) -> dict[str, Any]:
    """attribute[code]=value, several values as attribute[code][]=value. Fault(400) for a code that is not asked for."""
    known = {field.key: field for field in asked_fields()}
    found: dict[str, list[str]] = {}
    for name, values in request.POST.lists():
        if not name.startswith("attribute"):
            continue
        match = _ATTRIBUTE.fullmatch(name)
        if match is None or (match[1] not in known and match[1] not in (DETAIL, PUBLIC)):
            raise Fault(400, _("没有问这一项：%(name)s") % {"name": name[:80]})
        found.setdefault(match[1], []).extend(one for value in values if (one := str(value).strip()))
    if any("\x00" in value for values in found.values() for value in values):
        raise Fault(400, _("%(name)s 里有不能用的字符") % {"name": "attribute"})
    if found.get(PUBLIC, [NO])[-1:] not in ([YES], [NO], []) and PUBLIC not in known:
        raise Fault(400, _("%(name)s 只能是 yes 或 no") % {"name": PUBLIC})
    several = {key for key, field in known.items() if field.type == "checklist"}
    return {key: values if key in several else values[-1] for key, values in found.items() if values}
