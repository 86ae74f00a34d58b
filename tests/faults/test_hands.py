"""The hands of a worker: parts of a long work done side by side, in their order; whatever befalls one of them."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from linli.backbone import hands
from linli.kernel.refusal import Refusal

SIDE_BY_SIDE = """
import os
from linli.config.cli import surroundings
surroundings.set_up_django()
from linli.backbone import hands
hands.number = lambda: 2
with hands.taken_on():
    {}
"""


def run(code: str) -> str:
    """What a program prints whose worker has two hands: a process of its own, for this one has threads."""
    given = [sys.executable, "-W", "error", "-c", SIDE_BY_SIDE.format(code)]
    done = subprocess.run(given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_parts_come_back_in_their_order():
    assert run("print(list(hands.share(abs, range(-40, 0))))") == str(list(range(40, 0, -1)))


def test_parts_are_done_by_others():
    assert run("print(os.readlink('/proc/self') in set(hands.share(os.readlink, ['/proc/self'] * 9)))") == "False"


def test_what_a_child_lays_on_a_shelf_is_read_by_its_parent():
    """What is too large for its place comes as it is; a place laid anew forgets what lay there."""
    code = """
    pass
shelf = hands.Shelf(2, 10_000)
def lay(number):
    return number, shelf.lay(number, {"one": b"%d" % number, "large": b"x" * 20_000, "two": b"y" * (number + 1)})
with hands.forked(2) as pool:
    for number, laid in hands.in_order(pool, lay, range(9), 2):
        found = shelf.read(number, laid)
        print(bytes(found["one"]).decode(), len(found["large"]), len(found["two"]), type(laid["large"]).__name__)
"""
    assert run(code).split() == [word for one in range(9) for word in (str(one), "20000", str(one + 1), "bytes")]


def test_what_goes_wrong_in_a_part_is_raised_where_it_was_asked_for():
    assert (
        run("""
    try:
        list(hands.share(int, ["1", "x", "3"]))
    except ValueError as no:
        print(no)
""")
        == "invalid literal for int() with base 10: 'x'"
    )


def test_a_hand_that_falls_is_told_and_the_next_is_done_without():
    assert (
        run("""
    from concurrent.futures.process import BrokenProcessPool
    try:
        list(hands.share(os._exit, [3]))
    except BrokenProcessPool:
        print(list(hands.share(abs, [-1, -2])))
""")
        == "[1, 2]"
    )


def test_without_hands_the_asker_does_the_parts():
    assert list(hands.share(abs, [-1, -2])) == [1, 2]


@pytest.mark.parametrize("detail", [{}, {"seats": "网格员", "missing": ("a", "b")}])
def test_a_refusal_goes_from_one_process_to_another(detail):
    again = pickle.loads(pickle.dumps(Refusal("no_seat", **detail)))
    assert (again.code, again.detail, str(again)) == ("no_seat", detail, str(Refusal("no_seat", **detail)))


CUT = """
from linli.backbone.hands import forked, in_order

def large(number):
    return bytes(50_000_000)

for _again in range(3):
    try:
        with forked(2) as pool:
            for made in in_order(pool, large, range(12), 6):
                raise KeyboardInterrupt
    except KeyboardInterrupt:
        print("ended", flush=True)
"""


def test_children_that_end_in_the_middle_of_a_result_are_not_waited_for():
    done = subprocess.run([sys.executable, "-c", CUT], stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["ended"] * 3
