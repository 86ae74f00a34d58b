"""Open311 GeoReport v2 as programs made for other cities meet it: the published schemas, every error, pages and dates,
a stranger's client, and what must never leave."""

import io
import json
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.utils import timezone
from georeport import GeoReport
from jsonschema import Draft202012Validator, FormatChecker
from PIL import Image

from linli.backbone.values import RESIDENT, SYSTEM
from linli.config.wsgi import application
from linli.domains.cases import commands
from linli.domains.cases.models import Case, Photo
from linli.domains.cases.values import Channel
from linli.domains.organizations.commands.tokens import issue_integration_token
from linli.domains.places.models import Place
from linli.domains.places.queries import root
from linli.domains.places.queries.addresses import forget_books
from tests.journeys.api import secret_for

V2 = "/open311/v2"
SCHEMAS = Path(__file__).parent / "open311"
PHONE, NAME, MAIL = "13800138046", "王秀兰", "xiulan@example.org"
WORDS = "三楼的灯坏了三天，我家老人看不清台阶"


def schema(name):
    """A published schema; a list's items are named by file."""
    found = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    if found.get("type") == "array":
        found["items"] = schema(found["items"]["$ref"].removesuffix(".json"))
    return found


def fits(name, body):
    Draft202012Validator(schema(name), format_checker=FormatChecker()).validate(body)


def plain(node):
    """XML by the Spark convention: what its JSON should say, but that everything is text."""
    if len(node) and node.tag in LISTS:
        return [plain(one) for one in node]
    if len(node):
        return {one.tag: plain(one) for one in node}
    return [] if node.tag in LISTS else node.text


LISTS = ("services", "attributes", "values", "service_requests", "errors", "endpoints", "formats")


def as_text(body):
    if isinstance(body, dict):
        return {key: as_text(value) for key, value in body.items()}
    if isinstance(body, list):
        return [as_text(one) for one in body]
    return None if body is None else ("true" if body else "false") if isinstance(body, bool) else str(body)


class City:
    """A client of the endpoint, with or without a key."""

    def __init__(self, key: str = "", base: str = V2) -> None:
        self.client, self.key, self.base = Client(enforce_csrf_checks=True), key, base

    def get(self, path: str, code: int = 200, **query):
        """JSON, once XML has said the same."""
        query |= {"api_key": self.key} if self.key else {}
        answer = self.client.get(f"{self.base}/{path}.json", query)
        assert answer.status_code == code, answer.content.decode()
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        other = self.client.get(f"{self.base}/{path}.xml", query)
        assert other.status_code == code
        assert other["Content-Type"] == "text/xml; charset=utf-8"
        assert other.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
        said, told = plain(ElementTree.fromstring(other.content)), answer.json()
        if "media" not in json.dumps(told):
            assert said == as_text(told)
        return told

    def post(self, status: int = 200, form: str = "json", **given):
        sent = {"api_key": self.key, "service_code": "lighting", "description": WORDS, **given}
        data = {key: value for key, value in sent.items() if value is not None}
        if any(hasattr(one, "read") for one in data.values()):
            answer = self.client.post(f"{self.base}/requests.{form}", data)
        else:
            body, kind = urlencode(data, doseq=True), "application/x-www-form-urlencoded"
            answer = self.client.post(f"{self.base}/requests.{form}", body, content_type=kind)
        assert answer.status_code == status, answer.content.decode()
        return answer.json() if form == "json" else answer


@pytest.fixture
def place(front_door):
    return front_door.place


@pytest.fixture
def city(town):
    said = {"actor": SYSTEM, "name": "随手拍", "days": 9, "place_id": root().id, "now": timezone.now()}
    return City(issue_integration_token(scopes=["open311"], **said).secret)


@pytest.fixture
def told(place, town):
    """A report at a door, with a name, a telephone number and words nobody else may read."""
    said = {"actor": RESIDENT, "place": place, "text": WORDS, "channel": Channel.SCAN, "category": "lighting"}
    return commands.open_case(phone=PHONE, reporter=NAME, detail="3 单元 301", now=timezone.now(), **said)["number"]


def sentence(errors):
    assert isinstance(errors, list)
    assert all(set(one) == {"code", "description"} and one["description"] for one in errors)
    return errors[0]["description"]


