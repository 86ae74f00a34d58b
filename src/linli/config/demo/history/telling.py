"""A big town is told by several processes ahead of the database; they end with the loader, however it ends."""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from linli.config.demo.history.chunks import Book, Chunk, write_chunk

PROCESSES = 2
AHEAD = 6
_book: Book | None = None


class Lifeline:
    """A pipe that nobody writes to and of which the loader alone has the end to write at.

    The kernel closes that end with the loader, even after kill -9; then who hangs on ends at once, in the middle of
    whatever it tells, and with it go its shares of the cluster's lock and of the loader's connection.
    """

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()

    def hang_on(self) -> None:
        """In a child: end with the loader, and not by Ctrl-C, which is the loader's to answer."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(self._writing)
        threading.Thread(target=self._end, daemon=True).start()

    def cut(self) -> None:
        """In the loader: let all who hang on end now."""
        if self._writing >= 0:
            os.close(self._writing)
            os.close(self._reading)
            self._writing = -1

    def _end(self) -> None:
        os.read(self._reading, 1)
        os._exit(1)


def tell(book: Book, chunks: list[Chunk]) -> Iterator[tuple[dict[str, bytes], Chunk]]:
    """The blocks of every chunk in order; to be closed by a caller who does not take them all."""
    line = Lifeline()
    # Forked, so that the town need not be read again; the children never touch the database.
    with ProcessPoolExecutor(PROCESSES, get_context("fork"), initializer=_begin, initargs=(book, line)) as pool:
        try:
            with _undisturbed():
                pool.submit(os.getpid)  # the first that is asked for forks them all
            yield from _in_order(pool, chunks)
        except BaseException:
            line.cut()  # nobody waits for what they tell
            raise
    line.cut()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits: a child that it met right behind the fork would go on as if it were the loader."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_order(pool: ProcessPoolExecutor, chunks: list[Chunk]) -> Iterator[tuple[dict[str, bytes], Chunk]]:
    waiting: deque[tuple[Future[dict[str, bytes]], Chunk]] = deque()
    for chunk in chunks:
        waiting.append((pool.submit(_tell_chunk, chunk), chunk))
        if len(waiting) >= AHEAD:
            told, first = waiting.popleft()
            yield told.result(), first
    for told, first in waiting:
        yield told.result(), first


def _begin(book: Book, line: Lifeline) -> None:
    global _book
    line.hang_on()
    _book = book


def _tell_chunk(chunk: Chunk) -> dict[str, bytes]:
    if _book is None:
        raise RuntimeError("the process was not told of the town")
    return write_chunk(_book, chunk)
