"""What is installed is pinned by digest, and no lock names a host."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_python_locks_have_digests_and_no_hosts(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "-url" not in text
    requirements = re.findall(r"^[A-Za-z0-9][^ ]*==.*$", text, re.MULTILINE)
    assert requirements
    assert all(line.endswith("\\") for line in requirements)


def test_the_lock_of_npm_has_digests_and_no_hosts() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "://" not in text
    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_every_dependency_says_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads("\n".join(lines))
    names = [
        *project["project"]["dependencies"],
        *(name for group in project["dependency-groups"].values() for name in group),
    ]
    for name in names:
        if isinstance(name, str):
            assert any(f'"{name}", # ' in line for line in lines), name