def picture():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(out, "JPEG")
    return SimpleUploadedFile("灯.jpg", out.getvalue(), content_type="image/jpeg")


def test_discovery_names_two_endpoints(town):
    for path in ("/open311/discovery", V2 + "/discovery"):
        body = City(base="").get(path.strip("/"))
        assert {"changeset", "contact", "key_service", "endpoints"} == set(body)
        assert [one["type"] for one in body["endpoints"]] == ["production", "test"]
        for one in body["endpoints"]:
            assert one["specification"] == "http://wiki.open311.org/GeoReport_v2"
            assert one["formats"] == ["text/xml", "application/json"]
            assert Client().get(one["url"].removeprefix("http://testserver") + "/services.json").status_code == 200


def test_services_are_the_categories_of_the_pack(town):
    body = City().get("services")
    fits("services", body)
    assert body[0]["service_code"] == "lighting"
    assert body[0]["service_name"] == "楼道照明"
    assert all(one["metadata"] is True and one["type"] == "realtime" for one in body)


def test_a_definition_says_what_is_asked(town):
    body = City().get("services/lighting")
    fits("service-definition", body)
    sort, detail, public = body["attributes"]
    assert (sort["code"], sort["datatype"], sort["order"]) == ("sort", "singlevaluelist", 1)
    assert {"key": "complaint", "name": "投诉"} in sort["values"]
    assert (detail["code"], detail["datatype"], detail["required"]) == ("detail", "string", False)
    assert [one["key"] for one in public["values"]] == ["yes", "no"]


def test_a_request_is_opened_read_back_and_closed_by_nobody_else(city, place):
    made = city.post(lat=place.point[1], long=place.point[0], phone=PHONE, first_name=NAME, email=MAIL)
    number = made[0]["service_request_id"]
    case = Case.objects.get(number=number)
    assert (case.channel, case.category, case.text, case.place_id) == ("open311", "lighting", WORDS, place.id)
    mine, others = city.get(f"requests/{number}")[0], City().get(f"requests/{number}")[0]
    fits("requests", [mine, others])
    assert mine["description"] == WORDS
    assert others["description"] is None
    assert (mine["lat"], mine["long"]) == (round(place.point[1], 6), round(place.point[0], 6))
    assert others["status"] == "open"
    assert others["status_notes"] == "正在办：网格办理"
    assert place.plate in mine["address"]
    assert place.plate not in others["address"]
    token = made[0]["service_notice"].rstrip("/").rpartition("/")[2]
    assert City().get(f"tokens/{token}") == [{"service_request_id": number, "token": token}]
    Case.objects.filter(pk=case.pk).update(open=False, closed_at=timezone.now(), result="declined")
    closed = City().get(f"requests/{number}")[0]
    assert (closed["status"], closed["status_notes"]) == ("closed", "不予受理")
    assert closed["updated_datetime"] >= closed["requested_datetime"]


def test_by_address_by_code_by_point_and_both(city, place):
    community, compound = (place.of_kind(kind).name for kind in ("community", "compound"))
    by_address = city.post(address_string=f"{community}{compound}{place.number}号楼2单元门口")[0]["service_request_id"]
    by_code = city.post(address_id=place.code)[0]["service_request_id"]
    near = {"lat": place.point[1] + 0.0001, "long": place.point[0]}
    both = city.post(address_string=f"{compound}{place.number}号楼", **near)[0]["service_request_id"]
    rows = {row.number: row for row in Case.objects.all()}
    assert {rows[one].building_id for one in (by_address, by_code, both)} == {place.id}
    assert rows[by_address].detail
    assert rows[both].lat == near["lat"]


def test_an_address_of_several_places_is_said_to_be_one(city, place):
    community, compound = (place.of_kind(kind).name for kind in ("community", "compound"))
    other = Place.objects.filter(kind="compound").exclude(ancestors__contains=[place.ids["community"]]).first()
    Place.objects.filter(pk=other.pk).update(name=compound)
    forget_books()
    told = sentence(city.post(400, address_string=f"{compound}{place.number}号楼"))
    assert "叫这个名字的不止一处：写上社区或街道" in told
    assert not Case.objects.exists()
    assert city.post(address_string=f"{community}{compound}{place.number}号楼")
    forget_books()


