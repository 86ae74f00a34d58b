"""What the events of the log are about, in words, and where it is shown: a few statements for a whole page of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from linli.backbone.queries import Entry
from linli.backbone.values import Viewer
from linli.backbone.works.queries import titles_seen as work_titles
from linli.domains.cases.queries.lists import cases_of
from linli.domains.duties.queries.counts import routine_words
from linli.domains.exchange.queries import titles_seen as offer_titles
from linli.domains.insights.queries.circulars import titles_seen as circular_titles
from linli.domains.organizations.queries import organization_names, seats_by_id
from linli.domains.places.queries import names_by_id
from linli.domains.publishing.queries import titles_seen as notice_titles
from linli.domains.venues.queries import names_seen as venue_names
from linli.ui.timewords import days

Key = tuple[str, int]


class About(NamedTuple):
    """What an event is about; `url` is empty where the viewer may not open it."""

    words: str
    url: str = ""


def subjects_of(viewer: Viewer, entries: Sequence[Entry], now: datetime) -> list[About]:
    """What each of these events is about, in their order. Persons are told by their number alone."""
    wanted: dict[str, set[int]] = {}
    for one in entries:
        if not _numbered(one):
            kind, pk = _key(one)
            wanted.setdefault(kind, set()).add(pk)
    found: dict[Key, About] = {}
    for kind, ids in wanted.items():
        found |= {(kind, pk): about for pk, about in _found(viewer, kind, ids, now).items()}
    opens = viewer.may("oversee")
    return [_about(one, found, opens=opens) for one in entries]


def _found(viewer: Viewer, kind: str, ids: set[int], now: datetime) -> dict[int, About]:
    """Those of these ids that can be named: what is told to everybody who reads the log, and what its reader sees."""
    if kind in _SEEN:
        titles, page = _SEEN[kind]
        return {pk: About(title, page.format(pk)) for pk, title in titles(viewer, ids).items()}
    told = _TOLD[kind](ids, now) if kind in _TOLD else {}
    return told if viewer.may("oversee") else {pk: About(about.words) for pk, about in told.items()}


def _key(one: Entry) -> Key:
    """The kind and id of what an event is about; a fact about a duty says itself of which kind its matter is."""
    return one.subject_kind or str(one.data.get("subject", "")), one.subject_id


def _numbered(one: Entry) -> bool:
    return one.subject_kind == "case" and bool(one.data.get("number"))


def _about(one: Entry, found: dict[Key, About], *, opens: bool) -> About:
    if _numbered(one):
        return About(str(one.data["number"]), f"/cases/{one.data['number']}/" if opens else "")
    if (known := found.get(_key(one))) is not None:
        return known
    kind, pk = _key(one)
    words = " · ".join(part for part in (_kinds().get(kind, kind), *_said(one.data)) if part)
    return About(_("%(what)s（%(id)s）") % {"what": words, "id": pk} if pk and not one.data.get("number") else words)


def _said(data: dict[str, Any]) -> tuple[str, ...]:
    """What an event says itself of its subject."""
    if "starts" in data and "ends" in data:
        return (days(date.fromisoformat(data["starts"]), date.fromisoformat(data["ends"])),)
    routine = routine_words().get(str(data.get("routine", "")), "")
    return routine, str(data.get("source") or data.get("number") or "")


def _cases(ids: Iterable[int], now: datetime) -> dict[int, About]:
    return {pk: About(row.number, row.url) for pk, row in cases_of(ids, now).items()}


def _seats(ids: Iterable[int], _now: datetime) -> dict[int, About]:
    return {pk: About(seat.title, f"/seats/{pk}/") for pk, seat in seats_by_id(ids).items()}


def _bodies(ids: Iterable[int], _now: datetime) -> dict[int, About]:
    return {pk: About(body.name, f"/registers/bodies/{pk}/") for pk, body in organization_names(ids).items()}


def _places(ids: Iterable[int], _now: datetime) -> dict[int, About]:
    return {
        pk: About(f"{place.above} {place.name}".strip(), f"/places/{pk}/") for pk, place in names_by_id(ids).items()
    }


_TOLD: dict[str, Callable[[Iterable[int], datetime], dict[int, About]]] = {
    "case": _cases,
    "seat": _seats,
    "organization": _bodies,
    "place": _places,
}
_SEEN: dict[str, tuple[Callable[[Viewer, Iterable[int]], dict[int, str]], str]] = {
    "circular": (circular_titles, "/circulars/{}/"),
    "notice": (notice_titles, "/bulletin/{}/"),
    "offer": (offer_titles, "/registers/offers/{}/"),
    "venue": (venue_names, "/registers/venues/{}/"),
    "work": (work_titles, "/works/{}/"),
}


def _kinds() -> dict[str, str]:
    return {
        "advice": _("机器的提醒"),
        "case": _("事项"),
        "circular": _("通报"),
        "hook": _("事件推送"),
        "issue": _("热点"),
        "lock": _("锁定的时段"),
        "mapping": _("工单表的读法"),
        "model": _("猜类别的模型"),
        "notice": _("公告"),
        "occurrence": _("例行任务"),
        "offer": _("资源"),
        "organization": _("单位"),
        "pack": _("治理模式包"),
        "pairing": _("结对"),
        "person": _("人员"),
        "place": _("地方"),
        "register": _("登记册"),
        "seat": _("岗位"),
        "territory": _("辖区"),
        "token": _("接口令牌"),
        "venue": _("阵地"),
        "wall_key": _("大屏链接"),
        "work": _("后台任务"),
    }
