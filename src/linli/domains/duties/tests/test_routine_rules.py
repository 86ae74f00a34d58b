"""When an occurrence opens and ends, what an entry needs, how it counts."""

from datetime import date, datetime

import pytest

from linli.domains.duties.rules.routines import check_entry, check_open, look_back, outcome, questions, stretch
from linli.domains.duties.values.routines import Routine
from linli.kernel.cadence import Date
from linli.kernel.refusal import Refusal
from linli.kernel.tests.test_calendar import CALENDAR, CHINA


def routine(**more):
    return Routine.model_validate(
        {"title": "巡楼", "cadence": "daily", "each": "building", "seat": "grid_worker@grid", **more}
    )


def on(day, planned=None):
    return Date(date.fromisoformat(day), date.fromisoformat(planned or day))


def words(moment):
    return f"{moment.astimezone(CHINA):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("more", "day", "wanted"),
    [
        ({}, on("2026-06-08"), ("06-08 00:00", "06-08 23:59", "06-08 23:59")),
        ({"window": {"opens": "07:00"}}, on("2026-06-08"), ("06-08 07:00", "06-08 23:59", "06-08 23:59")),
        ({"cadence": "每周五下午"}, on("2026-06-12"), ("06-12 14:30", "06-12 17:30", "06-12 17:30")),
        ({"cadence": "every monday evening"}, on("2026-06-08"), ("06-08 18:00", "06-08 21:00", "06-08 21:00")),
        (
            {"cadence": "monthly", "window": {"grace": "3wd"}},
            on("2026-06-01"),
            ("06-01 00:00", "06-30 23:59", "07-03 17:30"),
        ),
        ({"cadence": "quarterly"}, on("2026-10-08", "2026-10-01"), ("10-08 00:00", "12-31 23:59", "12-31 23:59")),
        ({"cadence": "weekly"}, on("2026-06-08"), ("06-08 00:00", "06-14 23:59", "06-14 23:59")),
        (
            {"window": {"opens": "09:00", "within": "4wh", "grace": "2h"}},
            on("2026-06-12"),
            ("06-12 09:00", "06-12 15:30", "06-12 17:30"),
        ),
        ({"window": {"until": "week"}}, on("2026-06-10"), ("06-10 00:00", "06-14 23:59", "06-14 23:59")),
    ],
)
def test_a_window_says_when_it_opens_and_ends(more, day, wanted):
    one = routine(**more)
    found = stretch(one, day, CALENDAR)
    assert (words(found.opens_at), words(found.due), words(found.closes_at)) == wanted
    assert found.closes_at - found.opens_at < look_back(one)


def test_an_entry_names_all_it_lacks():
    one = routine(
        evidence=["door", "photo"], form={"note": {"title": "记一句"}, "more": {"title": "还有", "required": False}}
    )
    with pytest.raises(Refusal) as lacking:
        check_entry(one, {"more": "x"}, checked_in=False, photos=0, problem="")
    assert lacking.value.detail["missing"] == ("door", "记一句", "photo")
    assert check_entry(one, {"note": 0, "stranger": 1}, checked_in=True, photos=1, problem="") == {"note": "0"}
    with pytest.raises(Refusal, match="text_too_long"):
        check_entry(one, {"note": "x"}, checked_in=True, photos=1, problem="长" * 2001)


def test_answers_are_cleaned_by_the_type_of_their_question():
    asks = {"fee": {"title": "费用", "type": "money"}, "how": {"title": "怎样", "type": "rating", "required": False}}
    one = routine(form=asks)
    kept = check_entry(one, {"fee": "1,200.50", "how": "4"}, checked_in=False, photos=0, problem="")
    assert kept == {"fee": 120050, "how": 4}
    with pytest.raises(Refusal, match="bad_field") as bad:
        check_entry(one, {"fee": "很多"}, checked_in=False, photos=0, problem="")
    assert bad.value.detail["field"] == "费用"


def test_a_picture_is_kept_beside_the_answers():
    fields, photo = questions(routine(form={"door": {"title": "门口", "type": "photo"}, "note": {"title": "记一句"}}))
    assert ([one.key for one in fields], photo) == (["note"], True)
    assert questions(routine(form={"door": {"title": "门口", "type": "photo", "required": False}})) == ((), False)


def test_on_time_is_until_the_due_moment_and_nothing_is_kept_after_the_end():
    due, end = datetime(2026, 6, 8, 18, tzinfo=CHINA), datetime(2026, 6, 9, 18, tzinfo=CHINA)
    assert (outcome(due, due), outcome(end, due)) == ("done", "late")
    check_open("open", end, end)
    for state, now in (("done", due), ("missed", due), ("open", end.replace(minute=1))):
        with pytest.raises(Refusal, match="round_over"):
            check_open(state, end, now)
