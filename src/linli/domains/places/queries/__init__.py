"""Every read about places."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.places.access import visible_places
from linli.domains.places.models import Door, Place
from linli.domains.places.queries.outlines import forget_outlines
from linli.domains.places.values import DoorInfo, PathStep, PlaceInfo, PlaceName, PlaceRow
from linli.domains.places.values.tables import territory
from linli.kernel.geometry import AreaIndex, Lonlat
from linli.kernel.ids import door_code
from linli.kernel.refusal import NotFound

_PATH = """
SELECT p.id, p.kind, p.code, p.name, p.number, p.lon, p.lat, p.phone
FROM places_place t JOIN places_place p ON p.id = ANY(t.ancestors) WHERE t.{key} = %s
ORDER BY array_length(p.ancestors, 1)
"""
_DOOR = """
SELECT p.id, p.kind, p.code, p.name, p.number, p.lon, p.lat, p.phone, d.id, d.code, d.revoked_at
FROM places_door d JOIN places_place t ON t.id = d.place_id JOIN places_place p ON p.id = ANY(t.ancestors)
WHERE d.code = %s ORDER BY array_length(p.ancestors, 1)
"""
_UNDER = "SELECT id, kind, name, number FROM places_place WHERE ancestors @> %s::bigint[] AND kind = %s ORDER BY code"
_NAMED = "SELECT id, name FROM places_place WHERE id = ANY(%s)"
_brands: dict[str, tuple[float, str]] = {}
_areas: dict[str, tuple[float, AreaIndex]] = {}
_AREAS_FRESH, _BOARDS_FRESH, _BOARDS_MOST = 60.0, 5.0, 500
_boards: dict[int, tuple[float, tuple[PlaceInfo, tuple[PathStep, ...]] | None]] = {}


def place_info(place_id: int) -> PlaceInfo:
    """A place with its way from the root; NotFound when there is none."""
    return info_of(sql.rows(_PATH.format(key="id"), [place_id]))


def place_by_code(code: str) -> PlaceInfo:
    """The place with this code; NotFound when there is none."""
    return info_of(sql.rows(_PATH.format(key="code"), [code]))


def info_of(rows: Sequence[tuple[Any, ...]]) -> PlaceInfo:
    """A place from the rows of its way; NotFound without."""
    if not rows:
        raise NotFound("place")
    path = tuple(PathStep(row[0], row[1], row[3], row[4]) for row in rows)
    pk, kind, code, name, number, lon, lat, phone = rows[-1][:8]
    return PlaceInfo(pk, kind, code, name, number, path, (lon, lat) if None not in (lon, lat) else None, phone)


def door(code: str) -> DoorInfo:
    """The door with this code, in force or revoked, with its place; NotFound for an unknown code."""
    rows = sql.rows(_DOOR, [door_code(code)])
    if not rows:
        raise NotFound("door")
    door_id, known, revoked = rows[-1][8:]
    return DoorInfo(door_id, known, revoked is not None, info_of(rows))


def door_code_of(place_id: int) -> str:
    """The code in force on this building's door, or an empty string."""
    return Door.objects.filter(place_id=place_id, revoked_at=None).values_list("code", flat=True).first() or ""


def grid_at(point: Lonlat, kind: str = "grid") -> int | None:
    """The grid a WGS84 point lies in, by the boundaries kept in memory (at most a minute old)."""
    made, index = _areas.get(kind, (0.0, None))
    if index is None or time.monotonic() - made > _AREAS_FRESH:
        pairs = Place.objects.filter(kind=kind, boundary__isnull=False).values_list("id", "boundary")
        index = AreaIndex((pk, boundary) for pk, boundary in pairs if boundary)
        _areas[kind] = (time.monotonic(), index)
    return index.at(point)


def forget_areas() -> None:
    """Read boundaries, boards' places and the brand anew at the next question."""
    _areas.clear()
    forget_outlines()
    _boards.clear()
    _brands.clear()


