"""Rules of the registers: who may be bound where, what a contact needs, what is idle, how a contract stands."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from linli.domains.organizations.rules import (
    check_contact,
    check_cover,
    check_layer,
    contract_state,
    first_day_without,
    is_idle,
    kind_of,
)
from linli.domains.organizations.values.registers import Share
from linli.domains.organizations.values.tables import Kind, Scheme
from linli.kernel.refusal import Refusal

SCHEMES = {
    "link": Scheme.model_validate(
        {
            "title": "一联双包",
            "layers": {
                "unit": {"title": "单位", "who": "organization", "at": "compound"},
                "official": {"title": "干部", "who": "person", "at": "building"},
            },
        }
    )
}
BRANCH = Kind.model_validate({"title": "党支部", "covers": ["compound"], "ways": {"own": "单独组建"}})
NOW = datetime(2026, 6, 8, 1, tzinfo=UTC)
TODAY = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("scheme", "layer", "level", "unit", "person", "code"),
    [
        ("none", "unit", "compound", 1, None, "wrong_layer"),
        ("link", "none", "compound", 1, None, "wrong_layer"),
        ("link", "unit", "compound", None, None, "wrong_layer"),
        ("link", "unit", "compound", 1, 2, "wrong_layer"),
        ("link", "unit", "building", 1, None, "wrong_level"),
        ("link", "official", "building", 1, None, "wrong_layer"),
        ("link", "official", "compound", None, 2, "wrong_level"),
    ],
)
def test_a_layer_binds_only_its_own(scheme, layer, level, unit, person, code):
    with pytest.raises(Refusal, match=code):
        check_layer(SCHEMES, scheme, layer, level, unit, person)


def test_a_person_may_come_with_their_unit():
    check_layer(SCHEMES, "link", "official", "building", 1, 2)
    check_layer(SCHEMES, "link", "unit", "compound", 1, None)


@pytest.mark.parametrize(
    ("kind", "about", "hours", "at", "code"),
    [
        ("magic", "", None, NOW, "bad_contact"),
        ("visit", "", None, NOW + timedelta(minutes=1), "bad_contact"),
        ("claim", " ", None, NOW, "claim_what"),
        ("service", "", None, NOW, "bad_hours"),
        ("service", "", Decimal("24.5"), NOW, "bad_hours"),
        ("visit", "", Decimal(0), NOW, "bad_hours"),
    ],
)
def test_a_contact_needs_what_its_kind_needs(kind, about, hours, at, code):
    with pytest.raises(Refusal, match=code):
        check_contact(kind, about, hours, at, NOW)


def test_a_kind_covers_its_levels_in_its_ways():
    check_cover(BRANCH, "compound", "own")
    check_cover(Kind.model_validate({"title": "队", "covers": ["compound"]}), "compound", "")
    for level, way, code in (
        ("grid", "own", "wrong_level"),
        ("compound", "", "wrong_way"),
        ("compound", "x", "wrong_way"),
    ):
        with pytest.raises(Refusal, match=code):
            check_cover(BRANCH, level, way)
    with pytest.raises(Refusal, match="wrong_body"):
        kind_of({}, "party")


def test_idle_begins_the_day_after_the_limit():
    today = date(2026, 6, 8)
    assert not is_idle(today - timedelta(days=60), today, 60)
    assert is_idle(today - timedelta(days=61), today, 60)


@pytest.mark.parametrize(("days", "state"), [(-1, "late"), (0, "soon"), (90, "soon"), (91, "")])
def test_how_a_contract_stands(days, state):
    today = date(2026, 6, 8)
    assert contract_state(today + timedelta(days=days), today) == state
    assert contract_state(None, today) == ""


def test_a_share_of_nothing_has_no_percent():
    assert (Share("", 0, 0).percent, Share("", 65, 165).percent, Share("", 65, 165).gaps) == ("—", "39.4", 100)


@pytest.mark.parametrize(
    ("terms", "first"),
    [
        ([], 1),
        ([(-30, None)], None),
        ([(-30, 5)], 5),
        ([(-30, 5), (5, None)], None),
        ([(6, None), (-30, 5)], 5),
        ([(-30, 9), (2, 4), (4, 12)], 12),
        ([(-30, -2), (3, None)], 1),
    ],
)
def test_the_first_day_nobody_sits_is_found(terms, first):
    def day(number):
        return None if number is None else TODAY + timedelta(days=number - 1)

    assert first_day_without([(day(starts), day(ends)) for starts, ends in terms], TODAY) == day(first)
