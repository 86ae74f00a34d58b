"""The figures: an indicator, the records behind it, a recount in SQL and a rebuild say the same."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.backbone import audit
from linli.backbone.crypto import unseal
from linli.backbone.facts import EVER, EXCLUDED, LEVELS, Key, Question, answer, one_moment, spans, statements
from linli.backbone.facts.days import next_month
from linli.backbone.models import BookState, LooseFact, Work
from linli.backbone.values import RESIDENT
from linli.backbone.works.running import carry_on
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.cases import commands, projections
from linli.domains.cases.models import BOOK, Case, Fact, Tally
from linli.domains.cases.queries import case_page, follow
from linli.domains.cases.queries.figures import counted_kinds
from linli.domains.cases.queries.lists import category_choices
from linli.domains.cases.values import Channel
from linli.domains.cases.values.measures import MEASURES
from linli.domains.insights.queries import words
from linli.domains.insights.queries.behind import behind
from linli.domains.insights.queries.boards import board
from linli.domains.insights.queries.indicators import known, readings
from linli.domains.insights.queries.sources import Place
from linli.domains.insights.queries.trends import daily
from linli.domains.places.queries import root
from linli.kernel.periods import NAMED, chosen, month_of, period
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY, viewer_for

CASES = 400


@pytest.fixture
def lived_in(town):
    """The town with a little history up to a Monday in June."""
    assert write_history(cases=CASES, seed=demo.SEED, now=MONDAY, say=lambda words: None) == CASES
    return town


def tallies() -> dict:
    names = ("grain", "day", "place_id", "kind", "slice", *MEASURES)
    return {row[:5]: row[5:] for row in Tally.objects.values_list(*names) if any(row[5:])}


def fold_all() -> None:
    while projections.fold():
        pass


SHAPE = """
SELECT 'column', attname::text, format_type(atttypid, atttypmod), attnotnull::text FROM pg_attribute
WHERE attrelid = 'cases_tally'::regclass AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'key', conname::text, pg_get_constraintdef(oid), '' FROM pg_constraint
WHERE conrelid = 'cases_tally'::regclass AND contype = 'p'
"""
HELD = """
SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'cases_tally'::regclass AND granted
"""


def asked_of_the_database(statement: str) -> set:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return set(cursor.fetchall())


def test_a_rebuild_leaves_the_table_and_its_sums_as_they_were(lived_in):
    before, whole = asked_of_the_database(SHAPE), tallies()
    assert projections.rebuild() == Tally.objects.count()
    assert asked_of_the_database(SHAPE) == before
    assert tallies() == whole


def test_the_old_sums_can_be_read_until_the_new_ones_are_there(town):
    held = []

    def watch(execute, sql, *rest):
        found = execute(sql, *rest)
        if sql.startswith("CREATE TABLE"):
            held.append(asked_of_the_database(HELD))
        return found

    with connection.execute_wrapper(watch):
        projections.rebuild()
    assert [("ExclusiveLock",) in one for one in held] == [True]
    assert ("AccessExclusiveLock",) not in held[0]


def test_folding_goes_on_only_after_a_full_batch(lived_in, monkeypatch):
    """In a storm there is always one more; to look for it at once would never end."""
    facts = list(Fact.objects.order_by("pk").values_list("pk", flat=True)[:5])
    LooseFact.objects.bulk_create(LooseFact(book="cases", fact_id=pk) for pk in facts)
    monkeypatch.setattr("linli.backbone.facts.book.BATCH", 2)
    assert [projections.fold() for _ in range(3)] == [True, True, False]
    assert not LooseFact.objects.exists()


@pytest.mark.parametrize("statement", [statements.fold, statements.loose])
def test_what_waits_is_found_by_its_number_however_much_the_planner_expects(lived_in, statement):
    LooseFact.objects.bulk_create(
        LooseFact(book="cases", fact_id=pk) for pk in Fact.objects.values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_fact, backbone_loosefact")
        cursor.execute(f"EXPLAIN {statement(BOOK.words)}", {"batch": 5000, "first": 0, "book": "cases"})
        plan = [row[0] for row in cursor.fetchall()]
    assert any("Index" in line and "cases_fact" in line for line in plan)
    assert not any("Seq Scan on cases_fact" in line for line in plan)


INDEXES = {
    "fact_office": ["due", "on_time", "due-on_time", "signed", "signed-signed_on_time", "sign_minutes"],
    "fact_rare": ["redo", "extended", "whistles", "arrived", "called_scores"],
    "fact_rarest": ["returned", "suspended", "declined", "merged", "excluded"],
}


@pytest.mark.parametrize(("index", "amount"), [(name, one) for name, several in INDEXES.items() for one in several])
def test_what_is_looked_for_is_found_without_what_else_happened_that_day(town, index, amount):
    """Where nothing else may be read, the index of its kind holds all that is asked for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'cases_fact'::regclass")
        others = [name for (name,) in cursor.fetchall() if name not in (index, "cases_fact_pkey")]
        cursor.execute(f"DROP INDEX {', '.join(others)}")
        cursor.execute("ALTER TABLE cases_fact DROP CONSTRAINT cases_fact_pkey")
        statement = statements.facts_behind(BOOK.words, "district_id", amount, (), after=False)
        asked = {"place": root().id, "start": MONDAY.date(), "end": MONDAY.date(), "last": EVER, "limit": 31}
        cursor.execute(f"EXPLAIN {statement}", asked)
        plan = [row[0] for row in cursor.fetchall()]
    assert any(f"using {index} " in line or f"on {index} " in line for line in plan), plan


