"""What `linli bench insights` measures inside a town, without pages; run as a program that is asked line by line."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from linli.config.bench.probe import answer

TIMES = 40
# Larger towns are not summed anew: what is asked of that is asked of a million cases.
SUMMED = 2_000_000
ACCEPTS = 300
Row = dict[str, Any]


def _year() -> tuple[date, date]:
    today = datetime.now(UTC).date()
    return today - timedelta(days=364), today


def indicator(*, kept: bool) -> Row:
    """How long one indicator over a year takes by street, `kept` from the time before or not (ms, every time)."""
    from linli.backbone import facts
    from linli.domains.insights.queries.indicators import readings
    from linli.domains.insights.queries.sources import Place
    from linli.domains.places.queries import root, under
    from linli.kernel.periods import chosen

    streets = [Place(one.id, one.kind) for one in under(root().id, "street")]
    span, now, taken = chosen(*_year()), datetime.now(UTC), []
    for _ in range(TIMES):
        if not kept:
            facts.forget()
        start = time.perf_counter()
        readings(["satisfaction"], streets, [span.days], now)
        taken.append((time.perf_counter() - start) * 1000)
    return {"ms": taken[1:]}  # the first finds nothing prepared


def rebuild() -> Row:
    """How long it takes to sum everything anew."""
    from linli.domains.cases import projections
    from linli.domains.cases.models import Case

    if Case.objects.count() > SUMMED:
        return {}
    started = time.perf_counter()
    made = projections.rebuild()
    return {"seconds": time.perf_counter() - started, "tallies": float(made)}


def plain() -> Row:
    """The same indicator counted from cases and call-backs."""
    from linli.backbone import sql

    start = time.perf_counter()
    sql.rows(
        """SELECT c.street_id, count(*),
          sum(CASE b.satisfaction WHEN 'satisfied' THEN 10 WHEN 'basic' THEN 9 ELSE 0 END)
        FROM cases_callback b JOIN cases_case c ON c.id = b.case_id
        WHERE b.solved IS NOT NULL AND c.procedure = 'request' AND b.at::date BETWEEN %s AND %s GROUP BY 1""",
        list(_year()),
    )
    return {"ms": (time.perf_counter() - start) * 1000}


class _Clock:
    """Adds up what writing facts takes while it is in force."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __enter__(self) -> _Clock:
        from linli.backbone.facts.book import Book

        self._plain = plain = Book.write

        def write(book: Book, row: Any) -> None:
            start = time.perf_counter()
            plain(book, row)
            self.spent += time.perf_counter() - start

        Book.write = write  # type: ignore[method-assign,assignment]
        return self

    def __exit__(self, *_: object) -> None:
        from linli.backbone.facts.book import Book

        Book.write = self._plain  # type: ignore[method-assign]


def keeping() -> Row:
    """What writing and folding facts takes of accepting reports, one after the other."""
    _accepted(50, "warm")
    _folded()
    with _Clock() as clock:
        whole = _accepted(ACCEPTS, "bench")
    folding = _folded()
    return {
        "share": (clock.spent + folding) / (whole + folding) * 100,
        "accept ms": whole / ACCEPTS * 1000,
        "fact ms": clock.spent / ACCEPTS * 1000,
        "folding ms": folding / ACCEPTS * 1000,
    }


def _accepted(count: int, name: str) -> float:
    """How long so many reports take."""
    from linli.backbone.values import RESIDENT
    from linli.domains.cases import commands
    from linli.domains.cases.values import Channel
    from linli.domains.places.models import Door
    from linli.domains.places.queries import door

    codes = list(Door.objects.filter(revoked_at=None).order_by("id").values_list("code", flat=True)[:50])
    places = [door(code).place for code in codes]
    start = time.perf_counter()
    for number in range(count):
        place, key = places[number % len(places)], f"{name}{number}"
        now = datetime.now(UTC)
        commands.open_case(
            actor=RESIDENT,
            place=place,
            text="三楼的灯坏了",
            channel=Channel.SCAN,
            now=now,
            phone="13812342046",
            key=key,
        )
    return time.perf_counter() - start


def _folded() -> float:
    """How long folding what is loose takes."""
    from linli.domains.cases import projections

    start = time.perf_counter()
    while projections.fold():
        pass
    return time.perf_counter() - start


PARTS = {
    "indicator": lambda: indicator(kept=False),
    "indicator, kept": lambda: indicator(kept=True),
    "indicator, plain SQL": plain,
    "rebuild": rebuild,
    "keeping": keeping,
}

if __name__ == "__main__":
    answer(PARTS)
