"""What the door page joins: the place, its chief, its services, what neighbours let others see."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.backbone.packs.registry import in_force
from linli.backbone.packs.schema import Words
from linli.domains.cases.queries import neighbours
from linli.domains.cases.queries.kinds import for_residents
from linli.domains.cases.values import ChiefRow, NeighbourRow
from linli.domains.cases.values.forms import KindRow
from linli.domains.exchange.queries.public import offers_near
from linli.domains.organizations.queries import incumbents
from linli.domains.people.queries import public_persons
from linli.domains.places.queries import door as find_door
from linli.domains.places.queries import phones_of
from linli.domains.places.values import DoorInfo
from linli.domains.places.values.tables import Services, services
from linli.domains.publishing.queries.public import standing_at
from linli.domains.publishing.values import PublicNotice
from linli.domains.venues.queries.near import stations_near
from linli.domains.venues.values import Station
from linli.kernel.refusal import Refusal

# So many of the newest notices stand on a door's own page.
NOTICES = 2


@dataclass(frozen=True, slots=True)
class ServiceTile:
    """A tile on the door page."""

    key: str
    title: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A service in the catalogue."""

    key: str
    title: str
    icon: str
    what: str
    who: str
    where: str
    hours: str
    bring: str
    phone: str
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DoorPage:
    """Everything a door page shows."""

    code: str
    numeral: str
    unit_word: str
    plate: str
    compound: str
    street: str
    community: str
    district: str
    chief: ChiefRow | None
    chief_promise: str
    chief_vacant: bool
    desk_phone: str
    services: tuple[ServiceTile, ...]
    services_total: int
    kinds: tuple[KindRow, ...]
    phones: tuple[tuple[str, str], ...]
    neighbours: tuple[NeighbourRow, ...]
    station: Station | None
    notices: tuple[PublicNotice, ...]
    offers: int


def open_door(code: str) -> DoorInfo:
    """The door of this code; NotFound when unknown, Refusal(door_revoked) when its code was replaced."""
    found = find_door(code)
    if found.revoked:
        raise Refusal("door_revoked")
    return found


def door_page(info: DoorInfo, now: datetime) -> DoorPage:
    """The page of a door."""
    place, part, language = info.place, services(in_force()), get_language() or ""
    steps = {kind: place.of_kind(kind) for kind in ("district", "street", "community", "compound")}
    names = {kind: step.name if step else "" for kind, step in steps.items()}
    chief, promise, vacant = _chief(place.id)
    return DoorPage(
        code=info.code,
        numeral=place.number,
        unit_word=_("栋"),
        plate=place.plate,
        compound=names["compound"] or names["community"],
        street=names["street"],
        community=names["community"],
        district=names["district"],
        chief=chief,
        chief_promise=promise,
        chief_vacant=vacant,
        desk_phone=phones_of([steps["community"].id]).get(steps["community"].id, "") if steps["community"] else "",
        services=_tiles(info.code, part, language),
        services_total=sum(len(group.items) for group in part.groups),
        kinds=for_residents(info.code),
        phones=tuple((phone.number, phone.title.to(language)) for phone in part.phones),
        neighbours=neighbours(place.id, now),
        station=next(iter(stations_near(place, now, 1)), None),
        notices=standing_at(place, now.date(), NOTICES),
        offers=offers_near(place, now.date()),
    )


def _chief(place_id: int) -> tuple[ChiefRow | None, str, bool]:
    sitting = incumbents([place_id], ["building_chief"])
    if not sitting:
        return None, "", True
    person = public_persons([sitting[0].person_id]).get(sitting[0].person_id)
    if person is None or not person.surname:
        return ChiefRow("楼", _("楼长"), _("您的楼长"), "", False), sitting[0].promise, False
    name = _("%(surname)s楼长") % {"surname": person.surname}
    return ChiefRow(person.surname, name, _("您的楼长"), person.phone, False), sitting[0].promise, False


def _tiles(code: str, part: Services, language: str) -> tuple[ServiceTile, ...]:
    items = {item.key: item for group in part.groups for item in group.items}
    return tuple(
        ServiceTile(key, items[key].title.to(language), items[key].icon, f"/d/{code}/services/#{key}")
        for key in part.front
        if key in items
    )


def service_groups(phone: str) -> tuple[tuple[str, tuple[ServiceItem, ...]], ...]:
    """The whole catalogue in the reader's language; `phone` stands in where a service has none of its own."""
    language = get_language() or ""

    def said(words: Words | None) -> str:
        return words.to(language) if words else ""

    return tuple(
        (
            said(group.title),
            tuple(
                ServiceItem(
                    item.key,
                    said(item.title),
                    item.icon,
                    said(item.what),
                    said(item.who),
                    said(item.where),
                    said(item.hours),
                    said(item.bring),
                    item.phone or phone,
                    tuple((one.number, said(one.title)) for one in item.numbers),
                )
                for item in group.items
            ),
        )
        for group in services(in_force()).groups
    )
