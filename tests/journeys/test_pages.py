"""Every page answers: for its people with 200, for everybody else as if it were not there."""

import pytest
from django.test import Client

from linli.backbone.values import RESIDENT
from linli.domains.cases import commands
from linli.domains.cases.values import Channel
from linli.domains.people.models import Account
from linli.domains.places.models import Place
from tests.support.town import MONDAY

STAFF = ("grid", "community", "street", "chengguan", "leader", "audit", "admin")


def client_for(username: str = "") -> Client:
    client = Client()
    if username:
        client.force_login(
            Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return client


@pytest.fixture
def opened(front_door):
    return commands.open_case(
        actor=RESIDENT,
        place=front_door.place,
        text="三楼的灯坏了三天，看不清台阶。",
        channel=Channel.SCAN,
        phone="13812342046",
        now=MONDAY,
    )


def test_residents_pages_answer(front_door, opened):
    client = client_for()
    code, token = front_door.code, opened["token"]
    for path in (
        "/",
        f"/d/{code}/",
        f"/d/{code}/?elder=1",
        f"/d/{code}/report/?text=灯坏了",
        f"/d/{code}/services/",
        f"/f/{token}/",
        f"/f/{token}/sent/",
        "/mine/",
        "/look/",
        "/accounts/login/",
        "/health/",
    ):
        response = client.get(path)
        assert response.status_code == 200, path


PAGES = {
    "/inbox/": STAFF,
    "/inbox/?tab=waiting": STAFF,
    "/cases/": STAFF,
    "/notices/": STAFF,
    "/search/?q=灯": STAFF,
    "/places/find/?address=花园": ("grid", "community", "street"),
    "/me/": STAFF,
    "/me/data/": STAFF,
    "/inbox/export/": STAFF,
    "/cases/{number}/": ("grid", "community", "street", "leader", "audit"),
    "/cases/{number}/preview/": ("grid", "community", "street", "leader", "audit"),
    "/report/": ("grid", "community", "street"),
    "/board/": ("community", "street", "leader"),
    "/board/?period=year": ("community", "street", "leader"),
    "/board/?from=2026-05-01&to=2026-06-08&by=channel": ("community", "street", "leader"),
    "/board/?by=category": ("community", "street", "leader"),
    "/board/?by=organization": ("community", "street", "leader"),
    "/board/figures/received/?from=2026-06-01&to=2026-06-30": ("community", "street", "leader"),
    "/board/figures/on_time/?which=rest&by=channel&part=scan": ("community", "street", "leader"),
    "/board/figures/late/": ("community", "street", "leader"),
    "/board/figures/score/": ("community", "street", "leader"),
    "/board/figures/vacancies/": ("community", "street", "leader"),
    "/board/figures/rounds/": ("community", "street", "leader"),
    "/board/figures/scans/": ("community", "street", "leader"),
    "/board/figures/grids/": ("community", "street", "leader"),
    "/board/figures/unknown/": (),
    "/board/figures/received/?by=channel&part=": ("community", "street", "leader"),
    "/board/figures/received/?by=seat&part=x": (),
    "/board/?from=2026-06-31&to=x": ("community", "street", "leader"),
    "/map/": ("community", "street", "leader"),
    "/map/?indicator=on_time&from=2026-05-01&to=2026-06-08": ("community", "street", "leader"),
    "/map/?indicator=unknown": (),
    "/map/data/?period=year": ("community", "street", "leader"),
    "/map/data/?layer=doors": ("community", "street", "leader"),
    "/wall/": ("community", "street", "leader"),
    "/wall/data/": ("community", "street", "leader"),
    "/wall/keys/": ("community", "street", "leader"),
    "/wall/k/unknown/": (),
    "/me/month/": ("grid",),
    "/audit/": ("audit",),
    "/jobs/": ("admin",),
    "/places/import/": ("admin",),
    "/places/": (*STAFF[:3], "chengguan", "leader", "audit", "admin"),
    "/places/{compound}/doors/": ("admin",),
    "/places/{compound}/doors/sheet/": ("admin",),
    "/seats/": ("grid", "community", "street", "leader", "audit", "admin"),
    "/cases/export/?view=all": ("grid", "community", "street", "chengguan", "leader"),
}


def test_who_comes_for_an_act_that_is_not_offered_is_shown_the_case(opened):
    here = f"/cases/{opened['number']}/"
    for username in STAFF:
        answer = client_for(username).get(f"{here}acts/forward/")
        seen = username in PAGES["/cases/{number}/"]
        assert (answer.status_code, answer.get("Location", "")) == ((302, here) if seen else (404, "")), username


@pytest.mark.parametrize("path", PAGES)
def test_staff_pages_answer_only_their_people(path, opened):
    compound = Place.objects.filter(kind="compound").order_by("code").first()
    url = path.format(number=opened["number"], compound=compound.pk)
    for username in STAFF:
        response = client_for(username).get(url)
        wanted = 200 if username in PAGES[path] else 404
        assert response.status_code == wanted, (username, url)
        for close in response._resource_closers:
            close()
    signed_out = client_for().get(url)
    assert signed_out.status_code == (302 if path.startswith("/inbox/") and "export" not in path else 404), url
