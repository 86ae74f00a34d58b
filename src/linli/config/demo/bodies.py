"""The registers of the demo town: bodies with what they cover, pairings with a few contacts, who manages compounds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from linli.backbone.crypto import blind_index, seal
from linli.backbone.packs.registry import in_force
from linli.config.demo.plans import Plan
from linli.config.demo.town import mobile, person_name
from linli.domains.organizations import projections as body_words
from linli.domains.organizations.models import (
    Compound,
    Contact,
    Coverage,
    FoundingStep,
    Membership,
    Organization,
    Pairing,
)
from linli.domains.organizations.values.registers import ContactKind
from linli.domains.organizations.values.tables import Kind, Layer, Organizations, organizations
from linli.domains.people.models import Person
from linli.domains.places.models import Place

MOST_TEAMS = 40
MOST_LINKS = 24


class Ground:
    """The places of the town by level, and names that are given once."""

    def __init__(self) -> None:
        self.places = {place.pk: place for place in Place.objects.order_by("code")}
        self._taken: set[str] = set()

    def of(self, level: str) -> list[Place]:
        """The places of a level, by code."""
        return [place for place in self.places.values() if place.kind == level]

    def name(self, place: Place, words: str) -> str:
        """What a body at a place is called: the community's name before it, a number behind a name already given."""
        above = next((self.places[pk].name for pk in place.ancestors if self.places[pk].kind == "community"), "")
        plain = f"{above if above != place.name else ''}{place.name}{words}"[:70]
        found = next(one for one in (plain, *(f"{plain}（{n}）" for n in range(2, 999))) if one not in self._taken)
        self._taken.add(found)
        return found


def enrol(seed: int, now: datetime, plan: Plan) -> None:
    """Fill the registers by the pack in force; the same seed gives the same registers."""
    random, pack, ground = Random(seed + 2), organizations(in_force()), Ground()  # noqa: S311 - not secrets
    today = now.date()
    made = _bodies(pack, ground, plan, random)
    bodies = Organization.objects.bulk_create(body for body, _covers in made)
    _coverage(pack, [covers for _body, covers in made], bodies, today, random)
    _members(pack, bodies, ground, today)
    _compounds(pack, ground, today, random)
    _pairings(pack, ground, now, random)
    body_words.rebuild()


def _bodies(pack: Organizations, ground: Ground, plan: Plan, random: Random) -> list[tuple[Organization, list[Place]]]:
    found = []
    for key, kind in pack.kinds.items():
        places = ground.of(kind.covers[0]) if kind.covers else []
        for covered in _shares(kind, places, plan, random):
            name = ground.name(covered[0], _title(kind))
            seat = covered[0]
            found.append((Organization(kind=key, name=name, short_name=name[:30], place_id=seat.pk), covered))
        if kind.joint:
            root = next(iter(ground.of("district")))
            name = ground.name(root, _title(kind))
            found.append((Organization(kind=key, name=name, short_name=name[:30], place_id=root.pk), []))
    return found


def _title(kind: Kind) -> str:
    words = str(kind.title).partition("（")[0]
    return "党支部" if kind.party and not kind.joint else words


