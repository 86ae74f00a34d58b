"""What anybody may read: the notices that stand today."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from linli.backbone import sql
from linli.domains.places.queries import names_of
from linli.domains.places.values import PlaceInfo
from linli.domains.publishing.models import Notice
from linli.domains.publishing.queries import kind_words, takes_objections
from linli.domains.publishing.rules import paragraphs
from linli.domains.publishing.values import PublicNotice, State
from linli.kernel.refusal import NotFound

MOST = 200
_STANDING = """
SELECT id, kind, title, text, place_id, starts, ends, contact, phone, pinned, published_at FROM publishing_notice
WHERE state = 'published' AND starts <= %(today)s AND ends >= %(today)s AND ({where})
ORDER BY pinned DESC, starts DESC, id DESC LIMIT %(limit)s
"""
_HERE = "place_id = ANY(%(path)s)"
_AROUND = "place_id = ANY(%(path)s) OR path @> %(below)s::bigint[]"


def standing_at(place: PlaceInfo, today: date, limit: int = MOST) -> tuple[PublicNotice, ...]:
    """The notices that stand for a place today, its own and those of the places above it; pinned ones first."""
    names = {step.id: step.name for step in place.path}
    params = {"path": list(names), "today": today, "limit": limit}
    return tuple(_notice(row, names) for row in sql.rows(_STANDING.format(where=_HERE), params))


def standing_around(place: PlaceInfo, today: date, limit: int = MOST) -> tuple[PublicNotice, ...]:
    """The notices that stand for a place today, those above it and those below it."""
    params = {"path": [step.id for step in place.path], "below": [place.id], "today": today, "limit": limit}
    return _notices(sql.rows(_STANDING.format(where=_AROUND), params))


def standing_notice(notice_id: int, today: date) -> PublicNotice:
    """One notice that stands today; NotFound for a draft, one to come, one that is over or was taken down."""
    params = {"id": notice_id, "today": today, "limit": 1}
    found = _notices(sql.rows(_STANDING.format(where="id = %(id)s"), params))
    if not found:
        raise NotFound("notice")
    return found[0]


def stood(notice_id: int, today: date) -> tuple[str, bool]:
    """The title of a notice that stood and does not any more, and whether it was taken down; empty for any other."""
    row = Notice.objects.filter(pk=notice_id, published_at__isnull=False, starts__lte=today).first()
    if row is None or (row.state == State.PUBLISHED and row.ends >= today):
        return "", False
    return row.title, row.state == State.WITHDRAWN


def _notices(rows: Sequence[tuple[Any, ...]]) -> tuple[PublicNotice, ...]:
    places = names_of({row[4] for row in rows}) if rows else {}
    return tuple(_notice(row, places) for row in rows)


def _notice(row: tuple[Any, ...], places: dict[int, str]) -> PublicNotice:
    pk, kind, title, text, place_id, starts, ends, contact, phone, pinned, published_at = row
    words, icon = kind_words(kind)
    return PublicNotice(
        pk,
        kind,
        words,
        icon,
        title,
        paragraphs(text),
        places.get(place_id, ""),
        starts,
        ends,
        contact,
        phone,
        pinned,
        published_at,
        takes_objections(kind),
    )


def newest(rows: Iterable[PublicNotice]) -> datetime | None:
    """When the newest of these was published."""
    return max((row.published_at for row in rows), default=None)
