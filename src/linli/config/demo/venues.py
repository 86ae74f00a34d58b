"""The venues of the demo town: centres at each level, stations in some compounds, a few rooms; some still to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from linli.backbone.packs.registry import in_force
from linli.config.demo.plans import Plan
from linli.domains.places.models import Place
from linli.domains.places.queries.outlines import outlines
from linli.domains.venues import projections
from linli.domains.venues.models import Handover, Venue
from linli.domains.venues.values import Status
from linli.domains.venues.values.tables import VenueKind, Venues, venues
from linli.kernel.geometry import Lonlat

ROADS = ("文澜路", "长堤街", "榕荫巷", "学府路", "西堤路", "桂花巷", "新兴街", "银湖路", "和平路", "兴仁巷")
GIVERS = ("某某置业有限公司", "某某开发建设公司", "区机关事务中心", "某某物业服务公司")
WORK, LONG, DAILY = "08:30-12:00 14:30-17:30", "08:30-20:30", "07:00-22:00"
WEEKS = (((WORK,) * 5 + ("09:00-12:00", ""), False), ((LONG,) * 5 + ("09:00-17:00",) * 2, False), ((DAILY,) * 7, True))
MOST_ROOMS = 24
AREAS = ("district", "street", "community")
# Rooms stand where people live; centres at the level they are of.
PREFERRED = ("compound", "community", "street", "district", "grid", "building")


@dataclass(frozen=True)
class Ground:
    """The places that lie somewhere by level, the points of the buildings below each, the middles of areas."""

    levels: dict[str, list[Place]]
    buildings: dict[int, list[Lonlat]]
    middles: dict[int, Lonlat]

    @classmethod
    def read(cls) -> "Ground":
        """The town as it is."""
        levels: dict[str, list[Place]] = {}
        buildings: dict[int, list[Lonlat]] = {}
        for place in Place.objects.order_by("code"):
            levels.setdefault(place.kind, []).append(place)
            if place.kind == "building" and place.lon is not None and place.lat is not None:
                for above in place.ancestors:
                    buildings.setdefault(above, []).append((place.lon, place.lat))
        areas = [one.pk for level in AREAS for one in levels.get(level, ())]
        middles = {pk: one.point for pk, one in outlines(areas).items() if one.point}
        # A street of which no community was chosen lies nowhere.
        somewhere = middles.keys() | buildings.keys()
        known = {kind: [one for one in found if one.pk in somewhere] for kind, found in levels.items()}
        return cls(known, buildings, middles)


def furnish(seed: int, now: datetime, plan: Plan) -> None:
    """Fill the register of venues by the pack in force; the same seed gives the same venues."""
    random, part, ground = Random(seed + 3), venues(in_force()), Ground.read()  # noqa: S311 - not secrets
    today, rows = timezone.localdate(now), []
    for key, kind in part.kinds.items():
        level = next((one for one in PREFERRED if one in kind.at and one in ground.levels), "")
        for first, place in enumerate(_chosen(key, level, ground.levels.get(level, []), random)):
            rows.append(_venue(key, kind, place, ground, plan, part, today, random, sure=first == 0))
    numbers: dict[int, int] = {}
    for row in rows:
        numbers[row.place_id] = numbers.get(row.place_id, 0) + 1
        row.code = f"{row.code}-{numbers[row.place_id]:02d}"
    kept = Venue.objects.bulk_create(rows)
    Handover.objects.bulk_create(one for row in kept for one in _handover(row, now, random))
    projections.rebuild()


def _chosen(key: str, level: str, places: Sequence[Place], random: Random) -> list[Place]:
    """Where a kind stands: centres nearly everywhere, stations in a third, other rooms here and there; the guided
    tour's own place always."""
    if not places:
        return []
    share = 0.9 if key.startswith("centre") and level != "grid" else 0.3 if key == "station" else 0.06
    others = random.sample(list(places[1:]), int(len(places[1:]) * share))
    most = others if share > 0.1 else others[:MOST_ROOMS]
    return [places[0], *sorted(most, key=lambda one: one.code)]


def _venue(
    key: str,
    kind: VenueKind,
    place: Place,
    ground: Ground,
    plan: Plan,
    part: Venues,
    today: date,
    random: Random,
    *,
    sure: bool,
) -> Venue:
    status = Status.OPEN if sure else random.choices(list(Status), [4, 6, 88, 2])[0]
    lon, lat = _point(place, ground, random)
    hours, holidays = WEEKS[0] if key.startswith("centre") else WEEKS[2] if key == "post" else random.choice(WEEKS[:2])
    room = random.choice(list(part.rooms)) if part.rooms else ""
    more = random.sample(sorted(part.functions), min(random.randint(2, 5), len(part.functions)))
    held = room in ("shared", "rented")
    return Venue(
        code=place.code,
        name=_name(place, kind, ground),
        kind=key,
        place_id=place.pk,
        place_kind=place.kind,
        place_name=place.name,
        path=place.ancestors,
        address=f"{random.choice(ROADS)} {random.randint(1, 199)} 号",
        lon=lon,
        lat=lat,
        area=Decimal(_size(place.kind, random)),
        functions=list(dict.fromkeys([*kind.needs, *more])),
        hours=list(hours),
        holidays=holidays,
        phone=f"{plan.area}-{random.randint(2000000, 3999999)}",
        room=room,
        right_until=today + timedelta(days=random.randint(-20, 1500)) if held else None,
        status=status,
        status_on=today - timedelta(days=random.randint(30, 900)),
        closed_because="房子腾退，等新址" if status == Status.CLOSED else "",
    )


def _name(place: Place, kind: VenueKind, ground: Ground) -> str:
    """What hangs over its door: the place (a grid by its community) before what it is, no word of the level twice."""
    words = str(kind.title)
    for level in ("街道", "社区", "小区", "区", "片区"):
        if words.startswith(level) and place.name.endswith(level):
            words = words.removeprefix(level)
    above = next((one.name for one in ground.levels["community"] if one.pk == place.parent_id), "")
    return f"{above if place.kind == 'grid' else ''}{place.name}{words}"[:80]


def _size(level: str, random: Random) -> int:
    least, most = {"district": (2500, 5500), "street": (600, 1800), "community": (150, 600)}.get(level, (30, 180))
    return random.randrange(least, most, 10)


def _point(place: Place, ground: Ground, random: Random) -> Lonlat:
    """A centre stands in the middle of its area, other rooms in one of its buildings."""
    below = ground.buildings.get(place.pk)
    return ground.middles[place.pk] if place.pk in ground.middles else random.choice(below or [(0.0, 0.0)])


def _handover(row: Venue, now: datetime, random: Random) -> Iterator[Handover]:
    if row.room not in ("handed_over", "shared") or random.random() < 0.3:
        return
    day = row.status_on - timedelta(days=random.randint(20, 200))
    yield Handover(
        venue=row,
        given_by=random.choice(GIVERS),
        document=f"移交〔{day.year}〕{random.randint(1, 90)} 号",
        day=day,
        area=row.area,
        room=row.room,
        right_until=row.right_until,
        at=datetime.combine(day, time(10), timezone.get_current_timezone()),
        by="系统",
    )