def test_answers_and_pictures(city, place):
    more = {"attribute[sort]": "complaint", "attribute[detail]": "三楼楼梯口", "attribute[public]": "yes"}
    made = city.post(address_id=place.code, media=picture(), **more)
    number = made[0]["service_request_id"]
    case = Case.objects.get(number=number)
    assert (case.detail, case.public) == ("三楼楼梯口", True)
    assert case.entries.get().data == {"sort": "complaint"}
    assert Photo.objects.get().case_id == case.pk
    shown = City().get(f"requests/{number}")[0]
    fits("request", shown)
    assert shown["description"] == WORDS
    answer = Client().get(shown["media_url"].removeprefix("http://testserver"))
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    forged = shown["media_url"].removeprefix("http://testserver").replace(".jpg", "x.jpg")
    assert Client().get(forged).status_code == 404
    linked = city.post(address_id=place.code, media_url="https://example.org/1.jpg")[0]["service_request_id"]
    assert "https://example.org/1.jpg" in Case.objects.get(number=linked).text
    wordless = city.post(address_id=place.code, description=None)[0]["service_request_id"]
    assert Case.objects.get(number=wordless).text == "楼道照明"


def test_a_repeated_key_opens_one_case(city, place):
    sent = {"api_key": city.key, "service_code": "lighting", "address_id": place.code, "description": WORDS}
    both = [city.client.post(f"{V2}/requests.json", sent, headers={"Idempotency-Key": "a1"}) for _ in range(2)]
    assert both[0].json() == both[1].json()
    other = city.client.post(f"{V2}/requests.json", {**sent, "description": "别的"}, headers={"Idempotency-Key": "a1"})
    assert (other.status_code, other.json()[0]["code"]) == (422, 422)
    assert "Idempotency-Key" in other.json()[0]["description"]
    assert Case.objects.count() == 1


def test_the_test_endpoint_checks_and_keeps_nothing(city, place):
    trying = City(city.key, "/open311/test/v2")
    made = trying.post(address_id=place.code, media=picture())
    assert made[0]["service_request_id"]
    assert "试用" in made[0]["service_notice"]
    assert not Case.objects.exists()
    assert not Photo.objects.exists()
    trying.post(403, api_key="lk_no")
    trying.post(404, service_code="no-such")


WRONG = [
    ({"api_key": None}, 403, "没有写 api_key"),
    ({"api_key": "lk_nobody"}, 403, "api_key 不对"),
    ({"service_code": None}, 400, "没有写 service_code"),
    ({"service_code": "nothing"}, 404, "没有这个 service_code"),
    ({"service_code": "x" * 51}, 400, "最多 50"),
    ({"address_id": None}, 400, "没有写在哪里"),
    ({"address_id": "no-such-place"}, 400, "没有这个 address_id"),
    ({"address_id": None, "lat": "39.9"}, 400, "一起写"),
    ({"address_id": None, "lat": "north", "long": "1"}, 400, "WGS84"),
    ({"address_id": None, "lat": "nan", "long": "1"}, 400, "WGS84"),
    ({"address_id": None, "lat": "91", "long": "1"}, 400, "WGS84"),
    ({"address_id": None, "lat": "0", "long": "0"}, 400, "找不到"),
    ({"address_id": None, "address_string": "火星一号"}, 400, "找不到"),
    ({"description": "字" * 4001}, 400, "太长"),
    ({"attribute[nothing]": "1"}, 400, "没有问这一项"),
    ({"attribute[sort]": "nothing"}, 400, ""),
    ({"attribute[public]": "maybe"}, 400, "yes"),
    ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
    ({"media": SimpleUploadedFile("a.jpg", b"no picture")}, 400, "不是照片"),
    ({"jurisdiction_id": "sfgov.org"}, 404, "jurisdiction_id"),
    ({"description": "a\x00b"}, 400, "字符"),
]