def children(viewer: Viewer, parent_id: int | None, after: str = "", limit: int = 500) -> tuple[PlaceRow, ...]:
    """The places under one, or the roots of what the viewer may see, by code from a cursor."""
    levels = territory(in_force()).levels
    rows = visible_places(viewer).filter(closed_at=None, code__gt=after).annotate(below=Count("children"))
    rows = rows.filter(parent_id=parent_id) if parent_id else rows.filter(id__in=_tops(viewer))
    return tuple(
        PlaceRow(
            row.pk,
            row.kind,
            str(levels[row.kind].title) if row.kind in levels else row.kind,
            row.name,
            row.code,
            row.households,
            row.number,
            row.below,
            f"/places/{row.pk}/",
        )
        for row in rows.order_by("code")[:limit]
    )


def crumbs(viewer: Viewer, place_id: int) -> tuple[PlaceRow, ...]:
    """The way to a place, itself last and whole, as links where the viewer's scope begins; NotFound outside it."""
    here = visible_places(viewer).filter(pk=place_id).first()
    if here is None:
        raise NotFound("place")
    levels, rows = territory(in_force()).levels, Place.objects.filter(pk__in=here.ancestors).in_bulk()
    seen = visible_places(viewer).in_bulk(here.ancestors)
    return tuple(
        PlaceRow(
            row.pk,
            row.kind,
            str(levels[row.kind].title) if row.kind in levels else row.kind,
            row.name,
            row.code,
            row.households,
            row.number and f"{row.number} 栋" if row.kind == "building" else "",
            0,
            f"/places/{row.pk}/" if row.pk in seen else "",
        )
        for row in (rows[one] for one in here.ancestors)
    )


def _tops(viewer: Viewer) -> list[int]:
    return [held.place_id for held in viewer.seats if held.place_id]


def search_places(viewer: Viewer, words: str, limit: int = 20) -> tuple[PlaceRow, ...]:
    """Buildings and compounds of the viewer's scope whose name or code holds `words`."""
    rows = visible_places(viewer).filter(closed_at=None, kind__in=("building", "compound", "grid", "community"))
    rows = rows.filter(name__contains=words) | rows.filter(code__startswith=words)
    return tuple(
        PlaceRow(row.pk, row.kind, row.kind, row.name, row.code, None, row.number, 0, f"/places/{row.pk}/")
        for row in rows.order_by("code")[:limit]
    )


def names_of(place_ids: Iterable[int]) -> dict[int, str]:
    """Names by place id."""
    wanted = list(place_ids)
    return dict(sql.rows(_NAMED, [wanted])) if wanted else {}


def points_of(place_ids: Iterable[int], under: Iterable[int]) -> dict[int, Lonlat]:
    """The WGS84 points of those of these places that lie under one of `under` and have a point."""
    rows = Place.objects.filter(pk__in=list(place_ids), ancestors__overlap=list(under), lon__isnull=False)
    return {
        pk: (lon, lat) for pk, lon, lat in rows.values_list("pk", "lon", "lat") if lon is not None and lat is not None
    }


def ids_under(place_id: int) -> list[int]:
    """The ids of all places below one."""
    return list(Place.objects.filter(ancestors__contains=[place_id]).exclude(pk=place_id).values_list("pk", flat=True))


def place_choices(viewer: Viewer, kinds: Iterable[str], limit: int = 400) -> tuple[tuple[str, str], ...]:
    """Places of some kinds in the viewer's scope as (code, name with its parent), by code; the whole territory where
    the viewer's seats stand in no place (a department's desk)."""
    if not any(seat.place_id for seat in viewer.seats):
        whole = root()
        return ((whole.code, whole.name),)
    rows = visible_places(viewer).filter(closed_at=None, kind__in=list(kinds)).order_by("code")[:limit]
    parents = names_of(row.parent_id for row in rows if row.parent_id)
    return tuple((row.code, f"{parents.get(row.parent_id or 0, '')} {row.name}".strip()) for row in rows)


def under(place_id: int, kind: str) -> tuple[PathStep, ...]:
    """The places of one kind under a place, in the order of their codes."""
    return tuple(PathStep(*row) for row in sql.rows(_UNDER, [[place_id], kind]))


