"""Coordinates and check digits against published values, and what must hold of all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import geometry, ids

LON, LAT = st.floats(75, 134), st.floats(4, 52)


def test_the_published_check_value_of_the_shift():
    assert geometry.wgs84_to_gcj02(120, 40) == pytest.approx((120.00567568355486, 40.0013047896019), abs=1e-12)


@given(LON, LAT)
def test_the_way_back_is_within_a_millimetre(lon, lat):
    there = geometry.wgs84_to_gcj02(lon, lat)
    assert geometry.metres_between(geometry.to_wgs84(*there, "gcj02"), (lon, lat)) < 0.001
    baidu = geometry.gcj02_to_bd09(*there)
    assert geometry.metres_between(geometry.to_wgs84(*baidu, "bd09"), (lon, lat)) < 0.01


def test_a_mixed_system_is_hundreds_of_metres_off():
    assert 400 < geometry.metres_between((111.27, 23.48), geometry.wgs84_to_gcj02(111.27, 23.48)) < 700


def square(west: float, side: float) -> dict:
    ring = [[west, 0], [west + side, 0], [west + side, side], [west, side], [west, 0]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_point_lies_in_the_smallest_area_and_on_its_border():
    index = geometry.AreaIndex([(1, square(0, 10)), (2, square(0, 2))])
    assert index.at((1, 1)) == 2
    assert index.at((2, 1)) == 2
    assert index.at((5, 5)) == 1
    assert index.at((50, 50)) is None


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_identity_numbers(number):
    assert ids.is_identity_number(number)


def test_credit_codes():
    assert ids.is_credit_code("91350100M000100Y43")
    assert not ids.is_credit_code("91350100M000100Y4Z")


@given(st.integers(0, 16), st.integers(0, 9))
def test_one_wrong_digit_is_found(place, digit):
    good = "440524188001010014"
    wrong = good[:place] + str(digit) + good[place + 1 :]
    assert ids.is_identity_number(wrong) == (wrong == good)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 1234 2046", "13812342046"),
        ("+8613812342046", "13812342046"),
        ("0774-2021234", "0774-2021234"),
        ("12345", None),
        ("１３８１２３４２０４６", "13812342046"),
        ("＋８６　138 1234 ２０４６", "13812342046"),
        ("（０７７４）－２０２１２３４", "0774-2021234"),
        ("１２３４５", None),
        ("abc", None),
        ("23812342046", None),
    ],
)
def test_phones(text, number):
    assert ids.normal_phone(text) == number


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.data())
def test_a_phone_is_read_however_wide_it_is_typed(number, data):
    typed = "".join(data.draw(st.sampled_from((one, chr(ord(one) + 0xFEE0), f"{one} ", f"{one}　"))) for one in number)
    assert ids.normal_phone(typed) == number


@pytest.mark.parametrize(
    "typed", ["YL202511-000123", "yl202511-000123", " ＹＬ202511－０００１２３", "YL 202511 -000123"]
)
def test_a_case_number_is_read_as_it_is_kept(typed):
    assert ids.case_number(typed) == "YL202511-000123"


def test_a_mask_hides_the_middle():
    assert ids.masked_phone("13812342046") == "138****2046"
    assert ids.masked_name("陈小明") == "陈**"


@pytest.mark.parametrize("words", ["", "²", "⑴", "１２", "٣", "-1", "1.5", "9" * 19, " 1", "1\x00", "0x1"])
def test_what_is_no_row_number_is_said_to_be_none(words):
    assert ids.row_number(words) == 0
    assert ids.row_number(words, 7) == 7


def test_a_row_number_is_read():
    assert ids.row_number("9" * 18) == 10**18 - 1
    assert ids.row_number("007") == 7


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" abc2 3d ", "ABC23D"),
        ("https://linli.example/d/abc23d/", "ABC23D"),
        ("https://linli.example/d/ABC23D/report/?x=1", "ABC23D"),
        ("MKYR-82CH", "MKYR82CH"),
        ("ＭＫＹＲ８２ＣＨ", "MKYR82CH"),
        ("MKYR82CH🙂", "MKYR82CH"),
        ("\x00", ""),
        ("", ""),
        ("x" * 90, "X" * 12),
    ],
)
def test_a_code_is_read_from_what_is_typed_or_scanned(text, code):
    assert ids.door_code(text) == code


@pytest.mark.parametrize("phone", ["0774-2345678", "12345", "400-123-4567", "2345678"])
def test_numbers_of_offices(phone):
    assert ids.is_office_phone(phone)


@pytest.mark.parametrize("phone", ["13812342046", "138 1234 2046", "+86 13812342046", "call me", "٠١٢٣٤٥"])
def test_numbers_of_persons(phone):
    assert not ids.is_office_phone(phone)
