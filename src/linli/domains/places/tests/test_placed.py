"""A place in one line."""

import pytest

from linli.domains.places.values import placed


@pytest.mark.parametrize(
    ("where", "plate", "line"),
    [
        ("金榕花园 · 第 1 网格", "3 栋", "金榕花园 3 栋 · 第 1 网格"),
        ("金榕花园", "3 栋", "金榕花园 3 栋"),
        ("金榕社区", "第 1 网格", "金榕社区 第 1 网格"),
        ("金榕社区", "金榕社区", "金榕社区"),
    ],
)
def test_the_building_stands_with_its_compound(where, plate, line):
    assert placed(where, plate) == line
