"""Hands: further processes of a worker, for those parts of a long work that can be done side by side.

They are forked when the worker starts, before it has threads or a line to the database, and end with it, however it
ends. Where there are none (pages, tests, one core) the parts are done one after the other by who asks for them.
"""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from mmap import mmap
from multiprocessing import get_context
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections

T = TypeVar("T")
R = TypeVar("R")
MOST = 4
# How many parts each hand has before it, so that none is idle while what it made is written.
AHEAD = 3
# After how many new things more than were dropped a child looks for waste; a batch makes some thousands and drops them.
WASTE = 50_000


class Lifeline:
    """A pipe that nobody writes to and of which the forking process alone has the end to write at.

    The kernel closes that end with the process, even after kill -9; then who hangs on ends at once, in the middle of
    whatever it does, and with it go its shares of the cluster's lock and of inherited connections.
    """

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()

    def hang_on(self) -> None:
        """In a child: end with the parent, and not by Ctrl-C, which is the parent's to answer."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(self._writing)
        threading.Thread(target=self._end, daemon=True).start()

    def cut(self) -> None:
        """In the parent: let all who hang on end now."""
        if self._writing >= 0:
            os.close(self._writing)
            os.close(self._reading)
            self._writing = -1

    def _end(self) -> None:
        os.read(self._reading, 1)
        os._exit(1)


@contextmanager
def forked(count: int, begin: Callable[..., None] | None = None, *given: Any) -> Iterator[ProcessPoolExecutor]:
    """So many processes that know what this one knows now; each calls `begin` first. Who leaves by an error does not
    wait for what they do."""
    line = Lifeline()
    with ProcessPoolExecutor(count, get_context("fork"), initializer=_begin, initargs=(line, begin, given)) as pool:
        try:
            with _undisturbed():
                pool.submit(os.getpid)  # the first that is asked for forks them all
                _reads_only(pool)
            yield pool
        except BaseException:
            line.cut()
            raise
    line.cut()


def _reads_only(pool: ProcessPoolExecutor) -> None:
    """Children alone have the end to write results at: one who ends in the middle of a large one would otherwise be
    waited for for ever, as the library keeps that end open here too."""
    results: Any = pool
    results._result_queue._writer.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits: a child that it met right behind the fork would go on as if it were its parent."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(line: Lifeline, begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    line.hang_on()
    gc.freeze()  # what it knows from its parent is no waste, and stays one memory where nobody looks through it
    gc.set_threshold(WASTE)
    if begin is not None:
        begin(*given)


# What lies on a shelf: where, or the thing itself where there was no room.
Laid = dict[str, tuple[int, int] | bytes]


class Shelf:
    """Memory that a process shares with those it forks afterwards: what they make is laid there and read there, instead
    of being sent in many pieces. Each place is one child's until who reads it is done with it."""

    def __init__(self, places: int, size: int) -> None:
        self._places = [mmap(-1, size) for _ in range(places)]
        self._size = size

    def lay(self, place: int, things: Mapping[str, bytes]) -> Laid:
        """In a child: lay things on a place, which forgets what lay there; to be sent to who reads them."""
        there, at, laid = self._places[place % len(self._places)], 0, Laid()
        for name, thing in things.items():
            end = at + len(thing)
            if end > self._size:
                laid[name] = thing
            else:
                there[at:end] = thing
                laid[name], at = (at, end), end
        return laid

    def read(self, place: int, laid: Laid) -> dict[str, memoryview]:
        """In the parent: what was laid on a place, as long as nothing else is."""
        there = memoryview(self._places[place % len(self._places)])
        return {
            name: memoryview(where) if isinstance(where, bytes) else there[where[0] : where[1]]
            for name, where in laid.items()
        }


class Hands(NamedTuple):
    """Those of this process."""

    pool: ProcessPoolExecutor
    amount: int


_hands: list[Hands] = []


def number() -> int:
    """How many a worker takes on here: one for each core, at most four; none where there is one core."""
    cores = len(os.sched_getaffinity(0))
    return min(cores, MOST) if cores > 1 else 0


@contextmanager
def taken_on() -> Iterator[None]:
    """Within: the hands of this process. Entered before anything else is begun."""
    count = number()
    if not count:
        yield
        return
    with forked(count) as pool:
        _hands.append(Hands(pool, count))
        try:
            yield
        finally:
            _hands.clear()


def share(do: Callable[[T], R], parts: Iterable[T]) -> Iterator[R]:
    """What `do`, a function of a module, makes of every part, in their order. Raises what a part raised."""
    if not _hands:
        yield from map(do, parts)
        return
    pool, count = _hands[0]
    try:
        yield from in_order(pool, partial(_do, do), parts, AHEAD * count)
    except BrokenProcessPool:
        _hands.clear()  # whoever tries again does it alone
        raise


def in_order(pool: ProcessPoolExecutor, do: Callable[[T], R], parts: Iterable[T], ahead: int) -> Iterator[R]:
    """What a pool makes of parts, one after the other, with so many under way; what nobody waits for is not begun."""
    waiting: deque[Future[R]] = deque()
    try:
        for part in parts:
            waiting.append(pool.submit(do, part))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for one in waiting:
            one.cancel()


def _do(do: Callable[[T], R], part: T) -> R:
    """In a hand, which holds no line to the database between parts."""
    try:
        return do(part)
    finally:
        connections.close_all()


class Own(Generic[T]):
    """What each process makes once for a work and keeps for its parts, until it is asked for another's."""

    def __init__(self) -> None:
        self._made: dict[Hashable, T] = {}

    def of(self, work: Hashable, make: Callable[[], T]) -> T:
        """That of this work."""
        if work not in self._made:
            self._made.clear()
            self._made[work] = make()
        return self._made[work]
