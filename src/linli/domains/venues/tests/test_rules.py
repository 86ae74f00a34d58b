"""Opening hours against a clock that looks at every minute; near and far against looking at every venue."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.domains.venues.rules import check_facts, missing, right_state
from linli.domains.venues.rules.hours import AHEAD, on_day, opening, stretches_of, text_of, week_of
from linli.domains.venues.rules.near import Nearest, wind
from linli.domains.venues.values import Facts, Week
from linli.domains.venues.values.tables import Venues
from linli.kernel.calendar import Span, WorkingCalendar, YearNotice
from linli.kernel.geometry import metres_between
from linli.kernel.refusal import Refusal

CHINA = ZoneInfo("Asia/Shanghai")
# The first days of October 2026 with a make-up Saturday before and after; 2027 is not out yet.
REST = frozenset(date(2026, 10, day) for day in range(1, 8))
NOTICES = {2026: YearNotice(REST, frozenset({date(2026, 9, 26), date(2026, 10, 10)}))}
CALENDAR = WorkingCalendar(NOTICES, (Span(datetime.min.time(), datetime.max.time()),), CHINA)

MINUTES = st.integers(0, 288).map(lambda five: five * 5)


@st.composite
def stretches(draw):
    """Up to three stretches of a day, apart or touching."""
    edges = sorted(set(draw(st.lists(MINUTES, max_size=6))))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


WEEKS = st.builds(Week, st.lists(stretches(), min_size=7, max_size=7).map(tuple), st.booleans())
MOMENTS = st.datetimes(datetime(2026, 9, 20), datetime(2027, 1, 20)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=CHINA)
)


def open_at(week, at):
    """Whether a minute of the clock falls into a stretch of its day."""
    minute = at.hour * 60 + at.minute
    return any(start <= minute < end for start, end in on_day(week, at.date(), CALENDAR))


@given(WEEKS, MOMENTS)
def test_open_now_is_what_every_minute_says(week, now):
    found = opening(week, now, CALENDAR)
    assert found.open == open_at(week, now)
    steps = (now + timedelta(minutes=5 * step - now.minute % 5) for step in range(1, 12 * 24 * 9))
    change = next((at for at in steps if open_at(week, at) != found.open), None)
    said = found.until if found.open else found.opens
    if change is not None:
        assert said == change
    else:
        assert said is None or said >= now + timedelta(days=8)


@given(WEEKS, MOMENTS)
def test_it_does_not_matter_in_which_zone_one_asks(week, now):
    elsewhere = now.astimezone(ZoneInfo("America/New_York"))
    assert opening(week, elsewhere, CALENDAR) == opening(week, now, CALENDAR)


@given(WEEKS)
def test_hours_read_back_as_they_are_kept(week):
    texts = [text_of(one) for one in week.days]
    touching = [any(a[1] == b[0] for a, b in pairwise(one)) for one in week.days]
    found = week_of(texts, week.holidays)
    assert all(one == other for one, other, near in zip(found.days, week.days, touching, strict=True) if not near)


OFFICE = week_of(["08:30-12:00 14:30-17:30"] * 5 + ["", ""], False)


def at(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("now", "is_open", "said", "holiday"),
    [
        (at(9, 21, 9), True, at(9, 21, 12), False),
        (at(9, 21, 12), False, at(9, 21, 14, 30), False),
        (at(9, 25, 18), False, at(9, 26, 8, 30), False),  # a make-up Saturday is worked
        (at(9, 30, 17, 30), False, at(10, 8, 8, 30), False),
        (at(10, 1, 9), False, at(10, 8, 8, 30), True),  # a Thursday that is a public holiday
        (at(10, 3, 9), False, at(10, 8, 8, 30), False),  # a Saturday in it: it would be shut anyway
        (at(10, 10, 9), True, at(10, 10, 12), False),
    ],
)
def test_public_holidays_and_make_up_days(now, is_open, said, holiday):
    found = opening(OFFICE, now, CALENDAR)
    assert (found.open, found.until or found.opens, found.holiday, found.known) == (is_open, said, holiday, True)


def test_a_venue_may_keep_open_on_holidays_and_a_year_without_a_notice_is_not_guessed():
    kept = opening(OFFICE._replace(holidays=True), at(10, 1, 9), CALENDAR)
    assert (kept.open, kept.until) == (True, at(10, 1, 12))
    later = opening(OFFICE, at(1, 1, 9, year=2027), CALENDAR)
    assert (later.open, later.known) == (True, False)


def test_always_and_never():
    always = opening(week_of(["全天"] * 7, True), at(9, 21, 3), CALENDAR)
    assert (always.open, always.until) == (True, None)
    never = opening(week_of([""] * 7, False), at(9, 21, 3), CALENDAR)
    assert (never.open, never.opens) == (False, None)
    assert AHEAD > 30


def test_hours_go_on_over_midnight():
    found = opening(week_of(["18:00-24:00"] + ["00:00-02:00"] + [""] * 5, True), at(9, 21, 23), CALENDAR)
    assert found.until == at(9, 22, 2)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("8:30-12:00、14:30-17:30", "08:30-12:00 14:30-17:30"),
        ("14:30—17:30，08:30～12:00", "08:30-12:00 14:30-17:30"),
        ("08：30 至 12：00", "08:30-12:00"),
        ("休", ""),
        ("", ""),
        ("全天", "00:00-24:00"),
        ("00:00-24:00", "00:00-24:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text, kept):
    assert text_of(stretches_of(text)) == kept


@pytest.mark.parametrize(
    "text", ["9点到5点", "12:00-08:00", "08:00-08:00", "08:00-12:00 11:00-13:00", "25:00-26:00", "08:70-09:00", "08:00"]
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Refusal, match="venue_hours"):
        stretches_of(text)


SPOTS = st.tuples(st.floats(117.0, 117.1), st.floats(31.7, 31.8))


@given(st.lists(SPOTS, max_size=12), SPOTS, st.integers(50, 5000))
def test_near_is_what_looking_at_every_venue_says(points, here, metres):
    nearest, far = Nearest(points, metres), [metres_between(here, one) for one in points]
    assert nearest.reached(here) == any(one <= metres for one in far)
    assert nearest.metres(here) == (round(min(far)) if far else None)


def test_winds():
    here = (117.0, 31.7)
    assert [wind(here, there) for there in ((117.0, 31.8), (117.1, 31.7), (116.9, 31.6), here)] == [
        "north",
        "east",
        "southwest",
        "",
    ]


PART = Venues.model_validate(
    {
        "kinds": {"station": {"title": "站", "at": "compound", "needs": "reception"}},
        "functions": {"reception": "接待"},
        "rooms": {"built": "新建"},
    }
)
FACTS = Facts(kind="station", name="站", place_id=1)


@pytest.mark.parametrize(
    ("change", "level", "code"),
    [
        ({"kind": "palace"}, "compound", "venue_kind"),
        ({}, "street", "venue_level"),
        ({"name": "  "}, "compound", "venue_name"),
        ({"functions": ("sauna",)}, "compound", "venue_function"),
        ({"room": "stolen"}, "compound", "venue_room"),
        ({"area": Decimal(0)}, "compound", "venue_area"),
        ({"point": (200.0, 1.0)}, "compound", "venue_point"),
        ({"point": (float("nan"), 1.0)}, "compound", "venue_point"),
        ({"phone": "13812342046"}, "compound", "venue_phone"),
        ({"hours": ("x",) * 7}, "compound", "venue_hours"),
        ({"hours": ("",) * 6}, "compound", "venue_hours"),
    ],
)
def test_what_may_be_entered(change, level, code):
    assert check_facts(FACTS, "compound", PART) == FACTS
    with pytest.raises(Refusal, match=code):
        check_facts(replace(FACTS, **change), level, PART)


def test_what_a_venue_lacks_before_it_opens():
    kind = PART.kinds["station"]
    assert missing(FACTS, kind) == ("hours", "point", "address", "reception")
    whole = replace(
        FACTS, hours=("09:00-12:00",) * 7, point=(117.0, 31.0), address="某路 1 号", functions=("reception",)
    )
    assert missing(whole, kind) == ()


def test_the_right_to_a_room():
    today = date(2026, 6, 8)
    assert [
        right_state(day, today) for day in (None, today - timedelta(1), today + timedelta(90), date(2030, 1, 1))
    ] == ["", "late", "soon", ""]
