"""The contracts of import-linter hold, have no list of exceptions, and the two of our own find what they should."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.contracts import Doors, Rooms

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
PEOPLE, CASES, DUTIES = "linli.domains.people", "linli.domains.cases", "linli.domains.duties"


def test_no_exceptions() -> None:
    for contract in SETTINGS["contracts"]:
        assert not [key for key in contract if "ignore" in key]


def test_a_new_domain_must_be_given_a_band() -> None:
    assert all(contract["exhaustive"] for contract in SETTINGS["contracts"] if contract["type"] == "layers")


def test_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("importer", "imported", "forbidden"),
    [
        (f"{CASES}.commands", f"{PEOPLE}.queries", False),
        (f"{CASES}.models", f"{PEOPLE}.values", False),
        (f"{CASES}.commands", f"{PEOPLE}.models", True),
        (f"{CASES}.commands", f"{PEOPLE}.commands", True),
        (f"{CASES}.commands.close", f"{DUTIES}.commands.open", False),
        (f"{CASES}.web.views", f"{PEOPLE}.web.forms", True),
        (f"{CASES}.projections", f"{PEOPLE}.events", False),
        (f"{CASES}.commands", f"{PEOPLE}.events", True),
        (f"{CASES}.commands", f"{CASES}.models", False),
        ("linli.front.views", f"{CASES}.queries", False),
        ("linli.front.views", f"{CASES}.models", True),
        ("linli.journeys.device_alarm_opens_case", f"{CASES}.commands", False),
    ],
)
def test_doors(importer: str, imported: str, forbidden: bool) -> None:
    assert Doors.forbids(None, importer, imported) is forbidden  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("importer", "imported", "forbidden"),
    [
        (f"{CASES}.web.views", f"{CASES}.commands.open", False),
        (f"{CASES}.commands", f"{CASES}.rules", False),
        (f"{CASES}.rules", f"{CASES}.models", True),
        (f"{CASES}.queries", f"{CASES}.commands", True),
        (f"{CASES}.commands.open", f"{CASES}.commands.close", False),
        (f"{CASES}.apps", f"{CASES}.reactions", False),
        (f"{CASES}.rules", f"{CASES}.apps", True),
        (f"{CASES}.api", f"{CASES}.management.loader", False),
    ],
)
def test_rooms(importer: str, imported: str, forbidden: bool) -> None:
    assert Rooms.forbids(None, importer, imported) is forbidden  # type: ignore[arg-type]
