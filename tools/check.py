"""Everything that can be said about the code without a database, two checks at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "django": [sys.executable, "-m", "tools.django_check"],
    "imports": [str(BIN / "lint-imports"), "--no-cache"],
    "lint": [str(BIN / "ruff"), "check", "--quiet"],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet"],
    "sizes": [sys.executable, "-m", "tools.sizes"],
    "translations": [sys.executable, "-m", "tools.translations", "--check"],
    "openapi": [sys.executable, "-m", "tools.openapi", "--check"],
}


def main(chosen: list[str]) -> int:
    """0 when all pass; names of checks as arguments run only those."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="linli-check-") as data, ThreadPoolExecutor(2) as pool:
        names = chosen or list(CHECKS)
        passed = list(pool.map(lambda name: _run(name, data), names))
    print(f"{sum(passed)} of {len(passed)} checks passed in {time.monotonic() - started:.0f} s", flush=True)
    return 0 if all(passed) else 1


def _run(name: str, data: str) -> bool:
    nowhere = "postgresql://nobody@/none?host=/nonexistent"
    environment = {**os.environ, "LINLI_DATA": data, "DATABASE_URL": nowhere, "LINLI_TESTING": "1", "PYTHONPATH": "."}
    started = time.monotonic()
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True)
    mark = "ok   " if done.returncode == 0 else "FAULT"
    output = "" if done.returncode == 0 else (done.stdout + done.stderr).strip() + "\n"
    sys.stdout.write(f"{mark} {name} ({time.monotonic() - started:.1f} s)\n{output}")
    sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
