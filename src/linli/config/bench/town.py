"""A server of the bench's own over a town of so many cases: cluster, pages and jobs in a folder that goes away."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from linli.backbone.cluster import Held, hold
from linli.config.bench.load import Job, Taken, straight, throw
from linli.config.bench.report import Figures

WARM_UP = 2.0
# So long, in seconds, those who react have to hear of what a loaded town has found.
LOADED = 600.0
# What slow listeners have still to hear (words, grouping) may wait: a town that lives always has some of it.
_WAITING = """
SELECT EXISTS (SELECT 1 FROM backbone_undelivered WHERE turn < 2) OR EXISTS (SELECT 1 FROM backbone_loosefact)
"""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """What one stretch of load took: seconds, and CPU seconds of the pages and of PostgreSQL; MB held at its end."""

    taken: Taken
    spent: float
    web: float
    database: float
    memory: float


def figures(samples: Sequence[Sample], queries: int | None) -> Figures:
    """The samples of one job as a line of the report; `queries` is how many statements one request asks."""
    times = sorted(one for sample in samples for one in sample.taken.seconds) or [0.0]
    count = max(1, sum(len(one.taken.seconds) for one in samples))
    return Figures(
        rate=count / sum(one.spent for one in samples),
        p50=times[len(times) // 2] * 1000,
        p95=times[int(len(times) * 0.95)] * 1000,
        wrong=sum(one.taken.wrong for one in samples),
        queries=queries,
        cpu_web=sum(one.web for one in samples) / count * 1000,
        cpu_database=sum(one.database for one in samples) / count * 1000,
        cpu_client=sum(one.taken.cpu for one in samples) / count * 1000,
        memory=samples[-1].memory,
    )


def opened(stack: ExitStack, size: int) -> Town:
    """A town of so many cases, there until the stack is left."""
    print(f"== {size:,} ==", flush=True)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="linli-bench-", ignore_cleanup_errors=True))
    Path(folder).chmod(0o755)  # PostgreSQL runs as another account where we are root
    return stack.enter_context(Town(Path(folder), size))


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def probed(module: str, environment: dict[str, str]) -> dict[str, Any]:
    """What a module of the bench says as JSON on its last line, run over a town by the same interpreter."""
    return dict(json.loads(said(environment, module).strip().splitlines()[-1]))


def said(environment: dict[str, str], module: str, *arguments: str) -> str:
    """What a module prints, run by the same interpreter; its faults are ours."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


class Town:
    """Runs from entering to leaving; everything it started ends with it."""

    def __init__(self, folder: Path, cases: int) -> None:
        self.folder, self.cases, self.port = folder, cases, free_port()
        self.environment = {
            **os.environ,
            "LINLI_DATA": str(folder),
            "LINLI_URLS": "linli.config.bench.urls",
            "LINLI_WRITES_A_MINUTE": str(10**9),
            "LINLI_HOSTS": "127.0.0.1",
        }

    def __enter__(self) -> Town:
        self.held: Held = hold(self.folder)
        self._python("linli.config.cli", "migrate")
        said = self._python("linli.config.bench.fill", str(self.cases))
        self.facts = json.loads(said.strip().splitlines()[-1])
        self.server = subprocess.Popen(
            [sys.executable, "-m", "linli.config.cli", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait()
        self.settle(LOADED)  # of all that was found in a year at once nobody hears within minutes in life
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()
        self.held.release()

    def _python(self, module: str, *arguments: str) -> str:
        return said(self.environment, module, *arguments)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not start")

    def jobs(self) -> list[Job]:
        """The floor and the pages, in the order of the report."""
        facts = self.facts
        staff, leader = tuple(facts["staff"]), tuple(facts["leader"])
        words = "text=%E4%B8%89%E6%A5%BC%E7%9A%84%E7%81%AF%E5%9D%8F%E4%BA%86&key=KEY&website=&phone=13812342046"
        report = f"{words}&csrfmiddlewaretoken={facts['token']}"
        csrf = (f"linli_csrf={facts['token']}",)
        return [
            Job("nothing", ("/bench/nothing/",)),
            Job("one insert", ("/bench/insert/",), form="key=KEY"),
            Job("one select", ("/bench/select/",)),
            Job("inbox", ("/inbox/",), staff),
            Job("case", tuple(f"/cases/{number}/" for number in facts["numbers"]), leader),
            Job("board", ("/board/?period=month",), leader),
            Job("door", tuple(f"/d/{code}/" for code in facts["doors"])),
            # Last, because the reactions to what it accepted are still being worked off afterwards.
            Job("accept", tuple(f"/d/{code}/report/" for code in facts["doors"]), csrf, report, wants=302),
        ]

    def floors(self) -> dict[str, str]:
        """What PostgreSQL does by itself: a statement for each, under its name in the report."""
        return {
            "INSERT at PostgreSQL": "INSERT INTO bench_floor (words) VALUES ('x')",
            "SELECT at PostgreSQL": "SELECT words FROM bench_floor WHERE id = 1",
        }

    def thrown(self, job: Job, seconds: float, connections: int) -> Figures:
        """One job over so many connections, after a warm-up."""
        return figures([self.sample(job, seconds, connections, WARM_UP)], self.facts["queries"].get(job.name))

    def sample(self, work: Job | str, seconds: float, connections: int, warm: float = 0) -> Sample:
        """A job of the pages or a statement straight at PostgreSQL, for so long over so many connections."""
        if warm and isinstance(work, Job):
            throw(work, self.port, connections, warm)
        before, start = self._cpu(), time.perf_counter()
        if isinstance(work, Job):
            taken = throw(work, self.port, connections, seconds)
        else:
            taken = straight(self.held.url, work, connections, seconds)
        spent, after = time.perf_counter() - start, self._cpu()
        return Sample(
            taken, spent, after["web"] - before["web"], after["database"] - before["database"], after["memory"]
        )

    def settle(self, seconds: float = 60) -> None:
        """Wait until those who react at once have heard what happened and its facts are folded, so long at most."""
        import psycopg

        with psycopg.connect(self.held.url, autocommit=True) as line:
            for _ in range(int(seconds * 4)):
                if line.execute(_WAITING).fetchone() == (False,):
                    return
                time.sleep(0.25)

    def _cpu(self) -> dict[str, float]:
        """CPU seconds so far of the pages and of PostgreSQL, and the memory both hold (MB, shared parts once)."""
        found = {"web": 0.0, "database": 0.0, "memory": 0.0}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                kind = self._kind(command, folder)
                if kind:
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                    found[kind] += (int(fields[11]) + int(fields[12])) / _TICKS
                    found["memory"] += _proportional(folder)
            except OSError:
                continue
        return found

    def _kind(self, command: str, folder: Path) -> str:
        if "postgres" in command.split(" ")[0]:  # it works in the folder of its data
            return "database" if (folder / "cwd").readlink().is_relative_to(self.folder) else ""
        if "granian" in command:
            held = (folder / "environ").read_bytes()
            return "web" if f"LINLI_DATA={self.folder}".encode() in held else ""
        return ""


def _proportional(folder: Path) -> float:
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
