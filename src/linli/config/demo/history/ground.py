"""The loaded town as a story needs it: buildings, seats with who sits there, called units, stages and categories."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from linli.backbone.packs.registry import in_force, version_in_force
from linli.domains.cases.values.tables import cases, procedure
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.organizations.rules import choose_holder
from linli.domains.organizations.values import SeatInfo
from linli.domains.people.queries import names_of
from linli.domains.places.models import Place
from linli.domains.places.values import KEPT_KINDS, PathStep, PlaceInfo
from linli.kernel.duration import Duration, parse_duration
from linli.kernel.procedure import Stage

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A building; `columns`, `levels` and `path` are what cases, facts and duties keep of it."""

    id: int
    plate: str
    where: str
    compound: str
    ids: tuple[int | None, ...]
    columns: str
    levels: str
    path: str
    lon: float | None
    lat: float | None

    @property
    def community(self) -> int:
        return self.ids[2] or 0

    @property
    def grid(self) -> int:
        return self.ids[3] or 0


@dataclass(frozen=True, slots=True)
class Sitter:
    """A seat and who sits in it; `actor` is the four columns an event keeps of them."""

    id: int
    title: str
    unit: str
    actor: str
    body: int | None = None


# Seats that a case itself knows.
KNOWN = ("caller", "handler")


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as its duties need it; `others` are the seats beside those of who was at it before, `acts` is the act
    offered to each role."""

    key: str
    words: Words
    sign: Duration | None
    within: Duration | None
    by_category: bool
    seats: tuple[str, ...]
    others: tuple[str, ...]
    rungs: tuple[tuple[Duration, tuple[str, ...]], ...]
    ladder: str
    acts: dict[str, tuple[str, str, str]]
    deciders: dict[str, tuple[str, ...]]
    titles: dict[str, Words]


@dataclass
class Ground:
    """Everything of the town a story asks for; the answers about holders are kept."""

    version: int
    prefix: str
    spots: list[Spot]
    sitters: dict[int, Sitter]
    seats: dict[tuple[int, str], SeatInfo]
    units: dict[str, SeatInfo]
    steps: dict[str, Step]
    limits: dict[str, Duration]
    limit_words: dict[str, str]
    titles: dict[str, Words]
    routes: tuple[str, ...]
    arrive: dict[str, Duration]
    rating: Duration
    asking: tuple[str, ...]
    basic: int
    tour: dict[str, int]
    _held: dict[tuple[Any, ...], tuple[Sitter, tuple[str, ...]]] = field(default_factory=dict)

    def holder(self, expressions: tuple[str, ...], spot: Spot, unit: str = "") -> tuple[Sitter, tuple[str, ...]]:
        """Who gets work at a building, and the titles of the empty seats passed on the way."""
        key = (expressions, spot.grid, spot.community, unit)
        found = self._held.get(key)
        if found is None:
            posts = [one.partition("@")[0] for one in expressions]
            near = [seat for place in spot.ids if place for post in posts if (seat := self.seats.get((place, post)))]
            near += [self.units[unit]] if unit else []
            holding = choose_holder(expressions, near)
            found = (self.sitters[holding.seat.id], tuple(seat.title for seat in holding.vacant))
            self._held[key] = found
        return found

    def at(self, post: str, spot: Spot, level: int) -> Sitter:
        """Who sits in a post at a level of the tree over a building (0 district to 5 building)."""
        return self.sitters[self.seats[spot.ids[level] or 0, post].id]

    def occupied(self, seat_id: int) -> bool:
        """Whether somebody sits there."""
        return self.sitters[seat_id].actor != ""


def survey(tour: dict[str, int]) -> Ground:
    """The town as it stands in the database; `tour` are the seats shown to guests by user name."""
    part, number = cases(in_force()), version_in_force()
    table = procedure(number, "request")
    joint, callback = table.stages["joint"], table.stages["callback"]
    seats, units, sitters = _seats()
    if joint.arrival is None or callback.rating is None:
        raise ValueError("the history is written for a request with a joint handling and a call-back")
    return Ground(
        number,
        table.number.partition("{")[0],
        _spots(),
        sitters,
        seats,
        units,
        {key: _step(stage, part.procedures["request"].stages[key]) for key, stage in table.stages.items()},
        {key: one.limit for key, one in part.categories.items()},
        {key: str(one.limit) for key, one in part.categories.items()},
        {key: (one.title.zh, one.title.en) for key, one in part.categories.items()},
        tuple(part.routes),
        dict(joint.arrival.within),
        callback.rating.within,
        callback.rating.otherwise,
        part.basic_tenths,
        tour,
    )


def _spots() -> list[Spot]:
    rows = {row.pk: row for row in Place.objects.filter(closed_at=None).order_by("id")}
    return [_spot(row, rows) for row in rows.values() if row.kind == "building"]


def _spot(row: Place, rows: dict[int, Place]) -> Spot:
    path = tuple(PathStep(one, rows[one].kind, rows[one].name, rows[one].number) for one in row.ancestors)
    info = PlaceInfo(row.pk, row.kind, row.code, row.name, row.number, path, None)
    compound = info.of_kind("compound")
    ids = tuple(info.ids.get(kind) for kind in KEPT_KINDS)
    return Spot(
        row.pk,
        info.plate,
        info.where,
        compound.name if compound else "",
        ids,
        "\t".join(str(one) for one in (row.pk, info.plate, info.where, *ids, row.lon, row.lat)),
        "\t".join(str(one or "") for one in ids),
        "{" + ",".join(str(one) for one in ids if one) + "}",
        row.lon,
        row.lat,
    )


def _seats() -> tuple[dict[tuple[int, str], SeatInfo], dict[str, SeatInfo], dict[int, Sitter]]:
    terms = dict(Appointment.objects.filter(ends=None).order_by("id").values_list("seat_id", "person_id"))
    names = names_of(terms.values())
    bodies = dict(Organization.objects.values_list("id", "short_name"))
    seats, units, sitters = {}, {}, {}
    for row in Seat.objects.filter(closed_at=None).order_by("id"):
        info = SeatInfo(
            row.pk,
            row.post,
            row.title,
            row.place_id,
            row.place_kind,
            row.place_name,
            row.organization_id,
            row.pk in terms,
        )
        person, unit = terms.get(row.pk), bodies.get(row.organization_id or 0, "")
        actor = f"staff\t{person}\t{row.pk}\t{names.get(person, '')}（{row.title}）" if person else ""
        sitters[row.pk] = Sitter(row.pk, row.title, unit or row.title, actor, row.organization_id)
        if unit:
            units[unit] = info
        elif row.place_id:
            seats[row.place_id, row.post] = info
    return seats, units, sitters


def _step(stage: Stage, table: Any) -> Step:
    spec = stage.duty
    seats = tuple(spec.seats) if spec else ()
    titles = {key: (act.title.zh, act.title.en) for key, act in table.acts.items()}
    rungs = tuple((parse_duration(str(step.after)), tuple(step.seats)) for step in stage.overdue)
    ladder = [{"after": str(after), "seats": list(seats)} for after, seats in rungs]
    return Step(
        stage.key,
        (table.title.zh, table.title.en),
        spec.sign if spec else None,
        spec.within if spec else None,
        bool(spec and spec.by_category),
        seats,
        tuple(one for one in seats if one not in KNOWN),
        rungs,
        msgspec.json.encode(ladder).decode(),
        {role: _offered(stage, role, titles) for role in ("main", "lead", "helper", "call_back")},
        {key: tuple(act.decide) for key, act in stage.acts.items()},
        titles,
    )


def _offered(stage: Stage, role: str, titles: dict[str, Words]) -> tuple[str, str, str]:
    acts = [act for act in stage.acts.values() if role in act.by]
    first = next((act for act in acts if act.primary), acts[0] if acts else None)
    return (first.key, *titles[first.key]) if first else ("open", "去办", "Open")
