"""Searching: what is found is what the viewer may see, whatever else the town holds, and the index says what is so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.backbone import jobs
from linli.backbone.models import EventRow, Undelivered
from linli.backbone.values import RESIDENT
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import Case, CaseText, Order
from linli.domains.cases.projections import words
from linli.domains.cases.queries import search as searching
from linli.domains.cases.queries.lists import case_list
from linli.domains.cases.queries.search import case_named, search_cases
from linli.domains.cases.values import Channel
from linli.domains.cases.values.search import CaseSearch
from linli.domains.organizations import projections as body_words
from linli.domains.organizations.access import visible_bodies
from linli.domains.organizations.models import Organization, OrganizationText
from linli.domains.organizations.queries.search import find_bodies
from linli.domains.places.access import visible_places
from linli.domains.places.models import Place, PlaceText
from linli.domains.places.projections import words as place_words
from linli.domains.places.queries.search import find_places, places_to_narrow
from linli.front.views.search import WHAT
from linli.kernel.words import asked, spans
from tests.journeys.test_pages import STAFF, client_for
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, kinds

PEOPLE = (*STAFF, "grid2", "zhujian")
TERMS = (
    "停车",
    "灯",
    "楼道",
    "垃圾",
    "金榕花园",
    "金榕花园 1 栋",
    "漏水",
    "鳄鱼",
    "噪音 晚上",
    "1",
    "不",
    "网格",
    "施工",
)


def texts_of(model):
    return dict(model.objects.values_list("id", "words"))


ANYTHING = CaseSearch()


def all_found(viewer, term, wanted=ANYTHING):
    numbers, after = [], ""
    while True:
        page = search_cases(viewer, term, wanted, now=MONDAY, after=after)
        numbers += [row.number for row in page.rows]
        if not page.cursor:
            return numbers
        after = page.cursor


def holding(rows, term):
    """The cases that hold these words, asked of the rows one by one."""
    order = dict(Order.objects.values_list("case_id", "number"))
    found = []
    for case in rows:
        compound, _dot, grid = case.where.partition(" · ")
        added = [
            case.remarks.get(pk=one["remark_id"]).words
            for one in EventRow.objects.filter(name="WordsAdded", subject_kind="case", subject_id=case.pk)
            .order_by("id")
            .values_list("data", flat=True)
        ]
        titles = [title for title in searching_titles(case)]
        pieces = [case.text, *titles, f"{compound} {case.plate} {case.detail}", grid, order.get(case.pk, ""), *added]
        if all(any(spans(piece, [one]) for piece in pieces) for one in asked(term)):
            found.append(case.number)
    return found


def searching_titles(case):
    from linli.backbone.packs.registry import version
    from linli.domains.cases.values.tables import cases as cases_part

    one = cases_part(version(case.pack_version)).categories[case.category]
    return one.title.zh, one.title.en


@pytest.fixture
def history(town, monkeypatch):
    """Four hundred cases, in stretches of 64 so that a search goes through several."""
    monkeypatch.setattr("linli.domains.cases.values.search.STRETCH", 6)
    monkeypatch.setattr(searching, "STRETCH", 6)
    monkeypatch.setattr(searching, "NEWEST", 30)
    monkeypatch.setattr(searching, "DENSE", 25)
    write_history(cases=400, seed=demo.SEED, now=MONDAY, say=lambda said: None)


def test_everybody_finds_all_that_they_see_and_nothing_else(history):
    answers = set()
    for name in PEOPLE:
        viewer = viewer_for(name)
        seen = list(visible_cases(viewer).order_by("-id"))
        for term in TERMS:
            wanted = holding(seen, term)
            assert all_found(viewer, term) == wanted, (name, term)
            answers.add(bool(wanted))
    assert answers == {True, False}


def test_what_lies_outside_changes_no_answer(history, front_door):
    def answers(viewer):
        return [
            (
                search_cases(viewer, term, CaseSearch(), now=MONDAY),
                find_places(viewer, term),
                find_bodies(viewer, term),
                places_to_narrow(viewer, Place.objects.order_by("-id").first().pk),
            )
            for term in (*TERMS, "恐龙")
        ]

    before = {name: answers(viewer_for(name)) for name in ("grid", "grid2", "community", "chengguan")}
    hidden = {name: visible_cases(viewer_for(name)).values_list("pk", flat=True) for name in before}
    for name, known in before.items():
        outside = Case.objects.exclude(pk__in=list(hidden[name])).values_list("pk", flat=True)
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT whole")
            cursor.execute("DELETE FROM cases_casetext WHERE id = ANY(%s)", [list(outside)])
        assert answers(viewer_for(name)) == known, name
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO whole")


def narrowed(rows, wanted):
    """What a search may show, asked of the cases in plain terms."""
    if wanted.place_id:
        rows = rows.filter(community_id=wanted.place_id)
    if wanted.kind:
        rows = rows.filter(procedure=wanted.kind)
    if wanted.state:
        rows = rows.filter(open=wanted.state == "open")
    if wanted.start:
        rows = rows.filter(opened_at__date__gte=wanted.start)
    return rows.filter(opened_at__date__lte=wanted.end) if wanted.end else rows


def test_filters_narrow_as_the_list_does(history):
    viewer = viewer_for("leader")
    place = Case.objects.order_by("-id").values_list("community_id", flat=True).first()
    day = (MONDAY - timedelta(days=90)).date()
    for wanted in (
        CaseSearch(state="open"),
        CaseSearch(state="closed"),
        CaseSearch(kind="request", place_id=place),
        CaseSearch(start=day),
        CaseSearch(start=day, end=day + timedelta(days=30), state="closed"),
        CaseSearch(kind="dispute"),
    ):
        rows = narrowed(visible_cases(viewer), wanted).order_by("-id")
        assert all_found(viewer, "楼", wanted) == holding(rows, "楼"), wanted


def test_places_and_organizations_are_found_in_reach_only(town):
    for name in PEOPLE:
        viewer = viewer_for(name)
        mine = set(visible_places(viewer).values_list("id", flat=True))
        reached = set(visible_bodies(viewer).filter(closed_at=None).values_list("id", flat=True))
        for term in ("金榕", "jr", "花园", "社区", "网格", "党支部", "城管", "1"):
            assert {one.id for one in find_places(viewer, term, 500)} <= mine
            found = {one.id for one in find_bodies(viewer, term, 500)}
            assert found <= reached
            named = Organization.objects.filter(pk__in=reached, name__contains=term)
            if term not in ("jr", "1"):
                assert found >= set(named.values_list("id", flat=True)), (name, term)


def test_initials_and_codes_find_places(town, front_door):
    leader = viewer_for("leader")
    compound = Place.objects.get(pk=front_door.place.ids["compound"])
    assert compound.name == "金榕花园"
    assert compound.pk in {one.id for one in find_places(leader, "jrhy", 50)}
    assert compound.pk in {one.id for one in find_places(leader, "JRH", 50)}
    assert find_places(leader, compound.code)[0].id == compound.pk
    assert find_places(leader, "xyzzy") == ()


def delivered(after):
    """Every listener of every event since, told."""
    jobs.deliver_waiting(until=lambda: False)
    assert not Undelivered.objects.filter(event_id__gt=after).exists()


def test_after_any_walk_the_index_equals_its_rebuild(town, front_door):
    last = EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    from linli.backbone.packs.registry import version_in_force
    from linli.domains.cases.values.tables import procedure

    for kind in kinds():
        for end in procedure(version_in_force(), kind).ends:
            Walk(kind, front_door.place.id, MONDAY).to(end)
        Walk(kind, front_door.place.id, MONDAY)
    delivered(last)
    told = texts_of(CaseText)
    assert words.rebuild() == len(told) == Case.objects.count()
    assert told == texts_of(CaseText)


def test_history_is_indexed_as_it_is_loaded(town):
    write_history(cases=120, seed=demo.SEED, now=MONDAY, say=lambda said: None)
    loaded = texts_of(CaseText)
    assert words.rebuild() == 120
    assert loaded == texts_of(CaseText)
    CaseText.objects.all().delete()
    assert words.mend(50) == 120
    assert loaded == texts_of(CaseText)


def test_places_and_organizations_are_written_with_their_words(town):
    places, bodies = texts_of(PlaceText), texts_of(OrganizationText)
    assert place_words.rebuild() == len(places) == Place.objects.count()
    assert texts_of(PlaceText) == places
    assert body_words.rebuild() == Organization.objects.count()
    assert texts_of(OrganizationText) == bodies


def opened(door, text):
    return commands.open_case(
        actor=RESIDENT, place=door.place, text=text, channel=Channel.SCAN, phone="13812342046", now=MONDAY
    )


def test_words_added_are_found_but_never_a_phone_or_a_name(town, front_door):
    last = EventRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    case = opened(front_door, "楼下有只鳄鱼")
    delivered(last)
    leader = viewer_for("leader")
    assert all_found(leader, "鳄鱼") == [case["number"]]
    last = EventRow.objects.order_by("-id").values_list("id", flat=True).first()
    commands.add_words(actor=RESIDENT, token=case["token"], words="还有一头犀牛", now=MONDAY)
    delivered(last)
    assert all_found(leader, "犀牛 鳄鱼") == [case["number"]]
    assert all_found(leader, "13812342046") == all_found(leader, "1381") == []


def wide(typed):
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in typed)


def test_a_number_leads_to_its_case_for_who_sees_it(town, front_door):
    case = opened(front_door, "灯坏了")
    Order.objects.create(case_id=case["id"], source="12345", number="20260608001234")
    for name in ("leader", "grid"):
        assert case_named(viewer_for(name), case["number"].lower()) == f"/cases/{case['number']}/"
        assert case_named(viewer_for(name), f" {wide(case['number'].lower())} ") == f"/cases/{case['number']}/"
        assert case_named(viewer_for(name), f" {wide('2026 0608 001234')}") == f"/cases/{case['number']}/"
        listed = case_list(viewer_for(name), view="open", now=MONDAY, filters={"q": wide(case["number"].lower())})
        assert [row.number for row in listed.rows] == [case["number"]]
        assert case_named(viewer_for(name), "20260608001234") == f"/cases/{case['number']}/"
        assert client_for(name).get("/search/", {"q": case["number"]})["Location"] == f"/cases/{case['number']}/"
    assert case_named(viewer_for("grid2"), case["number"]) == case_named(viewer_for("grid2"), "20260608001234") == ""
    assert client_for("grid2").get("/search/", {"q": case["number"]}).status_code == 200


def test_the_end_of_a_number_finds_its_case_for_who_sees_it(town, front_door):
    case = opened(front_door, "灯坏了")
    number = case["number"]
    day, last = number[2:8], number.rpartition("-")[2]
    for typed in (last, f"-{last}", f"{day}-{last}", wide(last), f" {wide(f'{day} - {last}')}"):
        listed = case_list(viewer_for("grid"), view="open", now=MONDAY, filters={"q": typed})
        assert [row.number for row in listed.rows] == [number], typed
        found = search_cases(viewer_for("leader"), typed, ANYTHING, now=MONDAY).rows
        assert [row.number for row in found] == [number], typed
        assert number in client_for("grid").get("/search/", {"q": typed}).content.decode(), typed
        assert search_cases(viewer_for("grid2"), typed, ANYTHING, now=MONDAY).rows == (), typed
        assert search_cases(viewer_for("leader"), typed, CaseSearch(state="closed"), now=MONDAY).rows == (), typed
    opened(front_door, f"{last} 号灯杆倒了")
    words.rebuild()
    found = search_cases(viewer_for("leader"), last, ANYTHING, now=MONDAY).rows
    assert found[0].number == number
    assert len(found) == 2
    for typed in (last[1:], f"991231-{last}", f"{last}9", "²³¹²"):
        assert search_cases(viewer_for("leader"), typed, ANYTHING, now=MONDAY).rows == (), typed


def test_a_whole_number_leads_to_its_case_from_a_list_that_does_not_hold_it(town, front_door):
    number = opened(front_door, "灯坏了")["number"]
    answer = client_for("grid").get("/cases/", {"q": wide(number), "view": "closed"})
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{number}/")
    assert client_for("grid").get("/cases/", {"q": number}).status_code == 200
    assert client_for("grid2").get("/cases/", {"q": number, "view": "closed"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "可以这样找"),
        ("13812342046", "不能按电话找"),
        ("１３８ １２３４ ２０４６", "不能按电话找"),
        ("，。", "只有符号"),
        ("鳄鱼恐龙", "没有找到"),
        ("<script>alert(1)</script>", "没有找到"),
        ("'", "只有符号"),
        ("金榕", "<mark>金榕</mark>"),
        ("\x00灯' | 'P1", "没有找到"),
    ],
)
def test_the_page_says_why_nothing_is_found(town, query, said):
    page = client_for("leader").get("/search/", {"q": query})
    assert page.status_code == 200
    assert said in page.content.decode()
    assert "<script>alert" not in page.content.decode()
    part = client_for("leader").get("/search/", {"q": query}, headers={"HX-Request": "true"}).content.decode()
    assert said in part
    assert "<html" not in part


def test_four_callers(town, front_door):
    opened(front_door, "楼下有只鳄鱼")
    words.rebuild()
    assert client_for().get("/search/?q=鳄鱼").status_code in (302, 404)
    assert "有只<mark>鳄鱼</mark>" in client_for("grid").get("/search/?q=鳄鱼").content.decode()
    for name in ("grid2", "chengguan", "admin"):
        answer = client_for(name).get("/search/?q=鳄鱼")
        assert answer.status_code == 200
        assert "没有找到" in answer.content.decode(), name
    assert client_for().get("/places/find/?address=金榕花园1栋").status_code in (302, 404)
    assert client_for("chengguan").get("/places/find/?address=金榕花园1栋").status_code == 404


def test_an_address_is_offered_to_who_registers(town, front_door):
    written = f"{Place.objects.get(pk=front_door.place.ids['compound']).name}1栋2单元"
    said = client_for("grid").get("/places/find/", {"address": written}).content.decode()
    assert f'data-place="{front_door.place.code}"' in said
    assert 'data-detail="2单元"' in said
    nearly = client_for("grid").get("/places/find/", {"address": "金容花园1栋"}).content.decode()
    assert "读音一样" in nearly
    assert front_door.place.code in nearly
    assert front_door.place.code not in client_for("grid2").get("/places/find/", {"address": written}).content.decode()
    chosen = client_for("grid").get("/report/", {"place": front_door.place.code}).content.decode()
    assert f'<option value="{front_door.place.code}" selected>' in chosen


@pytest.mark.parametrize("cases", [60, 1000])
def test_statements_do_not_grow_with_rows(town, cases, monkeypatch):
    # A look at the pack's version must not fall into the count.
    monkeypatch.setattr("linli.backbone.packs.registry.FRESH_SECONDS", 3600.0)
    write_history(cases=cases, seed=demo.SEED, now=MONDAY, say=lambda said: None)
    client = client_for("leader")
    for query, most in {"灯": 18, "鳄鱼": 21, "金榕": 25}.items():
        client.get("/search/", {"q": query})
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/search/", {"q": query}).status_code == 200
        assert len(seen) <= most, (query, len(seen), [str(one["sql"])[:100] for one in seen])


def test_what_is_not_shown_of_one_kind_is_a_link_away(town, front_door):
    client = client_for("leader")
    some = client.get("/search/?q=花园").context
    assert len(some["places"]) == 4
    assert "places" in some["fuller"]
    assert "notices" not in some["fuller"]
    page = client.get("/search/?q=花园").content.decode()
    link = f"/search/?{some['fuller']['places']}"
    assert link.replace("&", "&amp;") in page
    more = client.get(link).context
    assert len(more["places"]) > 4
    assert not more["fuller"]
    assert not more["cases"]
    what = next(options for name, _label, _whole, options in more["selects"] if name == "what")
    assert tuple(key for key, _title, _here in what) == WHAT
