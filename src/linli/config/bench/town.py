"""A server of the bench's own over a town of so many cases: cluster, pages and jobs in a folder that goes away."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from linli.backbone.cluster import Held, hold
from linli.config.bench.load import Job, Taken, straight, throw
from linli.config.bench.report import Figures

WARM_UP = 2.0
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def probed(module: str, environment: dict[str, str]) -> dict[str, Any]:
    """What a module of the bench says as JSON on its last line, run over a town by the same interpreter."""
    return dict(json.loads(_said(environment, module).strip().splitlines()[-1]))


def _said(environment: dict[str, str], module: str, *arguments: str) -> str:
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
        return _said(self.environment, module, *arguments)

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

    def measure(self, seconds: float, connections: int, only: set[str]) -> dict[str, Figures]:
        """Every job in turn, warmed up; the floors always."""
        found = {
            "INSERT at PostgreSQL": self._straight(
                "INSERT INTO bench_floor (words) VALUES ('x')", seconds, connections
            ),
            "SELECT at PostgreSQL": self._straight("SELECT words FROM bench_floor WHERE id = 1", seconds, connections),
        }
        for job in self.jobs():
            if not only or job.name in only or job.name in ("one insert", "one select"):
                found[job.name] = self.thrown(job, seconds, connections)
                print(f"  {job.name:<12} {found[job.name].rate:8,.0f}/s  p95 {found[job.name].p95:.1f} ms", flush=True)
        return found

    def thrown(self, job: Job, seconds: float, connections: int) -> Figures:
        """One job over so many connections, after a warm-up."""
        throw(job, self.port, connections, WARM_UP)
        before, start = self._cpu(), time.perf_counter()
        taken = throw(job, self.port, connections, seconds)
        return self._figures(taken, time.perf_counter() - start, before, self.facts["queries"].get(job.name))

    def _straight(self, statement: str, seconds: float, connections: int) -> Figures:
        before, start = self._cpu(), time.perf_counter()
        taken = straight(self.held.url, statement, connections, seconds)
        return self._figures(taken, time.perf_counter() - start, before, 1)

    def _figures(self, taken: Taken, spent: float, before: dict[str, float], queries: int | None) -> Figures:
        after, times = self._cpu(), sorted(taken.seconds) or [0.0]
        count = max(1, len(taken.seconds))

        def cpu(name: str) -> float:
            return (after[name] - before[name]) / count * 1000

        return Figures(
            rate=len(taken.seconds) / spent,
            p50=times[len(times) // 2] * 1000,
            p95=times[int(len(times) * 0.95)] * 1000,
            wrong=taken.wrong,
            queries=queries,
            cpu_web=cpu("web"),
            cpu_database=cpu("database"),
            cpu_client=taken.cpu / count * 1000,
            memory=after["memory"],
        )

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
        if "postgres" in command.split(" ")[0]:
            return "database"
        if "granian" in command:
            held = (folder / "environ").read_bytes()
            return "web" if f"LINLI_DATA={self.folder}".encode() in held else ""
        return ""


def _proportional(folder: Path) -> float:
    for line in (folder / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
