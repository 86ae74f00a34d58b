"""Resolves the dependencies of pyproject.toml and package.json anew into the hashed locks, without host names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOSTS = ("resolved", "funding")


def main() -> int:
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin") or "uv"
    common = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--upgrade"]
    common += ["--python-version", "3.11", "--output-file"]
    _run([*common, "requirements/app.txt", "pyproject.toml", "--group", "build"])
    _run([*common, "requirements/dev.txt", "pyproject.toml", "--group", "dev", "--constraint", "requirements/app.txt"])
    _run([*common, "requirements/node.txt", "--group", "node"])
    _run(["npm", "update", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"])
    _strip_hosts(ROOT / "package-lock.json")
    return 0


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def _strip_hosts(path: Path) -> None:
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for key in HOSTS:
            package.pop(key, None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