@pytest.mark.parametrize(("change", "status", "words"), WRONG)
def test_what_cannot_be_opened_is_said_in_both_formats(city, place, change, status, words):
    given = {"address_id": place.code, **change}
    told = city.post(status, **given)
    assert told[0]["code"] == status
    assert words in sentence(told)
    for one in given.values():
        if hasattr(one, "seek"):
            one.seek(0)
    other = city.post(status, form="xml", **given)
    assert plain(ElementTree.fromstring(other.content)) == as_text(told)
    assert not Case.objects.exists()


def test_a_whole_description_of_the_spec_is_taken(city, place):
    city.post(address_id=place.code, description="字" * 4000)
    assert len(Case.objects.get().text) == 4000


def test_keys_of_other_uses_open_nothing(town, place):
    for key in (secret_for("grid", ("read", "report")),):
        assert "Open311" in sentence(City(key).post(403, address_id=place.code))
    assert City("lk_nobody").get("requests", 403)[0]["code"] == 403
    assert not Case.objects.exists()


def test_a_key_reaches_its_place_and_no_other(town, place):
    street = place.of_kind("street")
    other = next(one for one in town_streets(town) if one != street.id)
    said = {"actor": SYSTEM, "name": "另一条街", "days": 9, "now": timezone.now()}
    key = issue_integration_token(scopes=["open311"], place_id=other, **said).secret
    assert "找不到" in sentence(City(key).post(400, address_id=place.code))


def town_streets(town):
    from linli.domains.places.queries import under

    return [one.id for one in under(root().id, "street")]


