"""Where addresses lie, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.places.rules.addresses import AddressBook, Spot, counted
from linli.domains.places.rules.near import SURE, difference

TOWN = [
    Spot(1, "district", "3401", "包河区", "", None, (1,)),
    Spot(2, "street", "340101", "常青街道", "", 1, (1, 2)),
    Spot(3, "community", "340101001", "竹西", "", 2, (1, 2, 3)),
    Spot(4, "community", "340101002", "姚公", "", 2, (1, 2, 4)),
    Spot(5, "community", "340101003", "常青", "", 2, (1, 2, 5)),
    Spot(10, "compound", "C10", "世纪城", "", 3, (1, 2, 3, 10)),
    Spot(11, "building", "C1001", "世纪城 3 栋", "3", 10, (1, 2, 3, 10, 11)),
    Spot(12, "building", "C1012", "世纪城 12 栋", "12", 10, (1, 2, 3, 10, 12)),
    Spot(13, "building", "C10A", "世纪城 A 座", "A", 10, (1, 2, 3, 10, 13)),
    Spot(20, "compound", "C20", "世纪城东苑", "", 4, (1, 2, 4, 20)),
    Spot(111, "unit", "C1001-2", "2 单元", "2", 11, (1, 2, 3, 10, 11, 111)),
    Spot(112, "household", "C1001-2-301", "301", "301", 111, (1, 2, 3, 10, 11, 111, 112)),
    Spot(40, "compound", "C40", "中山路123弄", "", 3, (1, 2, 3, 40)),
    Spot(41, "building", "C4005", "5 号", "5", 40, (1, 2, 3, 40, 41)),
    Spot(50, "compound", "C50", "龙湖名庭", "", 3, (1, 2, 3, 50)),
    Spot(51, "building", "C5001", "龙湖名庭 1 栋", "1", 50, (1, 2, 3, 50, 51)),
    Spot(30, "compound", "C30", "金榕花园", "", 3, (1, 2, 3, 30)),
    Spot(31, "compound", "C31", "金榕花园", "", 4, (1, 2, 4, 31)),
    Spot(32, "building", "C3101", "金榕花园 3 栋", "3", 31, (1, 2, 4, 31, 32)),
]
BOOK = AddressBook(TOWN)
TOWN_BY_ID = {spot.id: spot for spot in TOWN}


@pytest.mark.parametrize(
    ("address", "place", "detail"),
    [
        ("世纪城3栋2单元", 111, ""),
        ("世纪城3栋二单元301室王先生", 112, "王先生"),
        ("世纪城3栋5单元", 11, "5单元"),
        ("包河区常青街道世纪城 3 栋 2 单元 301", 112, ""),
        ("中山路123弄5号302室", 41, "302室"),
        ("世纪城３号楼，301室", 11, "301室"),
        ("世纪城第三栋", 11, ""),
        ("世纪城十二幢1单元", 12, "1单元"),
        ("世纪城a座", 13, ""),
        ("世纪城北门", 10, "北门"),
        ("世纪城99栋", 10, "99栋"),
        ("世纪城东苑3栋", 20, "3栋"),
        ("C1001", 11, ""),
        ("姚公社区金榕花园3栋", 32, ""),
    ],
)
def test_an_address_is_found(address, place, detail):
    assert BOOK.find(address)[:2] == (place, detail)


def test_a_name_that_stands_twice_is_not_guessed():
    assert BOOK.find("金榕花园3栋")[:4] == (None, "金榕花园3栋", None, True)
    assert BOOK.find("金榕花园3栋", community="姚公社区居委会").place == 32
    assert BOOK.find("金榕花园3栋", community="竹西社区").place == 30
    found = BOOK.find("金榕花园3栋", street="常青街道办事处")
    assert (found.place, found.area, found.several) == (None, 2, True)


def test_a_place_outside_the_community_that_is_written_is_not_taken():
    found = BOOK.find("世纪城3栋", community="姚公")
    assert (found.place, found.area) == (None, 4)


def test_without_a_compound_the_area_is_known():
    assert BOOK.find("竹西社区老菜场旁").area == 3
    assert BOOK.find("某路口", street="常青街道").area == 2
    assert BOOK.find("某路口", community="常青社区").area == 5
    assert BOOK.find("某路口")[:4] == (None, "某路口", None, False)
    assert BOOK.find("").place is None


def test_a_code_wins():
    assert BOOK.find("三栋楼下", code="C1012")[:4] == (12, "三栋楼下", None, False)


NUMBERS = {"三": "3", "十": "10", "十二": "12", "二十": "20", "二十一": "21", "7": "7", "A": "A"}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_chinese_numbers(text, number):
    assert counted(text) == number


MISTAKES = {
    "世季城3栋2单元": (111, "sound"),
    "龙湖明庭1栋": (51, "sound"),
    "湖龙名庭1栋": (51, "swapped"),
    "龙湖名1栋": (51, "missing"),
    "龙湖新名庭1栋": (51, "extra"),
    "龙湖名苑1栋": (None, ""),
    "龙湖": (None, ""),
}


@pytest.mark.parametrize(("address", "found"), MISTAKES.items())
def test_a_name_nearly_written_is_taken_only_where_it_sounds_or_lies_so(address, found):
    answer = BOOK.find(address)
    assert (answer.place, answer.near) == found


def test_another_character_is_offered_and_never_taken():
    assert [(one.place, one.near) for one in BOOK.offers("龙湖名苑1栋")] == [(51, "other")]
    assert [one.place for one in BOOK.offers("金榕花园3栋")] == [30, 32]
    assert BOOK.offers("某路口") == []


def test_a_mistake_that_could_be_two_places_is_not_taken():
    twins = AddressBook([*TOWN, Spot(60, "compound", "C60", "龙湖铭庭", "", 3, (1, 2, 3, 60))])
    assert twins.find("龙湖明庭1栋").place is None
    assert {one.place for one in twins.offers("龙湖明庭1栋")} == {51, 60}
    assert BOOK.find("金容花园3栋").place is None


def test_a_mistake_within_the_community_that_is_told():
    assert BOOK.find("金容花园3栋", community="姚公社区").place == 32


@given(st.data())
def test_what_is_taken_is_always_one_mistake_away(data):
    text = data.draw(st.text(alphabet="世纪城季龙湖名庭明金榕花园东苑3栋", max_size=9))
    found = BOOK.find(text)
    if found.place and found.near:
        name = next(one.name for one in TOWN if one.id in TOWN_BY_ID[found.place].ancestors and one.kind == "compound")
        stretches = {text[at:end] for at in range(len(text)) for end in range(at + 1, len(text) + 1)}
        assert any(difference(one, name) in SURE for one in stretches)
