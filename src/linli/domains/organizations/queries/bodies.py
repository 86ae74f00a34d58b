"""Every read about bodies: the register, one body, and the matrix of what is reached."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force
from linli.backbone.values import Viewer
from linli.domains.organizations.access import WRITE, check_reader, reach, tops, visible_bodies
from linli.domains.organizations.models import Coverage, Membership, Organization
from linli.domains.organizations.queries import in_term
from linli.domains.organizations.values.bodies import BodyPage, BodyRow, CoverRow, Matrix, MatrixRow, MemberRow, StepRow
from linli.domains.organizations.values.registers import Share
from linli.domains.organizations.values.tables import Kind, organizations
from linli.domains.places.queries import names_by_id, within
from linli.domains.places.values import PlaceName
from linli.domains.places.values.tables import territory
from linli.kernel.refusal import NotFound

Choices = tuple[tuple[str, str], ...]


def places_of_body(organization_id: int) -> tuple[int, ...]:
    """The places a body sits at or covers today."""
    here = Organization.objects.filter(pk=organization_id).values_list("place_id", flat=True)
    covered = Coverage.objects.filter(in_term(timezone.localdate()), organization_id=organization_id)
    found = {*here, *covered.values_list("place_id", flat=True)}
    return tuple(one for one in found if one is not None)


def kinds() -> dict[str, Kind]:
    """The kinds of organization of the pack in force."""
    return organizations(in_force()).kinds


def kind_choices() -> Choices:
    """The kinds of organization, for a choice."""
    language = get_language() or ""
    return tuple((key, kind.title.to(language)) for key, kind in kinds().items())


def way_words(kind: str) -> dict[str, str]:
    """The ways in which a kind covers a place."""
    language, found = get_language() or "", kinds().get(kind)
    return {key: words.to(language) for key, words in found.ways.items()} if found else {}


def bodies(viewer: Viewer, *, kind: str = "", words: str = "", after: int = 0, limit: int = 51) -> tuple[BodyRow, ...]:
    """Bodies in reach that are not dissolved, by id from a cursor."""
    check_reader(viewer)
    rows = visible_bodies(viewer).filter(closed_at=None, pk__gt=after)
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(name__contains=words)
    return _rows(rows.order_by("id")[:limit])


def kind_sums(viewer: Viewer) -> tuple[tuple[str, str, int], ...]:
    """How many bodies of each kind stand in reach: key, title, count."""
    check_reader(viewer)
    counted = visible_bodies(viewer).filter(closed_at=None).values("kind").annotate(n=Count("id", distinct=True))
    found = dict(counted.values_list("kind", "n"))
    return tuple((key, title, found.get(key, 0)) for key, title in kind_choices())


def _rows(page: QuerySet[Organization] | Iterable[Organization]) -> tuple[BodyRow, ...]:
    found, today, titles = list(page), timezone.localdate(), dict(kind_choices())
    ids = [one.pk for one in found]
    covers = _counts(Coverage.objects.filter(in_term(today), organization__in=ids), "organization_id")
    members = _counts(Membership.objects.filter(in_term(today), body__in=ids), "body_id")
    steps = _counts(Organization.objects.filter(pk__in=ids, founding__isnull=False), "id")
    places = names_by_id(one.place_id for one in found if one.place_id)
    return tuple(_row(one, titles, places, covers, members, steps) for one in found)


def _counts(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.order_by().values(column).annotate(n=Count("*")).values_list(column, "n"))


def _row(
    one: Organization,
    titles: dict[str, str],
    places: dict[int, PlaceName],
    covers: dict[int, int],
    members: dict[int, int],
    steps: dict[int, int],
) -> BodyRow:
    kind = kinds().get(one.kind)
    founding = Share("", steps.get(one.pk, 0), len(kind.steps)) if kind and kind.steps else None
    return BodyRow(
        one.pk,
        one.kind,
        titles.get(one.kind, one.kind),
        one.name,
        places[one.place_id].name if one.place_id in places else "",
        covers.get(one.pk, 0),
        members.get(one.pk, 0),
        founding,
        one.closed_at is not None,
    )


def body(viewer: Viewer, organization_id: int) -> BodyPage:
    """One body with what it covers, its members, its founding; NotFound outside the viewer's reach."""
    one = visible_bodies(viewer).select_related("parent").filter(pk=organization_id).distinct().first()
    if one is None:
        raise NotFound("body")
    kind = kinds().get(one.kind)
    joined = Membership.objects.filter(member=one, ends=None).select_related("body").order_by("id")
    return BodyPage(
        _rows([one])[0],
        one.credit_code,
        one.parent.name if one.parent else "",
        _covers(one),
        _members(one),
        tuple(row.body.name for row in joined),
        _steps(one, kind),
        bool(kind and kind.joint),
        bool(kind and kind.covers),
        one.closed_at is None and one.place_id in reach(viewer, WRITE),
    )


