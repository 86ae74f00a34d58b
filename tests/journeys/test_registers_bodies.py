"""Bodies: founded and dissolved within reach; the matrix counts blank spots; joint bodies see all their members."""

from datetime import date

import pytest

from linli.domains.organizations.commands import bodies as commands
from linli.domains.organizations.models import Appointment, Coverage, Membership, Organization, Seat
from linli.domains.organizations.queries import bodies as queries
from linli.domains.organizations.queries.compounds import compounds
from linli.domains.places.models import Place
from linli.kernel.refusal import NotFound, Refusal
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

START = date(2026, 1, 5)


@pytest.fixture
def ground(town, front_door):
    """A register without coverage, and the guided tour's community and compound."""
    Coverage.objects.all().delete()
    Membership.objects.all().delete()
    return {kind: Place.objects.get(pk=front_door.place.ids[kind]) for kind in ("street", "community", "compound")}


@pytest.fixture
def branch(ground, who):
    return commands.found_body(
        actor=who("admin"), kind="party", name="试点小区党支部", place_id=ground["compound"].pk, now=MONDAY
    )


def test_a_body_is_founded_once_by_who_appoints_there(ground, who, branch):
    given = {"kind": "party", "name": "试点小区党支部", "place_id": ground["compound"].pk, "now": MONDAY}
    for username in ("grid", "community", "leader", "chengguan"):
        with pytest.raises(NotFound):
            commands.found_body(actor=who(username), **given)
    with pytest.raises(Refusal, match="body_known"):
        commands.found_body(actor=who("admin"), **given)
    for wrong, code in (({"kind": "guild"}, "wrong_body"), ({"credit_code": "123"}, "bad_code")):
        with pytest.raises(Refusal, match=code):
            commands.found_body(actor=who("admin"), **{**given, "name": "另一个", **wrong})


def test_the_matrix_counts_what_is_reached_and_lists_the_blank_spots(ground, who, branch):
    viewer, here = viewer_for("admin"), ground["compound"]
    whole = Place.objects.filter(kind="compound").count()
    before = queries.matrix(viewer, "compound")
    assert (before.columns[0].count, before.columns[0].whole, before.blank) == (0, whole, whole)
    cover = {"actor": who("admin"), "organization_id": branch, "starts": START, "now": MONDAY}
    with pytest.raises(Refusal, match="wrong_way"):
        commands.cover_place(place_id=here.pk, way="by magic", **cover)
    with pytest.raises(Refusal, match="wrong_level"):
        commands.cover_place(place_id=ground["community"].pk, way="own", **cover)
    row = commands.cover_place(place_id=here.pk, way="own", **cover)
    with pytest.raises(Refusal, match="already_covered"):
        commands.cover_place(place_id=here.pk, way="joint", **cover)
    found = queries.matrix(viewer, "compound")
    assert (found.columns[0].count, found.columns[0].gaps, found.blank) == (1, whole - 1, whole - 1)
    assert here.code not in {one.code for one in queries.matrix(viewer, "compound", blank=True, limit=9999).rows}
    ways = queries.matrix(viewer, "compound", kind="party")
    assert [one.count for one in ways.columns] == [1, 0]
    # A grid worker's matrix has only their own compounds, with the same body in it.
    mine = queries.matrix(viewer_for("grid"), "compound")
    assert (mine.columns[0].count, mine.whole) == (1, len(mine.rows))
    with pytest.raises(NotFound):
        commands.end_coverage(actor=who("community"), organization_id=branch, coverage_id=row, day=START, now=MONDAY)
    commands.end_coverage(actor=who("admin"), organization_id=branch, coverage_id=row, day=date(2026, 6, 1), now=MONDAY)
    assert queries.matrix(viewer, "compound").columns[0].count == 0


def test_a_dissolved_body_covers_nothing_any_more(ground, who, branch):
    commands.cover_place(
        actor=who("admin"), organization_id=branch, place_id=ground["compound"].pk, way="own", starts=START, now=MONDAY
    )
    commands.do_founding_step(actor=who("admin"), organization_id=branch, step="选出书记", day=START, now=MONDAY)
    page = queries.body(viewer_for("admin"), branch)
    assert (page.row.steps.count, page.row.steps.whole) == (1, 3)
    commands.dissolve_body(actor=who("admin"), organization_id=branch, day=date(2026, 6, 1), now=MONDAY)
    assert queries.matrix(viewer_for("admin"), "compound").columns[0].count == 0
    with pytest.raises(Refusal, match="body_closed"):
        commands.dissolve_body(actor=who("admin"), organization_id=branch, day=date(2026, 6, 1), now=MONDAY)