ASKED_WRONG = [
    ("services", {"jurisdiction_id": "sfgov.org"}, 404),
    ("services/nothing", {}, 404),
    (f"services/{'x' * 51}", {}, 400),
    ("requests", {"jurisdiction_id": "sfgov.org"}, 404),
    ("requests", {"status": "done"}, 400),
    ("requests", {"start_date": "yesterday"}, 400),
    ("requests", {"start_date": "2026-06-01T00:00:00"}, 400),
    ("requests", {"start_date": "2026-06-02T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
    ("requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
    ("requests", {"page": "0"}, 400),
    ("requests", {"page": "-1"}, 400),
    ("requests", {"page_size": "1001"}, 400),
    ("requests", {"page_size": "many"}, 400),
    ("requests", {"service_code": "nothing"}, 404),
    ("requests", {"service_request_id": "a\x00b"}, 400),
    ("requests/QS000000-0000", {}, 404),
    ("tokens/nothing", {}, 404),
    ("nothing", {}, 404),
]


@pytest.mark.parametrize(("path", "query", "status"), ASKED_WRONG)
def test_what_cannot_be_read_is_said_in_both_formats(town, path, query, status):
    if path == "nothing":
        assert Client().get(f"{V2}/nothing.json").status_code == 404
        return
    told = City().get(path, status, **query)
    assert told[0]["code"] == status
    assert sentence(told)


def test_formats_methods_and_bodies(town, city, settings):
    client = Client()
    assert client.get(f"{V2}/services.yaml").status_code == 400
    assert client.get(f"{V2}/services")["Content-Type"] == "text/xml; charset=utf-8"
    asked = client.get(f"{V2}/services", headers={"Accept": "application/json"})
    assert asked["Content-Type"] == "application/json; charset=utf-8"
    refused = client.post(f"{V2}/services.json")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    sent = client.post(f"{V2}/requests.json", "{}", content_type="application/json")
    assert sent.status_code == 400
    broken = client.post(f"{V2}/requests.json", b"--x\r\n", content_type="multipart/form-data; boundary=")
    assert broken.status_code == 400
    assert sentence(broken.json())
    settings.LINLI_OPEN311_NAMED = True
    settings.LINLI_OPEN311_JURISDICTION = "chaoyang.example"
    assert City().get("services", 400)[0]["code"] == 400
    assert City().get("services", jurisdiction_id="chaoyang.example")
    assert City().get("services", jurisdiction_id=root().code)


def test_too_many_at_once_are_told_to_wait(town, settings):
    settings.LINLI_API_A_MINUTE = 2
    answers = [Client().get(f"{V2}/services.json") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert sentence(answers[2].json())


def test_pages_dates_states_and_lists(town, place):
    now = timezone.now().replace(microsecond=0)
    numbers = []
    for days in (1, 2, 3, 100):
        said = {"actor": RESIDENT, "place": place, "channel": Channel.SCAN, "now": now - timedelta(days=days)}
        opened = commands.open_case(text=f"第 {days} 天", category="noise" if days == 2 else "refuse", **said)
        numbers.append(opened["number"])
    Case.objects.filter(number=numbers[2]).update(open=False, closed_at=now, result="solved")
    client = City()

    def found(**query):
        return [one["service_request_id"] for one in client.get("requests", **query)]

    day = timedelta(days=1)
    assert found() == numbers[:3]
    assert found(page_size=2) == numbers[:2]
    assert found(page_size=2, page=2) == numbers[2:3]
    assert found(page_size=2, page=3) == []
    assert found(status="open") == numbers[:2]
    assert found(status="closed") == numbers[2:3]
    assert found(status="open,closed") == numbers[:3]
    assert found(service_code="noise") == numbers[1:2]
    assert found(service_code="noise,refuse") == numbers[:3]
    assert found(start_date=(now - 2 * day).isoformat()) == numbers[:2]
    assert found(start_date=(now - 2 * day).isoformat().replace("+", " ")) == numbers[:2]
    assert found(end_date=(now - 3 * day).isoformat()) == numbers[2:3]
    assert found(end_date=(now - 50 * day).isoformat()) == numbers[3:]
    assert found(start_date=(now - 101 * day).isoformat(), end_date=(now - 99 * day).isoformat()) == numbers[3:]
    assert found(start_date=(now - 90 * day).isoformat(), end_date=now.isoformat()) == numbers[:3]
    assert found(service_request_id=f"{numbers[3]},{numbers[0]},nothing", status="closed") == [numbers[0], numbers[3]]
    assert found(status="", start_date="", service_code="", page="") == numbers[:3]


def test_contact_and_private_words_never_leave(city, told, place, who):
    Case.objects.filter(number=told).update(public=False)
    mine = city.post(address_id=place.code, phone="13911112222", first_name="张", last_name="三", email=MAIL)
    whole = ""
    for client in (City(), city):
        for path in ("requests", f"requests/{told}", f"requests/{mine[0]['service_request_id']}", "services"):
            whole += json.dumps(client.get(path), ensure_ascii=False)
    for secret in (PHONE, NAME, MAIL, "13911112222", "三张", "301", "张三"):
        assert secret not in whole
    others = json.dumps(City().get("requests"), ensure_ascii=False)
    assert WORDS not in others
    assert "看不清" not in others
    Case.objects.filter(number=told).update(confidential=True)
    assert told not in json.dumps(City().get("requests"))
    assert City().get(f"requests/{told}", 404)


def test_other_kinds_of_case_are_not_listed(town, place):
    from tests.support.walk import Walk

    walk = Walk("dispute", place.id, timezone.now())
    assert City().get("requests") == []
    assert City().get(f"requests/{walk.number}", 404)


def test_what_a_list_costs_does_not_grow(city, place, django_assert_num_queries):
    Client().get(f"{V2}/requests.json")
    for count in (2, 8):
        for _ in range(count):
            city.post(address_id=place.code)
        with django_assert_num_queries(2):
            Client().get(f"{V2}/requests.json")


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture
def address(town):
    """A server of this process on the test's own database connection, one request at a time."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection = connections["default"]
    connection.inc_thread_sharing()

    def app(environ, start):
        connections["default"] = connection
        return application(environ, start)

    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{V2}"
    server.shutdown()
    server.server_close()
    thread.join()
    connection.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_strangers_client_reads_it(address, told, place, form):
    said = {"actor": RESIDENT, "place": place, "text": WORDS, "channel": Channel.SCAN}
    commands.open_case(now=timezone.now(), **said)
    client = GeoReport(address, output_format=form)
    services = client.get_service_list()
    assert services[0]["service_name"] == "楼道照明"
    definition = client.get_service_definition(services[0]["service_code"])
    assert definition["service_code"] == "lighting"
    found = client.get_service_requests(status="open", service_code="lighting")
    assert told in [one["service_request_id"] for one in found]
    one = client.get_service_request(told)
    assert (one["service_request_id"], one["status"]) == (told, "open")
