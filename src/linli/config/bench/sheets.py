"""`linli bench import` and `linli bench export`: how fast a sheet of orders becomes cases, and cases become a table.

Each runs as a process of its own over a town of its own, so that its peak of memory is its own. Before each form the
tables are gone through (VACUUM) and written out, so that none pays for what the one before it left behind.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

ROWS = {"import": 50_000, "export": 1_000_000}
WANTED_A_SECOND = 5000
# How many cases of the town of an export are told; the rest are made from them.
TOLD = 2000
HEADING = ("工单编号", "来电时间", "诉求内容", "诉求类型", "联系人", "联系电话", "诉求地址", "所属社区", "所属街道")

FIELDS = ("number", "called", "text", "category", "reporter", "phone", "address", "community", "street")


def run(arguments: argparse.Namespace) -> int:
    """Measure in a fresh town and print the report. 0 unless something broke."""
    from linli.backbone.cluster import hold

    rows = arguments.rows or ROWS[arguments.what]
    with tempfile.TemporaryDirectory(prefix="linli-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another account where we are root
        held = hold(Path(folder))
        environment = {**os.environ, "LINLI_DATA": folder}
        try:
            measure = f"from linli.config.bench.sheets import main; main({arguments.what!r}, {rows})"
            for command in (["-m", "linli.config.cli", "migrate"], ["-c", measure]):
                done = subprocess.run(
                    [sys.executable, *command], env=environment, check=True, stdout=subprocess.PIPE, text=True
                )
        finally:
            held.release()
    found = json.loads(done.stdout.strip().splitlines()[-1])
    about = f"{datetime.now(UTC):%Y-%m-%d} · {rows:,} rows · {os.cpu_count()} cores"
    text = "\n".join([f"# linli bench {arguments.what}", "", about, "", *found])
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / f"{arguments.what}.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def main(what: str, rows: int) -> None:
    """Run as a program by the bench: measure, and say the lines of the report as JSON on the last line."""
    from linli.config.cli import surroundings

    surroundings.set_up_django()
    from linli.backbone import hands
    from linli.config import demo, wiring  # noqa: F401 - the wiring is in place

    with hands.taken_on(), surroundings.database():  # as a worker has them
        now = datetime.now(UTC)
        if what == "import":
            demo.load_town(demo.SEED, now)
            lines = [line for form in ("csv", "xlsx") for line in _import(rows, form, now)]
        else:
            demo.load(say=lambda words: print(words, file=sys.stderr), cases=TOLD)
            _multiply(rows - TOLD)
            lines = [line for form in ("csv", "xlsx") for line in _export(rows, form, now)]
        print(json.dumps(lines))


def _multiply(more: int) -> None:
    """So many cases more, like those that were told: an export reads their rows and nothing that belongs to them."""
    from django.db import connection

    from linli.domains.cases.models import Case

    own = ("id", "seq", "number", "follow_digest")
    names = ", ".join(f'"{one.column}"' for one in Case._meta.concrete_fields if one.attname not in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_case ({names}, follow_digest) SELECT {names}, sha256((c.id || '-' || n)::text::bytea)"
            " FROM cases_case c, generate_series(1, %s) n LIMIT %s",
            [more // TOLD + 1, more],
        )
        cursor.execute("ANALYZE cases_case")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def asked(username: str, kind: str, params: dict[str, Any], now: datetime) -> int:
    """Ask for a work in the name of somebody of the demo; its id."""
    from linli.backbone.values import Actor
    from linli.backbone.works.commands import ask_work
    from linli.domains.organizations.queries.viewers import viewer_again
    from linli.domains.people.models import Account

    account = Account.objects.get(username=username)
    actor = Actor.of(viewer_again(account.pk, account.person_id, None))
    return ask_work(actor=actor, kind=kind, params=params, language="zh-hans", now=now)


def _timed(work_id: int) -> tuple[dict[str, float], Any]:
    """Seconds of each phase of a work, and the work when it has ended."""
    from linli.backbone.models import Work
    from linli.backbone.works.running import go_on

    phases: dict[str, float] = {}
    more = True
    while more:
        phase = Work.objects.values_list("checkpoint", flat=True).get(pk=work_id).get("phase", "begin")
        start = time.perf_counter()
        more = go_on(work_id, 0.0)
        phases[phase] = phases.get(phase, 0.0) + time.perf_counter() - start
    work = Work.objects.get(pk=work_id)
    if work.state != "done":
        raise RuntimeError(f"{work.state}: {work.refusal} {work.result}")
    return phases, work


def _export(rows: int, form: str, now: datetime) -> Iterator[str]:
    work_id = asked("leader", "export", {"listing": "cases", "given": {"view": "all"}, "form": form}, now)
    before = _peak()
    phases, work = _timed(work_id)
    spent = sum(phases.values())
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in phases.items())
    yield f"- {form}: {work.result['rows']:,} rows in {spent:.1f} s ({parts}): {rows / spent:,.0f} rows/s"
    yield f"- {form}: peak memory of the process {_peak():.0f} MB, {before:.0f} MB before it began"


def _import(rows: int, form: str, now: datetime) -> Iterator[str]:
    from linli.adapters.sheets import sheet
    from linli.backbone.works import files

    made = list(orders(rows, form, now))
    with tempfile.NamedTemporaryFile(suffix=f".{form}") as file:
        if form == "csv":
            Path(file.name).write_bytes("".join(_csv(made)).encode("gb18030"))
        else:
            sheet(file.name, "orders", HEADING, made)
        upload = files.keep_upload([Path(file.name).read_bytes()])
    _settle()
    columns = {name: at for at, name in enumerate(FIELDS)}
    params = {"upload": upload, "file": f"orders.{form}", "source": "12345", "head": 1, "columns": columns}
    work_id = asked("district", "import_orders", {**params, "options": {}}, now)
    before = time.process_time()
    phases, work = _timed(work_id)
    spent, own = sum(phases.values()), time.process_time() - before
    said = "" if rows / spent >= WANTED_A_SECOND else f", short of {WANTED_A_SECOND:,}"
    yield f"- {form}: {work.result['created']:,} orders in {spent:.1f} s: {rows / spent:,.0f} rows/s{said}"
    yield f"- {form}: reading and checking {phases['begin']:.1f} s, becoming cases {phases['load']:.1f} s"
    yield f"- {form}: of this the process itself computed {own:.1f} s, the rest is the database and what else runs here"
    yield f"- {form}: peak memory of the process {_peak():.0f} MB"


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def _csv(rows: list[tuple[str, ...]]) -> Iterator[str]:
    class Line:
        def write(self, line: str) -> str:
            return line

    writer: Any = csv.writer(Line())
    yield writer.writerow(HEADING)
    for row in rows:
        yield writer.writerow(row)


def orders(rows: int, form: str, now: datetime) -> Iterator[tuple[str, ...]]:
    """Orders as a hotline writes them, at buildings of the town."""
    from linli.config.demo.history.words import CATEGORIES, report
    from linli.domains.cases.queries import category_choices
    from linli.domains.places.models import Place

    random, titles = Random(7), dict(category_choices())  # noqa: S311 - a measure, not a secret
    compounds = Place.objects.filter(kind="compound").select_related("parent__parent__parent")
    spots = [
        (f"{one.parent.parent.parent.name}{one.name}{number}栋", one.parent.parent.name, one.parent.parent.parent.name)
        for one in compounds
        for number in range(1, 5)
        if one.parent and one.parent.parent and one.parent.parent.parent
    ]
    names = [(one.name, one.parent.parent_id) for one in compounds if one.parent]
    spots = [
        spot
        for spot, one in zip(spots, (c for c in compounds for _n in range(4)), strict=True)
        if names.count((one.name, one.parent.parent_id if one.parent else None)) == 1
    ]
    keys = list(CATEGORIES)
    for at in range(rows):
        address, community, street = random.choice(spots)
        key = random.choice(keys)
        called = now - timedelta(minutes=random.randint(1, 6000))
        phone = f"1{random.choice('3578')}{random.randint(10**8, 10**9 - 1)}"
        unit = f"{random.randint(1, 4)}单元{random.randint(1, 18)}0{random.randint(1, 4)}"
        moment = f"{called + timedelta(hours=8):%Y-%m-%d %H:%M:%S}"
        number = f"{form.upper()}{now:%Y%m%d}{at:07d}"
        yield (
            number, moment, report(key, random), titles[key], "陈女士", phone, f"{address}{unit}", community, street
        )  # fmt: skip