def ids_of_kind(kind: str) -> list[int]:
    """All places of a kind that are not closed, in the order of their codes."""
    return list(Place.objects.filter(kind=kind, closed_at=None).order_by("code").values_list("id", flat=True))


def with_below(place_id: int, kind_below: Callable[[str], str]) -> tuple[PlaceInfo, tuple[PathStep, ...]]:
    """A place and those of one kind under it, as they were at most five seconds ago: boards are asked again and again,
    the territory changes by hand. NotFound for an unknown place."""
    stamp, known = _boards.get(place_id, (0.0, None))
    if known is None or time.monotonic() - stamp > _BOARDS_FRESH:
        info = place_info(place_id)
        if len(_boards) > _BOARDS_MOST:
            _boards.clear()
        known = (info, under(place_id, kind_below(info.kind)))
        _boards[place_id] = (time.monotonic(), known)
    return known


def root() -> PlaceInfo:
    """The root of the territory; NotFound before any import."""
    if first := sql.one("SELECT id FROM places_place WHERE parent_id IS NULL ORDER BY id LIMIT 1", []):
        return place_info(first[0])
    raise NotFound("place")


def kind_counts(place_id: int) -> dict[str, int]:
    """How many places of each kind stand under one."""
    return dict(Place.objects.filter(ancestors__contains=[place_id]).values_list("kind").annotate(Count("id")))


def phones_of(place_ids: Iterable[int]) -> dict[int, str]:
    """Public telephone numbers by place id."""
    return dict(sql.rows("SELECT id, phone FROM places_place WHERE id = ANY(%s)", [list(place_ids)]))


def brand() -> str:
    """What the system calls itself here: the root place's short name before the pack's word; read once a minute."""
    language = get_language() or ""
    made, words = _brands.get(language, (0.0, ""))
    if not words or time.monotonic() - made > _AREAS_FRESH:
        name = Place.objects.filter(parent=None).order_by("id").values_list("name", flat=True).first() or ""
        word = territory(in_force()).brand.to(language) if name else "Linli"
        words = word if language.startswith("en") else f"{name.rstrip('市区县')}{word}"
        _brands[language] = (time.monotonic(), words)
    return words


def visible_place(viewer: Viewer, place_id: int) -> None:
    """NotFound unless the place lies under a seat of the viewer."""
    if not visible_places(viewer).filter(pk=place_id).exists():
        raise NotFound("place")


def first_place(viewer: Viewer) -> int:
    """Where a viewer's tree begins; NotFound for one without a place."""
    tops = _tops(viewer)
    if not tops:
        raise NotFound("place")
    return tops[0]


# A building that is called by its compound is named by the grid and the community that compound lies in.
_NAMES = """
SELECT p.id, p.kind, p.code, p.name, CASE WHEN starts_with(p.name, a.name) THEN concat_ws(' ', h.name, g.name)
  ELSE concat_ws(' ', g.name, a.name) END FROM places_place p
LEFT JOIN places_place a ON a.id = p.parent_id
LEFT JOIN places_place g ON g.id = a.parent_id AND g.parent_id IS NOT NULL
LEFT JOIN places_place h ON h.id = g.parent_id AND h.parent_id IS NOT NULL WHERE {where} ORDER BY p.code
"""


def names_by_id(place_ids: Iterable[int]) -> dict[int, PlaceName]:
    """Places as registers name them, by id."""
    found = sql.rows(_NAMES.format(where="p.id = ANY(%s)"), [list(place_ids)])
    return {row[0]: PlaceName(*row) for row in found}


def within(tops: Iterable[int], kind: str = "") -> tuple[PlaceName, ...]:
    """The places at or below these, of one kind or all, that are not closed, by code."""
    where = "p.ancestors && %s::bigint[] AND p.closed_at IS NULL AND (%s = '' OR p.kind = %s)"
    return tuple(PlaceName(*row) for row in sql.rows(_NAMES.format(where=where), [list(tops), kind, kind]))


def ids_within(tops: Iterable[int]) -> list[int]:
    """The ids of these places and of all below them."""
    return [row[0] for row in sql.rows("SELECT id FROM places_place WHERE ancestors && %s::bigint[]", [list(tops)])]