def _covers(one: Organization) -> tuple[CoverRow, ...]:
    rows, ways = list(one.coverages.order_by("ends", "id")[:500]), way_words(one.kind)
    places = names_by_id(row.place_id for row in rows)
    return tuple(
        CoverRow(
            row.pk,
            places[row.place_id].name,
            places[row.place_id].above,
            ways.get(row.way, row.way),
            row.starts,
            row.ends,
        )
        for row in rows
        if row.place_id in places
    )


def _members(one: Organization) -> tuple[MemberRow, ...]:
    rows = list(one.members.select_related("member").order_by("ends", "id")[:500])
    places = names_by_id(row.member.place_id for row in rows if row.member.place_id)
    return tuple(
        MemberRow(
            row.pk,
            row.member.name,
            places[row.member.place_id].name if row.member.place_id in places else "",
            row.mandate,
            row.starts,
            row.ends,
        )
        for row in rows
    )


def _steps(one: Organization, kind: Kind | None) -> tuple[StepRow, ...]:
    done: dict[str, date] = dict(one.founding.values_list("step", "done_on"))
    language = get_language() or ""
    return tuple(StepRow(step.to(language), str(step), done.get(str(step))) for step in (kind.steps if kind else ()))


def level_choices() -> Choices:
    """The levels of place that some kind of body should reach."""
    language, levels = get_language() or "", territory(in_force()).levels
    wanted = {level for kind in kinds().values() for level in kind.covers}
    return tuple((key, level.title.to(language)) for key, level in levels.items() if key in wanted)


def matrix(
    viewer: Viewer, level: str, *, kind: str = "", blank: bool = False, after: str = "", limit: int = 50
) -> Matrix:
    """Which places of a level in reach are covered: by each kind that should, or in each way of one kind.

    `blank` keeps only the places that miss a column (for one kind: that nothing of it reaches).
    """
    check_reader(viewer)
    titles = dict(level_choices())
    covering = {key: title for key, title in kind_choices() if level in kinds()[key].covers}
    if level not in titles or (kind and kind not in covering):
        raise NotFound("level")
    columns = (way_words(kind) or {"": covering[kind]}) if kind else covering
    places = within(tops(viewer), level)
    found = _found([one.id for one in places], [kind] if kind else list(covering), by_way=bool(kind))
    empty = [one for one in places if any((one.id, key) not in found for key in columns)]
    if kind:
        empty = [one for one in places if all((one.id, key) not in found for key in columns)]
    shown = [one for one in (empty if blank else places) if one.code > after]
    base = f"/registers/bodies/matrix/?level={level}"
    shares = tuple(_share(key, title, places, found, base, kind) for key, title in columns.items())
    rows = tuple(
        MatrixRow(one.code, one.name, one.above, tuple(found.get((one.id, key), ("", "")) for key in columns))
        for one in shown[:limit]
    )
    cursor = shown[limit - 1].code if len(shown) > limit else ""
    return Matrix(level, titles[level], shares, rows, len(empty), len(places), cursor)


def _share(
    key: str,
    title: str,
    places: tuple[PlaceName, ...],
    found: dict[tuple[int, str], tuple[str, str]],
    base: str,
    kind: str,
) -> Share:
    count = sum((one.id, key) in found for one in places)
    url = "" if kind else f"{base}&kind={key}"
    return Share(title, count, len(places), url, "" if kind else f"{url}&blank=1")


def _found(place_ids: list[int], kinds_of: list[str], by_way: bool) -> dict[tuple[int, str], tuple[str, str]]:
    """By place and column: the body that is there, and its page."""
    rows = Coverage.objects.filter(
        in_term(timezone.localdate()),
        Q(organization__closed_at=None),
        place_id__among=place_ids,
        organization__kind__in=kinds_of,
    ).order_by("-id")
    column = "way" if by_way else "organization__kind"
    wanted = rows.values_list("place_id", column, "organization__short_name", "organization_id")
    return {(place, key): (name, f"/registers/bodies/{pk}/") for place, key, name, pk in wanted}
