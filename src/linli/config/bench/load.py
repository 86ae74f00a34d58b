"""The load: so many connections kept alive, each sending its next request when the last was answered."""

from __future__ import annotations

import multiprocessing
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from uuid import uuid4

PROCESSES = 2
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Job:
    """A request to send again and again; `paths` and `cookies` take turns, `form` makes a body for each."""

    name: str
    paths: tuple[str, ...]
    cookies: tuple[str, ...] = ("",)
    form: str = ""
    wants: int = 200


@dataclass
class Taken:
    """What one process saw: seconds of each answered request, answers of a wrong status, its own CPU."""

    seconds: list[float]
    wrong: int
    cpu: float


def requests_of(job: Job, port: int, offset: int) -> Iterator[bytes]:
    """The bytes of each next request."""
    paths, cookies = (
        cycle(job.paths[offset % len(job.paths) :] + job.paths),
        cycle(job.cookies[offset % len(job.cookies) :] + job.cookies),
    )
    while True:
        head = f"Host: 127.0.0.1:{port}\r\nCookie: {next(cookies)}\r\n"
        if not job.form:
            yield f"GET {next(paths)} HTTP/1.1\r\n{head}\r\n".encode()
            continue
        body = job.form.replace("KEY", uuid4().hex)
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        yield f"POST {next(paths)} HTTP/1.1\r\n{head}{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def answered(connection: socket.socket) -> int:
    """Read one whole answer; its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    left = (int(length[1]) if length else 0) - len(body)
    while left > 0:
        left -= len(connection.recv(65536))
    return int(head[9:12])


def _connection(job: Job, port: int, offset: int, until: float, taken: Taken) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests_of(job, port, offset):
            start = time.perf_counter()
            if start > until:
                return
            line.sendall(request)
            if answered(line) != job.wants:
                taken.wrong += 1
            taken.seconds.append(time.perf_counter() - start)


def _process(
    job: Job, port: int, connections: int, seconds: float, first: int, out: multiprocessing.Queue[Taken]
) -> None:
    taken, until = Taken([], 0, 0.0), time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_connection, args=(job, port, first + index, until, taken))
        for index in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.cpu = time.process_time()
    out.put(taken)


def throw(job: Job, port: int, connections: int, seconds: float) -> Taken:
    """Send a job over all connections for so long; what all processes saw together."""
    out: multiprocessing.Queue[Taken] = multiprocessing.Queue()
    each = connections // PROCESSES
    processes = [
        multiprocessing.Process(target=_process, args=(job, port, each, seconds, index * each, out))
        for index in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found = [out.get() for _ in processes]
    for process in processes:
        process.join()
    return Taken(
        [one for taken in found for one in taken.seconds],
        sum(one.wrong for one in found),
        sum(one.cpu for one in found),
    )


def straight(url: str, statement: str, connections: int, seconds: float) -> Taken:
    """A statement straight at PostgreSQL, each on its own and committed, over so many connections."""
    import psycopg

    taken, until = Taken([], 0, 0.0), time.perf_counter() + seconds

    def work() -> None:
        with psycopg.connect(url, autocommit=True) as line, line.cursor() as cursor:
            while (start := time.perf_counter()) < until:
                cursor.execute(statement, prepare=True)
                taken.seconds.append(time.perf_counter() - start)

    run_all(work, connections)
    return taken


def run_all(work: Callable[[], None], count: int) -> None:
    """Run the same work in so many threads until all are done."""
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
