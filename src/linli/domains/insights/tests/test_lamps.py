"""There are as many lamps as matters closed, and each hangs where it belongs."""

from hypothesis import given
from hypothesis import strategies as st
from shapely import contains_xy
from shapely.geometry import shape

from linli.domains.insights.rules.lamps import HEIGHT, WIDTH, Sheet, hung, shared

CORNER = {
    "type": "Polygon",
    "coordinates": [[[111.0, 23.0], [111.02, 23.0], [111.02, 23.004], [111.004, 23.02], [111.0, 23.02], [111.0, 23.0]]],
}


@given(st.integers(-5, 300), st.dictionaries(st.integers(1, 30), st.integers(-3, 60)))
def test_lamps_add_up_to_the_whole(whole, counts):
    at, rest = shared(whole, counts)
    assert sum(at.values()) + rest == max(0, whole)
    assert rest >= 0
    assert all(0 <= at[place] <= max(0, count) for place, count in counts.items())


@given(st.integers(0, 200), st.integers(0, 10_000), st.booleans())
def test_so_many_points_inside_the_border(count, seed, bordered):
    found = hung(count, seed, CORNER if bordered else None, (111.004, 23.004))
    assert len(found) == len(set(found)) == count
    assert found == hung(count, seed, CORNER if bordered else None, (111.004, 23.004))
    assert not bordered or all(contains_xy(shape(CORNER), *one) for one in found)


def test_a_place_nobody_knows_the_way_to_has_no_lamp():
    assert hung(3, 1, None, None) == []


@given(st.floats(70, 135), st.floats(5, 53), st.floats(0.001, 3), st.floats(0.001, 3))
def test_the_sheet_holds_the_land_with_the_north_above(west, south, wide, high):
    sheet = Sheet(west, south, west + wide, south + high)
    left, top = sheet.at((west, south + high))
    right, bottom = sheet.at((west + wide, south))
    assert 0 <= left <= right <= WIDTH
    assert 0 <= top <= bottom <= HEIGHT
    assert sheet.path({"type": "Polygon", "coordinates": [[[west, south], [west + wide, south]]]}).startswith("M")
