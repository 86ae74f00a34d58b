"""The typed Python client, made out of docs/openapi.json: `python -m tools.client --to DIR`.

It is generated, never written and never committed: the wheel gets it while it is built (hatch_build.py), and whoever
needs another version builds it from the file of that.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "openapi.json"
NAME = "linli_client"
BYTES = "application/octet-stream"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.client", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "client", help="the folder to put it in")
    folder = generate(parser.parse_args(arguments).to)
    print(f"{folder}: put {folder.parent} on PYTHONPATH, or copy it beside your program")
    return 0


def generate(to: Path) -> Path:
    """Make the package `linli_client` in a folder; where it lies."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there:
        config = Path(there) / "config.json"
        config.write_text(json.dumps({"content_type_overrides": _bytes(), "literal_enums": True}), encoding="utf-8")
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(FILE)]
        command += ["--output-path", str(to / NAME), "--meta", "none", "--overwrite", "--fail-on-warning"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        said = {"capture_output": True, "text": True, "env": {**os.environ, "PATH": path}}
        done = subprocess.run([*command, "--config", str(config)], **said)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    (to / NAME / "py.typed").touch()
    return to / NAME


def _bytes() -> dict[str, str]:
    """Pictures and papers come as bytes, whatever they are called."""
    text = FILE.read_text(encoding="utf-8")
    found = {kind for path in json.loads(text)["paths"].values() for kind in _kinds(path)}
    return dict.fromkeys(sorted(found), BYTES)


def _kinds(path: dict[str, dict[str, dict[str, dict[str, dict[str, object]]]]]) -> set[str]:
    answers = [answer for operation in path.values() for answer in operation["responses"].values()]
    kinds = {kind for answer in answers for kind in answer.get("content", {})}
    return {kind for kind in kinds if not kind.endswith("json")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