def _shares(kind: Kind, places: list[Place], plan: Plan, random: Random) -> Iterator[list[Place]]:
    """Which places each body of a kind covers: the plan's branches share all, else some are left blank."""
    if not places:
        return
    if kind.party and plan.branches:
        for number in range(plan.branches):
            yield places[number * len(places) // plan.branches : (number + 1) * len(places) // plan.branches]
        return
    for place in sorted(random.sample(places, min(max(len(places) // 3, 1), MOST_TEAMS)), key=lambda one: one.code):
        yield [place]


def _coverage(
    pack: Organizations, covers: list[list[Place]], bodies: list[Organization], today: date, random: Random
) -> None:
    rows, steps = [], []
    for body, places in zip(bodies, covers, strict=True):
        kind, since = pack.kinds[body.kind], today - timedelta(days=random.randint(60, 700))
        ways = list(kind.ways)
        way = ways[0] if len(places) == 1 and ways else ways[min(1, len(ways) - 1)] if ways else ""
        rows += [Coverage(organization=body, place_id=place.pk, way=way, starts=since) for place in places]
        done = kind.steps[: random.randint(1, len(kind.steps))] if kind.steps else ()
        steps += [FoundingStep(organization=body, step=str(step), done_on=since) for step in done]
    Coverage.objects.bulk_create(rows)
    FoundingStep.objects.bulk_create(steps)


def _members(pack: Organizations, bodies: list[Organization], ground: Ground, today: date) -> None:
    """Each joint body has a few members from different streets."""
    branches = [one for one in bodies if pack.kinds[one.kind].covers]
    if not branches:
        return
    spread = [branches[at * len(branches) // 3] for at in range(3)]
    since = today - timedelta(days=200)
    Membership.objects.bulk_create(
        [
            Membership(body=joint, member=member, mandate="共用场地和物资", starts=since)
            for joint in bodies
            if pack.kinds[joint.kind].joint
            for member in dict.fromkeys(spread)
        ]
    )


def _compounds(pack: Organizations, ground: Ground, today: date, random: Random) -> None:
    kinds, places = list(pack.compounds.kinds), ground.of("compound")
    if not kinds:
        return
    firms = list(Organization.objects.filter(kind="property_firm").order_by("id"))
    committees = Organization.objects.bulk_create(
        Organization(kind="owners_committee", name=name, short_name=name[:30], place_id=place.pk)
        for place in places[:: max(len(places) // 12, 1)]
        if (name := ground.name(place, "业主委员会"))
    )
    by_place = {one.place_id: one for one in committees}
    rows = []
    for place in places:
        kind = random.choices(kinds, [6, 1, 2, 1][: len(kinds)] + [1] * (len(kinds) - 4))[0]
        managed, days = kind == kinds[0], random.randint(-40, 900)
        rows.append(
            Compound(
                place_id=place.pk,
                kind=kind,
                firm=random.choice(firms) if managed and firms else None,
                contract_ends=today + timedelta(days=days) if managed else None,
                committee=by_place.get(place.pk),
            )
        )
    Compound.objects.bulk_create(row for row in rows if random.random() < 0.9)


def _pairings(pack: Organizations, ground: Ground, now: datetime, random: Random) -> None:
    units = list(Organization.objects.filter(kind__in=("department", "utility")).order_by("id"))
    rows: list[Pairing] = []
    for key, scheme in pack.schemes.items():
        for name, layer in scheme.layers.items():
            rows += _links(key, name, layer, ground.of(layer.at), units, now.date(), random)
    kept = Pairing.objects.bulk_create(rows)
    entries = [entry for row in kept if row.contacted_at for entry in _contacts(row, random)]
    Contact.objects.bulk_create(entries)


def _links(
    scheme: str,
    name: str,
    layer: Layer,
    places: Sequence[Place],
    units: list[Organization],
    today: date,
    random: Random,
) -> Iterator[Pairing]:
    if not places or not units:
        return
    # The guided tour's own place is always bound.
    others = random.sample(list(places[1:]), min(len(places) * 2 // 3, MOST_LINKS, len(places) - 1))
    chosen = [places[0], *sorted(others, key=lambda one: one.code)]
    persons = _persons(len(chosen), random) if layer.who == "person" else []
    for at, place in enumerate(chosen):
        contacted = datetime.combine(today - timedelta(days=random.randint(1, 120)), datetime.min.time())
        row = Pairing(
            scheme=scheme,
            layer=name,
            organization=units[at % len(units)],
            place_id=place.pk,
            place_kind=place.kind,
            place_name=place.name,
            starts=today - timedelta(days=random.randint(130, 400)),
        )
        row.person_id = persons[at].pk if persons else None
        row.contacted_at = contacted.replace(hour=2, tzinfo=UTC) if random.random() < 0.8 else None
        yield row


def _persons(count: int, random: Random) -> list[Person]:
    made = []
    for _at in range(count):
        name, phone = person_name(random), mobile(random)
        sealed = {"name_sealed": seal(name), "phone_sealed": seal(phone), "phone_index": blind_index(phone)}
        made.append(Person(surname=name[0], **sealed))
    return Person.objects.bulk_create(made)


def _contacts(row: Pairing, random: Random) -> Iterator[Contact]:
    """The latest contact, and before it an hour or two of service."""
    at = row.contacted_at
    if at is None:
        return
    by = row.organization.short_name if row.organization else "本人"
    yield Contact(pairing=row, at=at, kind=ContactKind.VISIT, about="上门听意见", by=by)
    hours = Decimal(random.choice(("1.0", "1.5", "2.0")))
    confirmed = at if random.random() < 0.6 else None
    before = at - timedelta(days=7)
    yield Contact(
        pairing=row, at=before, kind=ContactKind.SERVICE, about="环境整治", hours=hours, by=by, confirmed_at=confirmed
    )
