"""A process inside a town that is asked one thing after the other, so that towns can be measured in turn."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from linli.config.cli import surroundings

Row = dict[str, Any]


class Probe:
    """Runs a module of the bench over a town from entering to leaving; one line asks, one line of JSON answers."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._module, self._environment = module, environment

    def __enter__(self) -> Probe:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            env=dict(self._environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()  # nothing more is asked, so it ends

    def ask(self, name: str) -> Row:
        """What it found; a process that failed has said on its own standard error why."""
        lines_in, lines_out = self._process.stdin, self._process.stdout
        if lines_in is None or lines_out is None:
            raise RuntimeError("the probe has no lines to be asked by")
        with suppress(BrokenPipeError):
            lines_in.write(f"{name}\n")
            lines_in.flush()
        said = lines_out.readline()
        if not said:
            raise RuntimeError(f"the probe ended before it answered: {name}")
        return dict(json.loads(said))


def answer(parts: Mapping[str, Callable[[], Row]]) -> None:
    """Be the process: do what each line of standard input names, until there is none."""
    surroundings.set_up_django()
    with surroundings.database():
        from linli.config import wiring  # noqa: F401 - registers the sections of packs

        for line in sys.stdin:
            print(json.dumps(parts[line.strip()]()), flush=True)
