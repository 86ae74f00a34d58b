"""The people of the demo town: departments, seats at every place, and who sits in them (a few stand empty)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from linli.backbone.crypto import blind_index, seal
from linli.backbone.packs.registry import in_force
from linli.config.demo.town import mobile, person_name
from linli.domains.organizations.models import Appointment, Organization, Seat
from linli.domains.organizations.values.tables import organizations
from linli.domains.people.models import Account, Consent, Person
from linli.domains.people.values import Purpose
from linli.domains.places.models import Place

PASSWORD = "linli-demo-2026"  # noqa: S105 - the demo prints it
DEPARTMENTS = (
    ("department", "长洲区城市管理局", "城管局"),
    ("department", "长洲区住房和城乡建设局", "住建局"),
    ("department", "长洲区市场监督管理局", "市场监管局"),
    ("department", "长洲区消防救援大队", "消防大队"),
    ("department", "长洲交警大队", "交警大队"),
    ("department", "长洲区民政局", "民政局"),
    ("utility", "梧州供水有限公司长洲营业所", "供水公司"),
    ("utility", "长洲供电局", "供电局"),
    ("utility", "梧州燃气有限公司", "燃气公司"),
    ("property_firm", "金榕物业服务有限公司", "金榕物业"),
    ("property_firm", "西江物业服务有限公司", "西江物业"),
)
EMPTY_CHIEFS = 0.06
EMPTY_WORKERS = 0.03


def settle(seed: int, now: datetime) -> None:
    """Create organizations, seats, persons and appointments; the same seed gives the same people."""
    random = Random(seed + 1)  # noqa: S311 - people of a demo, not secrets
    places = list(Place.objects.order_by("id"))
    root = places[0]
    bodies = Organization.objects.bulk_create(
        Organization(kind=kind, name=name, short_name=short, place_id=root.pk) for kind, name, short in DEPARTMENTS
    )
    seats = Seat.objects.bulk_create([*_seats_of_places(places), *_seats_of_bodies(bodies, root)])
    filled = [seat for seat in seats if not _stays_empty(seat, random)]
    persons = Person.objects.bulk_create(_persons(filled, random))
    since = now.date() - timedelta(days=500)
    Appointment.objects.bulk_create(
        _term(seat, person, since, random) for seat, person in zip(filled, persons, strict=True)
    )
    _accounts(filled, persons)
    _consents(filled, persons, now, random)


def _seats_of_places(places: list[Place]) -> Iterator[Seat]:
    posts = {
        "district": (
            ("desk", "指挥中心"),
            ("leader", "负责同志"),
            ("auditor", "审计员"),
            ("administrator", "系统管理员"),
        ),
        "street": (("desk", "承办岗"), ("leader", "负责同志")),
        "community": (("desk", "承办岗"), ("secretary", "书记")),
        "grid": (("grid_worker", "网格员"),),
        "building": (("building_chief", "楼长"),),
    }
    rules = organizations(in_force()).posts
    names = {place.pk: place for place in places}
    for place in places:
        for post, words in posts.get(place.kind, ()):
            community = next((names[one].name for one in place.ancestors if names[one].kind == "community"), "")
            where = f"{community}{place.name}" if place.kind == "grid" else place.name
            yield Seat(
                post=post,
                title=f"{where}{words}",
                place_id=place.pk,
                place_kind=place.kind,
                place_name=where,
                place_ancestors=place.ancestors,
                many=rules[post].many,
                promise=str(rules[post].promise or ""),
            )


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


def _stays_empty(seat: Seat, random: Random) -> bool:
    chance = {"building_chief": EMPTY_CHIEFS, "grid_worker": EMPTY_WORKERS}.get(seat.post, 0.0)
    # The first grid and building are where the guided tour starts: somebody is always there.
    return random.random() < chance and not (seat.title.startswith("龙山社区") or "金榕" in seat.title)


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
        for seat, person in zip(seats, persons, strict=True)
        if seat.pk in names
    )


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
