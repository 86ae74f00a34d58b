"""A year of history over the loaded town: seeded, told case by case, written by COPY in one transaction."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context

from django.db import transaction

from linli.config.demo.history.chunks import Book, Chunk, prepare, write_chunk
from linli.config.demo.history.load import BIG, bare_tables, copy, first_ids, settle
from linli.domains.cases.projections import rebuild

PROCESSES = 2
AHEAD = 6
_book: Book | None = None


def write_history(*, cases: int, seed: int, now: datetime, say: Callable[[str], None]) -> int:
    """Write so many cases of the year up to `now`, with their figures; how many were written."""
    if cases <= 0:
        return 0
    started = time.monotonic()
    with transaction.atomic():
        book, chunks = prepare(cases, seed, now, first_ids())
        with bare_tables(cases):
            done = 0
            for blocks, chunk in _written(book, chunks):
                copy(blocks)
                done += chunk.count
                if done % 10_000 < chunk.count or done == cases:
                    say(f"  历史事项 {done:,} / {cases:,}，每秒 {done / (time.monotonic() - started):,.0f} 件")
        settle(book.ids["seq"] + cases - 1)
        rebuild()
    seconds = time.monotonic() - started
    say(f"  连同索引和统计共 {seconds:.1f} 秒，每秒 {cases / seconds:,.0f} 件")
    return cases


def _written(book: Book, chunks: list[Chunk]) -> Iterator[tuple[dict[str, bytes], Chunk]]:
    """The blocks of every chunk in order; a big town is told by two processes ahead of the database."""
    if sum(chunk.count for chunk in chunks) < BIG:
        for chunk in chunks:
            yield write_chunk(book, chunk), chunk
        return
    waiting: deque[tuple[Future[dict[str, bytes]], Chunk]] = deque()
    # Forked, so that the town need not be read again; the children never touch the database.
    with ProcessPoolExecutor(
        PROCESSES, mp_context=get_context("fork"), initializer=_remember, initargs=(book,)
    ) as pool:
        for chunk in chunks:
            waiting.append((pool.submit(_tell_chunk, chunk), chunk))
            if len(waiting) >= AHEAD:
                told, first = waiting.popleft()
                yield told.result(), first
        for told, first in waiting:
            yield told.result(), first


def _remember(book: Book) -> None:
    global _book
    _book = book


def _tell_chunk(chunk: Chunk) -> dict[str, bytes]:
    if _book is None:
        raise RuntimeError("the process was not told of the town")
    return write_chunk(_book, chunk)