def test_folding_piece_by_piece_equals_a_rebuild(lived_in):
    whole = tallies()
    assert whole
    Tally.objects.all().delete()
    LooseFact.objects.bulk_create(
        LooseFact(book="cases", fact_id=pk) for pk in Fact.objects.values_list("pk", flat=True)
    )
    fold_all()
    assert tallies() == whole
    projections.rebuild()
    assert tallies() == whole


def recount(indicator, column: str, place: int, start: date, end: date, by: str, part: str) -> tuple[float, float]:
    """Numerator and denominator straight from the facts."""
    measure, of = indicator.counts.partition(".")[2], indicator.of.partition(".")[2]
    kinds = list(counted_kinds()) if indicator.where.kind else None
    column_of = {"channel": "channel", "category": "category", "kind": "kind"}
    column_of |= {"seat": "seat_id::text", "organization": "organization_id::text"}
    where = f"AND {column_of[by]} = %(part)s" if by else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT coalesce(sum({measure}), 0), coalesce(sum({of or measure}), 0) FROM cases_fact
            WHERE {column} = %(place)s AND day BETWEEN %(start)s AND %(end)s {where}
              AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))""",
            {"place": place, "start": start, "end": end, "part": part, "kinds": kinds},
        )
        top, bottom = cursor.fetchone()
        return top / indicator.scale, bottom


def page_through(viewer, key, place, span, which, by, part) -> tuple[str, list]:
    """Every record behind a figure, page by page, and what the page says they add up to."""
    found, cursor, counted = [], "", ""
    while True:
        page = behind(viewer, key, str(place), span, MONDAY, which=which, split=by, part=part, after=cursor)
        found += page.records
        counted = page.counted
        cursor = page.cursor
        if not cursor:
            return counted, found


def test_figure_records_and_recount_agree(lived_in):
    """Random indicators, places of every level, periods and splits; some facts are folded, some not yet."""
    district, leader = root(), viewer_for("leader")
    for number in range(7):
        commands.open_case(
            actor=RESIDENT,
            place=lived_in.front_door().place,
            text="灯坏了",
            channel=Channel.SCAN,
            now=MONDAY,
            key=str(number),
        )
    assert LooseFact.objects.filter(book="cases").count() == 7
    ids = {
        level: list(Fact.objects.exclude(**{f"{level}_id": None}).values_list(f"{level}_id", flat=True).distinct()[:6])
        for level in LEVELS
    }
    keys = [key for key, one in known().items() if one.counts.startswith("cases.")]
    parts = {
        "": [""],
        "channel": ["scan", "hotline"],
        "category": ["noise", "water"],
        "kind": ["request"],
        "seat": [str(one) for one in Fact.objects.exclude(seat_id=None).values_list("seat_id", flat=True)[:3]],
        "organization": [
            str(one) for one in Fact.objects.exclude(organization_id=None).values_list("organization_id", flat=True)[:3]
        ],
    }

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        st.sampled_from(keys),
        st.sampled_from(LEVELS).flatmap(lambda level: st.tuples(st.just(level), st.sampled_from(ids[level]))),
        st.integers(0, 360),
        st.integers(0, 120),
        st.sampled_from(sorted(parts)).flatmap(lambda by: st.tuples(st.just(by), st.sampled_from(parts[by]))),
    )
    def compare(key, where, back, length, cut):
        (level, place), (by, part), one = where, cut, known()[key]
        start = MONDAY.date() - timedelta(days=back)
        span = chosen(start, start + timedelta(days=length))
        top, bottom = recount(one, f"{level}_id", place, *span.days, by, part)
        with one_moment():
            found = readings([key], [Place(place, level)], [span.days, span.before], MONDAY, by, [part])
        reading = found[(key, 0, place, part)]
        assert reading.top == top
        if one.of:
            assert reading.bottom == bottom
        measure = one.counts.partition(".")[2]
        counted, records = page_through(leader, key, place, span, "top", by, part)
        facts = Fact.objects.filter(**{f"{level}_id": place}, day__range=span.days, **{f"{measure}__gt": 0})
        assert float(counted.replace(",", "")) == pytest.approx(top, abs=0.05)
        assert len(records) <= facts.count()
        if one.scale == 1 and not measure.endswith(("minutes", "points")):
            assert len(records) == top

    compare()
    assert district.id in ids["district"]


def shown(span):
    found = board(viewer_for("leader"), "", span, MONDAY)
    return found, {one.key: one for part in found.parts if part.widget in ("figures", "small") for one in part.figures}


def test_nothing_is_held_against_days_before_the_first_or_in_a_day_that_is_not_over(lived_in):
    today, client = MONDAY.date(), client_for("leader")
    for span in (period("year", today), period("today", today)):
        found, figures = shown(span)
        assert not any(one.change for one in figures.values())
        assert not any(one.change for part in found.parts for one in part.topics)
    _found, figures = shown(chosen(today - timedelta(days=14), today - timedelta(days=8)))
    assert figures["received"].change
    page = client.get("/board/figures/received/", {"period": "year"}).content.decode()
    assert "比去年同期" not in page


def test_what_is_so_now_says_now_whatever_the_period(lived_in):
    today = MONDAY.date()
    _found, figures = shown(chosen(today + timedelta(days=7), today + timedelta(days=13)))
    assert (figures["late"].when, figures["received"].when) == ("此刻", "")
    client = client_for("leader")
    page = client.get("/board/", {"from": "2027-01-01", "to": "2027-01-31"}).content.decode()
    assert "<em>此刻</em>" in page
    head = '<div class="ll-work-head"><h1>现在超时</h1><p>此刻</p></div>'
    assert head in client.get("/board/figures/late/").content.decode()


def test_days_that_are_still_to_come_are_said_to_be(lived_in):
    leader, today = client_for("leader"), timezone.localdate()
    coming = {"from": today + timedelta(days=9), "to": today + timedelta(days=12)}
    begun = {"from": today - timedelta(days=9), "to": today + timedelta(days=12)}
    for path in ("/board/", "/board/figures/received/", "/map/", "/me/month/"):
        client = client_for("grid") if path == "/me/month/" else leader
        assert "还没到，到了才有数" in client.get(path, coming).content.decode(), path
        assert "还没到，到了才有数" not in client.get(path, begun).content.decode(), path
    # What is so now has its figure whatever the period.
    assert "还没到，到了才有数" not in leader.get("/board/figures/late/", coming).content.decode()


def test_days_that_are_none_are_said_on_the_board_itself(lived_in):
    for days in ({"from": "", "to": "2026-05-01"}, {"from": "1900-01-01", "to": "2026-05-01"}, {"from": "x"}):
        page = client_for("leader").get("/board/", days)
        assert page.status_code == 200
        assert "两个日子都要选" in page.content.decode()
    assert client_for("leader").get("/board/figures/received/", {"from": "2026-06-31", "to": "x"}).status_code == 200
    assert client_for("grid").get("/board/", {"from": "x"}).status_code == 404


def test_a_day_is_said_once(lived_in):
    one = date(2026, 6, 5)
    assert words.span_words(chosen(one, one)) == "6 月 5 日"
    assert words.compared(chosen(one, one)) == "比 6 月 4 日"
    assert words.span_words(chosen(one, date(2026, 6, 6))) == "6 月 5 日—6 月 6 日"


def test_parts_by_word_stand_by_how_many_then_in_the_order_of_the_pack(lived_in):
    order = [key for key, _title in category_choices()]
    span = chosen(MONDAY.date() - timedelta(days=30), MONDAY.date())
    found = board(viewer_for("leader"), "", span, MONDAY, by="category")
    split = next(part for part in found.parts if part.widget == "split")
    rows = [(-int(row.cells[0].value.replace(",", "")), order.index(row.key)) for row in split.rows]
    assert len(rows) > 3
    assert rows == sorted(rows)


def test_what_a_page_keeps_between_foldings_is_never_stale(lived_in):
    """The sums of tallies are kept by folding: each report is in the very next answer, folded or not."""
    district, today = root(), MONDAY.date()
    question = Question((Key(district.id, "district"), Key(district.id, "district", "channel=scan")), ((today, today),))

    def received(cut: str) -> int:
        return answer(BOOK, question).sums(district.id, cut, ("request",))["received"]

    before = received(""), received("channel=scan")
    for number in range(3):
        commands.open_case(
            actor=RESIDENT,
            place=lived_in.front_door().place,
            text="灯坏了",
            channel=Channel.SCAN if number else Channel.WEB,
            now=MONDAY,
            key=f"k{number}",
        )
        assert received("") == before[0] + number + 1
        if number == 1:
            fold_all()
        assert received("") == before[0] + number + 1
        assert received("channel=scan") == before[1] + number
    projections.rebuild()
    assert (received(""), received("channel=scan")) == (before[0] + 3, before[1] + 2)


def test_days_that_no_tally_keeps_are_summed_from_their_facts(lived_in):
    """Below the upper levels cuts are kept by month alone: no row of a day, and nobody who asks can tell."""
    uppermost = set(Fact.objects.values_list("district_id", flat=True)) | set(
        Fact.objects.values_list("street_id", flat=True)
    )
    cut = Tally.objects.exclude(slice__in=["", EXCLUDED]).exclude(place_id__in=uppermost)
    assert set(cut.values_list("grain", flat=True)) == {"m"}
    assert set(Tally.objects.filter(slice__startswith="seat=").values_list("grain", flat=True)) == {"m"}
    assert Tally.objects.filter(grain="d", slice="", place_id__in=cut.values("place_id")).exists()
    days = (MONDAY.date() - timedelta(days=20), MONDAY.date())
    for level, split in (("community", "category"), ("grid", "category"), ("grid", "channel"), ("district", "seat_id")):
        facts = Fact.objects.filter(day__range=days, kind="request").exclude(received=None)
        place, part = facts.exclude(**{f"{level}_id": None}).values_list(f"{level}_id", split).latest("id")
        here = facts.filter(**{f"{level}_id": place, split: part}).values_list("day").annotate(n=Sum("received"))
        counted = dict(here.order_by("day"))
        assert counted
        for _state in ("folded", "one more", "folded again"):
            found = daily("received", Place(place, level), days, split.removesuffix("_id"), str(part))
            assert {day: count for day, count in found.items() if count} == counted
            if _state == "one more":
                fold_all()
            if _state == "folded":
                of = Fact.objects.filter(**{f"{level}_id": place, split: part}).latest("id")
                of.pk, of.day, of.received = None, MONDAY.date(), 1
                BOOK.write(of)
                counted[MONDAY.date()] = counted.get(MONDAY.date(), 0) + 1


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 800), st.sampled_from([1, 21, 26, 28]))
def test_a_period_is_cut_into_months_and_days_that_count_each_day_once(start, length, first):
    end = start + timedelta(days=length)
    counted: dict[date, int] = {}
    for sign, grain, low, stop in spans(start, end, first):
        assert grain == "d" or low.day == stop.day == first
        for day in all_days(low, stop):
            counted[day] = counted.get(day, 0) + sign
    assert {day for day, times in counted.items() if times} == set(all_days(start, end + timedelta(days=1)))
    assert set(counted.values()) <= {0, 1}


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 28))
def test_assessment_months_follow_each_other_without_gap(day, first):
    start = month_of(day, first)
    assert start.day == first
    assert start <= day < next_month(start)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.sampled_from(NAMED), st.integers(1, 28))
def test_periods_come_after_what_they_are_compared_with(day, key, first):
    span = period(key, day, first)
    assert span.start <= span.end <= day
    assert span.before[0] <= span.before[1] < span.start
    assert (span.before[1] - span.before[0]).days <= span.length or key == "last_month"
    assert span.year_before[0] <= span.year_before[1] < span.start


def test_an_assessment_month_from_the_26th_and_a_day_that_closes_at_noon(town, pack_with):
    """Statistical day and assessment month are settings (domain 1.16)."""
    pack_with({"pack": {"statistics": {"month_from": 26, "day_closes": "12:00"}}})
    place = town.front_door().place
    for number, at in enumerate((MONDAY, MONDAY.replace(hour=14), MONDAY.replace(day=25, hour=13))):
        commands.open_case(actor=RESIDENT, place=place, text="灯坏了", channel=Channel.SCAN, now=at, key=f"s{number}")
    assert list(Fact.objects.order_by("id").values_list("day", flat=True)) == [
        date(2026, 6, 8),
        date(2026, 6, 9),
        date(2026, 6, 26),
    ]
    fold_all()
    months = Tally.objects.filter(grain="m", place_id=root().id, slice="").order_by("day")
    assert list(months.values_list("day", "received")) == [(date(2026, 5, 26), 2), (date(2026, 6, 26), 1)]
    span = period("month", date(2026, 6, 10), 26)
    assert span.days == (date(2026, 5, 26), date(2026, 6, 10))
    found = readings(["received"], [Place(root().id, "district")], [span.days], MONDAY)
    assert found[("received", 0, root().id, "")].number == 2
    whole = tallies()
    projections.rebuild()
    assert tallies() == whole


def all_days(start: date, stop: date):
    while start < stop:
        yield start
        start += timedelta(days=1)


def test_the_history_is_a_history_the_commands_could_have_made(lived_in):
    """Pages and timelines of a sample render, the same seed gives the same town, the log can be sealed."""
    viewer = viewer_for("leader")
    for case in Case.objects.order_by("?")[:40]:
        assert case_page(viewer, case.number, MONDAY).timeline
        assert follow(unseal(case.follow_sealed), MONDAY).track
    overdue = Fact.objects.filter(due=1).exclude(on_time=1).count() / Fact.objects.filter(due=1).count()
    assert 0.04 < overdue < 0.15
    assert Case.objects.values("category").distinct().count() >= 18
    assert Case.objects.filter(open=True).exists()
    assert audit.verify().faults == ()


def test_months_that_begin_on_another_day_are_summed_anew(lived_in, pack_with):
    """A pack is applied whose months run from the 26th: figures stay exact before, while and after the sums change."""
    district, start, end = root().id, MONDAY.date() - timedelta(days=75), MONDAY.date()

    def received() -> float:
        return readings(["received"], [Place(district, "district")], [(start, end)], MONDAY)[
            ("received", 0, district, "")
        ].top

    counted = Fact.objects.filter(kind="request", day__range=(start, end)).aggregate(n=Sum("received"))["n"]
    assert received() == counted
    assert BookState.objects.get(name="cases").month_from == 1
    pack_with({"pack": {"statistics": {"month_from": 26}}})
    assert received() == counted
    projections.fold()
    assert BookState.objects.get(name="cases").month_from == 26
    assert set(Tally.objects.filter(grain="m").values_list("day__day", flat=True)) == {26}
    assert received() == counted
    assert not projections.fold()


def test_who_keeps_the_jobs_has_the_figures_summed_anew(lived_in):
    """As a long work, a book a step; nobody else may."""
    for name in ("grid", "community", "leader", "audit"):
        assert client_for(name).post("/jobs/rebuild/").status_code == 404
    assert client_for().post("/jobs/rebuild/").status_code in (302, 404)
    assert not Work.objects.exists()
    whole = tallies()
    Tally.objects.all().delete()
    answer = client_for("admin").post("/jobs/rebuild/")
    assert answer.status_code == 302
    work = Work.objects.get()
    carry_on.func(work_id=work.pk)
    work.refresh_from_db()
    assert (work.state, work.result["made"] > 0) == ("done", True)
    assert tallies() == whole
    assert "重新汇总" in client_for("admin").get("/jobs/").content.decode()
    assert client_for("admin").get(answer["Location"]).status_code == 200
