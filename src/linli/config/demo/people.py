"""The people of the demo town: departments, seats at every place, and who sits in them (a few stand empty)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from linli.backbone.crypto import blind_index, seal
from linli.backbone.packs.registry import in_force
from linli.config.demo.plans import Plan
from linli.config.demo.town import mobile, person_name
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.organizations.values.tables import Post, organizations
from linli.domains.people.models import Account, Consent, Person
from linli.domains.people.values import Purpose
from linli.domains.places.models import Place

PASSWORD = "linli-demo-2026"  # noqa: S105 - the demo prints it
# Kind, name (with the town's name before it where it begins with a dash), short name.
DEPARTMENTS = (
    ("department", "-城市管理局", "城管局"),
    ("department", "-住房和城乡建设局", "住建局"),
    ("department", "-市场监督管理局", "市场监管局"),
    ("department", "-消防救援大队", "消防大队"),
    ("department", "-交警大队", "交警大队"),
    ("department", "-民政局", "民政局"),
    ("utility", "-供水公司", "供水公司"),
    ("utility", "-供电局", "供电局"),
    ("utility", "-燃气公司", "燃气公司"),
    ("property_firm", "金榕物业服务有限公司", "金榕物业"),
    ("property_firm", "西江物业服务有限公司", "西江物业"),
)
# The seats of a town whatever its pack; posts that a pack adds follow, one at each place they stand at.
POSTS = {
    "district": (("desk", "指挥中心"), ("leader", ""), ("auditor", ""), ("administrator", "")),
    "street": (("desk", ""), ("leader", "")),
    "community": (("desk", ""), ("secretary", "书记")),
    "grid": (("grid_worker", ""),),
    "building": (("building_chief", ""),),
}
EMPTY_CHIEFS = 0.06
EMPTY_WORKERS = 0.03


def settle(seed: int, now: datetime, plan: Plan) -> None:
    """Create organizations, seats, persons and appointments; the same seed gives the same people."""
    random = Random(seed + 1)  # noqa: S311 - people of a demo, not secrets
    places = list(Place.objects.order_by("id"))
    root = places[0]
    bodies = Organization.objects.bulk_create(
        Organization(kind=kind, name=name.replace("-", root.name), short_name=short, place_id=root.pk)
        for kind, name, short in DEPARTMENTS
    )
    seats = Seat.objects.bulk_create([*_seats_of_places(places), *_seats_of_bodies(bodies, root)])
    start = next(place.name for place in places if place.kind == "community")
    filled = [seat for seat in seats if not _stays_empty(seat, start, random)]
    filled += [seat for post, count in plan.holders for seat in _shared(post, count, filled)]
    persons = Person.objects.bulk_create(_persons(filled, random))
    since = now.date() - timedelta(days=500)
    Appointment.objects.bulk_create(
        _term(seat, person, since, random) for seat, person in zip(filled, persons, strict=True)
    )
    _accounts(filled, persons)
    _consents(filled, persons, now, random)


def _seats_of_places(places: list[Place]) -> Iterator[Seat]:
    rules = organizations(in_force()).posts
    names = {place.pk: place for place in places}
    for place in places:
        community = next((names[one].name for one in place.ancestors if names[one].kind == "community"), "")
        where = f"{community}{place.name}" if place.kind == "grid" else place.name
        for post, words in _posts_at(place.kind, rules):
            yield Seat(
                post=post,
                title=f"{where}{words or str(rules[post].title).partition('（')[0]}",
                place_id=place.pk,
                place_kind=place.kind,
                place_name=where,
                place_ancestors=place.ancestors,
                many=rules[post].many,
                promise=str(rules[post].promise or ""),
            )


def _posts_at(kind: str, rules: dict[str, Post]) -> Iterator[tuple[str, str]]:
    known = POSTS.get(kind, ())
    yield from known
    usual = {post for posts in POSTS.values() for post, _words in posts} | {"unit_desk"}
    yield from ((key, "") for key, post in rules.items() if key not in usual and kind in post.at)


def _seats_of_bodies(bodies: list[Organization], root: Place) -> Iterator[Seat]:
    for body in bodies:
        yield Seat(
            post="unit_desk",
            title=f"{body.short_name}值班岗",
            place_id=root.pk,
            place_name=body.short_name,
            place_ancestors=[root.pk],
            organization=body,
            many=True,
        )


def _shared(post: str, count: int, filled: list[Seat]) -> list[Seat]:
    """Seats of a post once more for each person who shares one, until so many people hold it."""
    mine = [seat for seat in filled if seat.post == post]
    return [mine[index % len(mine)] for index in range(count - len(mine))] if mine else []


def _stays_empty(seat: Seat, start: str, random: Random) -> bool:
    chance = {"building_chief": EMPTY_CHIEFS, "grid_worker": EMPTY_WORKERS}.get(seat.post, 0.0)
    # The first grid and building are where the guided tour starts: somebody is always there.
    return random.random() < chance and not (seat.title.startswith(start) or "金榕" in seat.title)


def _persons(seats: list[Seat], random: Random) -> Iterator[Person]:
    for _seat in seats:
        name, phone = person_name(random), mobile(random)
        yield Person(name_sealed=seal(name), phone_sealed=seal(phone), phone_index=blind_index(phone), surname=name[0])


def _term(seat: Seat, person: Person, since: date, random: Random) -> Appointment:
    way = "elected" if seat.post == "building_chief" else "hired" if seat.post == "grid_worker" else "appointed"
    return Appointment(
        seat=seat,
        person_id=person.pk,
        starts=since + timedelta(days=random.randint(0, 200)),
        way=way,
        single=not seat.many,
    )


def usernames(seats: list[Seat]) -> dict[int, str]:
    """The accounts of the guided tour: seat id → user name."""
    wanted = {
        "grid": ("grid_worker", "grid"),
        "community": ("desk", "community"),
        "street": ("desk", "street"),
        "district": ("desk", "district"),
        "leader": ("leader", "district"),
        "audit": ("auditor", "district"),
        "admin": ("administrator", "district"),
        "secretary": ("secretary", "community"),
    }
    found: dict[int, str] = {}
    for username, (post, kind) in wanted.items():
        seat = next(one for one in seats if one.post == post and one.place_kind == kind)
        found[seat.pk] = username
    rest = {one.post: one.pk for one in reversed(seats) if one.post not in {post for post, _kind in wanted.values()}}
    found.update({pk: post for post, pk in rest.items() if post != "unit_desk"})
    other = [one for one in seats if one.post == "grid_worker"]
    found[other[-1].pk] = "grid2"
    for username, short in (
        ("chengguan", "城管局"),
        ("zhujian", "住建局"),
        ("jiaojing", "交警大队"),
        ("shui", "供水公司"),
    ):
        found[next(one for one in seats if one.title == f"{short}值班岗").pk] = username
    return found


def _accounts(seats: list[Seat], persons: list[Person]) -> None:
    names, password = usernames(seats), make_password(PASSWORD)
    Account.objects.bulk_create(
        Account(username=names[seat.pk], person=person, password=password)
        for seat, person in _first_of_each(seats, persons)
        if seat.pk in names
    )


def _first_of_each(seats: list[Seat], persons: list[Person]) -> Iterator[tuple[Seat, Person]]:
    seen: set[int] = set()
    for seat, person in zip(seats, persons, strict=True):
        if seat.pk not in seen:
            seen.add(seat.pk)
            yield seat, person


def _consents(seats: list[Seat], persons: list[Person], now: datetime, random: Random) -> None:
    shown = [
        person
        for seat, person in zip(seats, persons, strict=True)
        if seat.post == "building_chief" and (random.random() < 0.9 or "金榕" in seat.title)
    ]
    words = {Purpose.NAME: "同意在门牌页和公示栏公布姓名", Purpose.PHONE: "同意在门牌页和公示栏公布电话"}
    Consent.objects.bulk_create(
        Consent(person=person, purpose=purpose, words=text, given_at=now)
        for person in shown
        for purpose, text in words.items()
    )
