"""`linli bench search`: what a page of search costs for a leader, a street, a community, a grid and a department, by
common, rare and absent words of one to eight characters, with filters and without: the whole page as a browser gets it,
what is renewed as somebody types, the cases in it, and the ids the index finds; beside an indexed SELECT of the same
run."""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

from linli.backbone.values import Viewer
from linli.config.bench.machine import machine
from linli.config.bench.town import opened, probed
from linli.config.cli import surroundings

SIZES, MODULE = "10000,100000", "linli.config.bench.search"
TIMES, EACH = 3, 4
WHAT = ("page", "typed", "cases", "index")
WORST_MS = 25.0
PEOPLE = ("leader", "street", "community", "grid", "chengguan")
ABSENT = ("鳄", "恐龙", "霸王龙", "停鳄车", "鳄鱼恐龙", "灯坏恐龙", "电动车鳄鱼鱼", "小区门口有鳄鱼鱼")
Row = dict[str, float]


def run(arguments: argparse.Namespace) -> int:
    """Measure each size of town, or with LINLI_BENCH_HERE the data that is there; write the report and print it."""
    if os.environ.get("LINLI_BENCH_HERE"):
        return _report(arguments.out, {0: probed(MODULE, dict(os.environ))})
    found = {}
    for size in [int(one) for one in (arguments.cases or SIZES).split(",")]:
        with ExitStack() as stack:
            found[size] = probed(MODULE, opened(stack, size).environment)
    return _report(arguments.out, found)


def _report(out: Path, found: dict[int, dict[str, Row]]) -> int:
    lines = ["# linli bench search", "", f"{datetime.now(UTC):%Y-%m-%d} · {machine()} · milliseconds", ""]
    for size, rows in found.items():
        lines += [f"## {size or rows['floor']['cases']:,.0f} cases", ""]
        lines += ["| who | what | p50 | p95 | worst | p50 in floors |", "| --- | --- |" + " ---: |" * 4]
        floor = rows["floor"]["ms"]
        for name, row in rows.items():
            if name != "floor":
                lines += [
                    f"| {name} | {what} | {row[f'{what} p50']:.1f} | {row[f'{what} p95']:.1f} "
                    f"| {row[f'{what} worst']:.1f} | {row[f'{what} p50'] / floor:.0f} |"
                    for what in WHAT
                ]
        lines += ["", f"One indexed SELECT: {floor:.2f} ms.", *_short(rows), ""]
    text = "\n".join(lines)
    out.mkdir(parents=True, exist_ok=True)
    (out / "search.md").write_text(text, encoding="utf-8")
    (out / "search.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print(text)
    return 0


def _short(rows: dict[str, Row]) -> Iterator[str]:
    for name, row in rows.items():
        if row.get("page worst", 0) > WORST_MS:
            yield f"falls short: the worst page of {name} is {row['page worst']:.1f} ms, wanted ≤ {WORST_MS:g}"


def probe() -> dict[str, Row]:
    """What a page costs inside the town, without the wire: the best of a few, so that a busy machine says less."""
    from linli.backbone import sql
    from linli.domains.cases.models import Case

    texts = list(Case.objects.order_by("-id").values_list("text", flat=True)[:3000])
    words = [*_words(texts), *ABSENT]
    last = Case.objects.order_by("-id").first()
    place = last.community_id if last else None
    floor = _best(lambda: sql.rows("SELECT id, title FROM cases_case WHERE id = %s", [place]))
    found = {"floor": {"ms": floor, "cases": float(Case.objects.count())}}
    for name in PEOPLE:
        found[name] = _of_viewer(name, words, place)
    return found


def _of_viewer(name: str, words: list[str], place: int | None) -> Row:
    from linli.domains.cases.queries.search import found_ids, search_cases
    from linli.domains.cases.values.search import CaseSearch

    viewer, browser, now = _viewer(name), _browser(name), datetime.now(UTC)
    quarter, taken = now.date() - timedelta(days=90), {what: list[float]() for what in WHAT}
    filters: tuple[tuple[CaseSearch, dict[str, str]], ...] = (
        (CaseSearch(), {}),
        (CaseSearch(state="open"), {"state": "open"}),
        (CaseSearch(start=quarter), {"days": "90"}),
        (CaseSearch(place_id=place, state="closed"), {"place": f"{place}", "state": "closed"}),
    )
    for (wanted, given), word in product(filters, words):
        ways: dict[str, Callable[[], object]] = {
            "page": partial(browser, {"q": word, **given}),
            "typed": partial(browser, {"q": word, **given}, typed=True),
            "cases": partial(search_cases, viewer, word, wanted, now=now),
            "index": partial(found_ids, viewer, word, wanted),
        }
        for what, way in ways.items():
            taken[what].append(_best(way))
    return {f"{what} {key}": ms for what, all_ms in taken.items() for key, ms in _spread(all_ms)}


def _spread(taken: list[float]) -> Iterator[tuple[str, float]]:
    taken.sort()
    yield from (("p50", taken[len(taken) // 2]), ("p95", taken[int(len(taken) * 0.95)]), ("worst", taken[-1]))


def _browser(username: str) -> Callable[..., None]:
    """Gets a page of search through all that stands before it, as somebody signed in; what is no page is an error."""
    from django.conf import settings
    from django.test import Client

    from linli.domains.people.models import Account

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Account.objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[0])

    def get(given: dict[str, str], typed: bool = False) -> None:
        response = client.get("/search/", given, headers={"HX-Request": "true"} if typed else {})
        if response.status_code not in (200, 302):  # the number of a case leads to it
            raise RuntimeError(f"{given}: {response.status_code}")

    return get


def _viewer(username: str) -> Viewer:
    from linli.domains.organizations.queries import viewer_of
    from linli.domains.people.models import Account

    account = Account.objects.get(username=username)
    return viewer_of(account.pk, account.person_id, username)


def _words(texts: list[str]) -> list[str]:
    """Words of one to eight characters as people wrote them."""
    random, found = Random(7), []  # noqa: S311 - words of a bench
    plain = ["".join(one for one in text if one.isalnum()) for text in texts]
    for length in range(1, 9):
        for _ in range(EACH):
            text = random.choice(plain)
            at = random.randrange(max(1, len(text) - length + 1))
            found.append(text[at : at + length])
    return found


def _best(what: Callable[[], object]) -> float:
    what()
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        what()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


if __name__ == "__main__":
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import wiring  # noqa: F401 - registers the sections of packs

        print(json.dumps(probe()))
