"""Years before the one that was told, like it: so that a town of ten million cases need not be told case by case.

They have what figures and lists read of them, their rows and facts; no log, no duties and no words.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from linli.backbone.facts.statements import added
from linli.config.demo.history.load import BIG, bare_tables
from linli.domains.cases.models import Case, Fact, Tally
from linli.domains.cases.values.measures import MEASURES

TOLD = 1_000_000
BYTES = 5500  # of disk for each case, while the indexes are being made again

# What was open a year ago has long ended.
_ENDED = {
    "follow_digest": "sha256((t.id || '-' || %(back)s)::text::bytea)",
    "open": "false",
    "closed_at": "coalesce(t.closed_at, t.entered_at, t.opened_at) - make_interval(years => %(back)s)",
    "result": "coalesce(nullif(t.result, ''), 'solved')",
    "rate_by": "NULL::timestamptz",
    "gate_due": "NULL::timestamptz",
}


def check_room(folder: Path, cases: int) -> None:
    """End with a sentence where the disk cannot hold so many cases more."""
    needed, free = cases * BYTES / 2**30, shutil.disk_usage(folder).free / 2**30
    if needed > free:
        print(f"{cases:,} cases need {needed:,.0f} GB of disk, {free:,.0f} are free in {folder}", file=sys.stderr)
        raise SystemExit(2)


def years_before(years: int) -> None:
    """Write so many years like the one that was told, each before the other, with the sums of their figures."""
    if not years:
        return
    tables = [one._meta.db_table for one in (Case, Fact, Tally)]
    with transaction.atomic(), bare_tables(BIG, tables[:2]):
        for back in range(1, years + 1):
            cases = _again(Case, back, _ENDED)
            facts = _again(Fact, back, {"subject_id": f"t.subject_id - %(back)s * {_step(Case)}"})
            print(f"  {back} years before: {cases:,} cases, {facts:,} facts", file=sys.stderr, flush=True)
        sums = _sums(years)
        print(f"  {sums:,} sums", file=sys.stderr, flush=True)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _sums(years: int) -> int:
    """The sums of the told year once more for each year before; where two years meet in a day or a month, they add."""
    table, measures = Tally._meta.db_table, ", ".join(MEASURES)
    adds = ", ".join(f"{one} = {added(table, one)}" for one in MEASURES)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE told ON COMMIT DROP AS SELECT * FROM {table}")
        made = 0
        for back in range(1, years + 1):
            cursor.execute(
                f"INSERT INTO {table} (grain, day, place_id, kind, slice, {measures})"
                f" SELECT grain, day - make_interval(years => %s), place_id, kind, slice, {measures} FROM told"
                " ORDER BY place_id, grain, slice, day, kind"
                f" ON CONFLICT (place_id, grain, slice, day, kind) DO UPDATE SET {adds}",
                [back],
            )
            made += int(cursor.rowcount)
        return made


def _again(model: type[models.Model], back: int, own: dict[str, str]) -> int:
    """The rows of the told year once more, so many years before, under ids below all others; how many."""
    table = model._meta.db_table
    columns = {"id": f"t.id - %(back)s * {_step(model)}"}
    for field in model._meta.concrete_fields:
        if not (field.generated or field.primary_key or field.column == "seq"):
            columns[str(field.column)] = own.get(str(field.column), _moved(field))
    names, values = ", ".join(f'"{one}"' for one in columns), ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} FROM {table} t"
            " WHERE t.id > 0 ORDER BY t.id",
            {"back": back},
        )
        return int(cursor.rowcount)


def _moved(field: models.Field[Any, Any]) -> str:
    earlier = " - make_interval(years => %(back)s)" if isinstance(field, models.DateField) else ""
    return f't."{field.column}"{earlier}'


def _step(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) + 1 FROM {model._meta.db_table}")
        return int(cursor.fetchone()[0])
