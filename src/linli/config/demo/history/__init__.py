"""A year of history over the loaded town: seeded, told case by case, written by COPY in one transaction."""

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from datetime import datetime

from django.db import transaction

from linli.config.demo.history.chunks import Book, Chunk, prepare, write_chunk
from linli.config.demo.history.load import BIG, bare_tables, copy, first_ids, settle
from linli.config.demo.history.telling import tell
from linli.domains.cases.projections import rebuild


def write_history(*, cases: int, seed: int, now: datetime, say: Callable[[str], None]) -> int:
    """Write so many cases of the year up to `now`, with their figures; how many were written."""
    if cases <= 0:
        return 0
    started = time.monotonic()
    with transaction.atomic():
        book, chunks = prepare(cases, seed, now, first_ids())
        with bare_tables(cases) as anew, closing(_written(book, chunks)) as told:
            done = 0
            for blocks, chunk in told:
                copy(blocks, anew)
                done += chunk.count
                if done % 10_000 < chunk.count or done == cases:
                    say(f"  历史事项 {done:,} / {cases:,}，每秒 {done / (time.monotonic() - started):,.0f} 件")
        settle(book.ids["seq"] + cases - 1)
        rebuild()
    seconds = time.monotonic() - started
    say(f"  连同索引和统计共 {seconds:.1f} 秒，每秒 {cases / seconds:,.0f} 件")
    return cases


def _written(book: Book, chunks: list[Chunk]) -> Generator[tuple[Mapping[str, bytes | memoryview], Chunk], None, None]:
    """The blocks of every chunk in order."""
    if sum(chunk.count for chunk in chunks) >= BIG:
        yield from tell(book, chunks)
        return
    for chunk in chunks:
        yield write_chunk(book, chunk), chunk