def test_the_desk_of_a_joint_body_sees_the_places_of_all_its_members(ground, who):
    streets = list(Place.objects.filter(kind="street").order_by("code"))
    homes = [Place.objects.filter(kind="community", parent=street).order_by("code").first() for street in streets[:2]]
    joint = commands.found_body(
        actor=who("admin"), kind="joint", name="两街毗邻联合体", place_id=Place.objects.get(parent=None).pk, now=MONDAY
    )
    members = [
        commands.found_body(actor=who("admin"), kind="social", name=f"{one.name}社", place_id=one.pk, now=MONDAY)
        for one in homes
    ]
    seat = Seat.objects.create(
        post="desk", title="联合体承办岗", place_id=streets[0].parent_id, place_name="联合体", organization_id=joint
    )
    Appointment.objects.filter(person_id=viewer_for("zhujian").person_id).update(seat=seat)
    assert client_for("zhujian").get("/registers/compounds/").status_code == 404
    with pytest.raises(Refusal, match="not_joint"):
        commands.join_body(
            actor=who("admin"), organization_id=members[0], member_id=members[1], starts=START, now=MONDAY
        )
    for member in members:
        commands.join_body(
            actor=who("admin"), organization_id=joint, member_id=member, mandate="共用食堂", starts=START, now=MONDAY
        )
    viewer = viewer_for("zhujian")
    level = queries.matrix(viewer, "compound")
    wanted = sum(Place.objects.filter(kind="compound", ancestors__contains=[one.pk]).count() for one in homes)
    assert level.whole == wanted > 0
    assert client_for("zhujian").get(f"/registers/bodies/{joint}/").status_code == 200
    assert len(compounds(viewer, limit=999)) == wanted
    assert client_for("zhujian").get("/registers/compounds/").status_code == 200
    # A member of the whole town opens nothing more.
    commands.join_body(
        actor=who("admin"),
        organization_id=joint,
        member_id=Organization.objects.get(short_name="民政局").pk,
        starts=START,
        now=MONDAY,
    )
    assert queries.matrix(viewer_for("zhujian"), "compound").whole == wanted


PAGES = {
    "/registers/bodies/": ("grid", "grid2", "community", "street", "leader", "audit", "admin"),
    "/registers/bodies/?kind=party&q=党": ("grid", "grid2", "community", "street", "leader", "audit", "admin"),
    "/registers/bodies/matrix/": ("grid", "grid2", "community", "street", "leader", "audit", "admin"),
    "/registers/bodies/matrix/?level=nothing": (),
    "/registers/bodies/new/": ("admin",),
    "/registers/bodies/{branch}/": ("grid", "community", "street", "leader", "audit", "admin"),
    "/registers/bodies/0/": (),
}
EVERYBODY = ("grid", "grid2", "community", "street", "chengguan", "leader", "audit", "admin")


@pytest.mark.parametrize("path", PAGES)
def test_pages_answer_only_their_people(path, branch):
    url = path.format(branch=branch)
    for username in EVERYBODY:
        wanted = 200 if username in PAGES[path] else 404
        assert client_for(username).get(url).status_code == wanted, (username, url)
    assert client_for().get(url).status_code == 404


def test_a_body_is_kept_through_its_page(ground, branch):
    client, url = client_for("admin"), f"/registers/bodies/{branch}/"
    cover = {"act": "cover", "cover-place": ground["compound"].code, "cover-way": "own", "cover-starts": "2026-01-05"}
    for username in ("grid", "community", "leader", "chengguan", "grid2"):
        assert client_for(username).post(url, cover).status_code == 404
        assert client_for(username).post(f"{url}steps/0/").status_code == 404
    assert client.post(url, cover).status_code == 302
    assert client.post(url, cover).status_code == 422
    assert client.post(f"{url}steps/0/").status_code == 302
    assert client.post(f"{url}steps/9/").status_code == 404
    row = Coverage.objects.get()
    assert client.post(f"{url}coverage/{row.pk}/").status_code == 302
    assert client.post(f"{url}members/{row.pk}/").status_code == 404
    assert client.post(url, {"act": "dissolve", "dissolve-day": "2026-06-01"}).status_code == 302
    new = {"kind": "social", "name": "新社", "place": ground["community"].code}
    assert client.post("/registers/bodies/new/", new).status_code == 302
    assert client.post("/registers/bodies/new/", new).status_code == 422
    assert client_for("community").post("/registers/bodies/new/", new).status_code == 404
