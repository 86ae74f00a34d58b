"""The records behind figures of what is there now: seats, bodies, links, venues, places."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.insights.queries.kinds import titles_of
from linli.domains.insights.queries.sources import kinds_of
from linli.domains.insights.values import Record
from linli.domains.insights.values.sources import SOURCES
from linli.domains.organizations.queries import counts as organizations
from linli.domains.places.queries import counts as places
from linli.domains.venues.queries.counts import venues_listed
from linli.kernel.ids import row_number

if TYPE_CHECKING:
    from linli.domains.insights.queries.behind import Opening

PAGE = 30


def register_behind(viewer: Viewer, one: "Opening") -> tuple[tuple[Record, ...], str]:
    """A page of the lines of a register, by id, and its cursor."""
    after = row_number(one.after)
    rows, urls = _rows(one, after), _URLS[one.source]
    titles = titles_of(SOURCES[one.source].kinds)
    records = tuple(
        Record(row[1], row[2], titles.get(row[3], row[3]), row[4], urls.format(id=row[0])) for row in rows[:PAGE]
    )
    return records, str(rows[PAGE - 1][0]) if len(rows) > PAGE else ""


_URLS = {
    "seats": "/seats/{id}/",
    "bodies": "/registers/bodies/{id}/",
    "pairings": "/registers/pairings/{id}/",
    "venues": "/registers/venues/{id}/",
    "places": "/places/{id}/",
}


def _rows(one: "Opening", after: int) -> list[organizations.Listed]:
    kinds, here, today = kinds_of(one.narrow, one.split, one.part), one.place.id, one.now.date()
    if one.source == "seats":
        return organizations.seats_listed(here, kinds, one.amount, today, after, PAGE + 1)
    if one.source == "bodies":
        return organizations.bodies_listed(here, kinds, after, PAGE + 1)
    if one.source == "pairings":
        return organizations.pairings_listed(here, kinds, one.amount, today, after, PAGE + 1)
    if one.source == "venues":
        return _venues(here, kinds, one.amount, after)
    covered = organizations.covered_places(one.narrow.by, today) if one.narrow.by else []
    found = places.places_listed(here, kinds, one.amount, covered, after, PAGE + 1)
    return [
        organizations.Listed(
            row.id,
            row.name,
            _("%(count)s 户") % {"count": row.households} if row.households else row.code,
            row.kind,
            None,
        )
        for row in found
    ]


def _venues(place_id: int, kinds: tuple[str, ...] | None, measure: str, after: int) -> list[organizations.Listed]:
    """Venues with the place they stand at, and their size where that is what was added up."""
    sized = _("%(place)s · %(area)s 平方米") if measure == "area" else "%(place)s"
    return [
        organizations.Listed(row.id, row.name, sized % {"place": row.place, "area": row.area}, row.kind, row.since)
        for row in venues_listed(place_id, kinds, measure, after, PAGE + 1)
    ]
