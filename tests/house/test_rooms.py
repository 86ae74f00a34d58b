"""Every domain has the same rooms and no other."""

from pathlib import Path

import pytest

from tools.contracts import ROOMS

DOMAINS = Path(__file__).parents[2] / "src" / "linli" / "domains"
ALLOWED = {room for rooms in ROOMS for room in rooms} | {"__init__", "apps", "migrations", "tests"}


def domains() -> list[Path]:
    return sorted(path.parent for path in DOMAINS.glob("*/__init__.py"))


@pytest.mark.parametrize("domain", domains(), ids=lambda path: path.name)
def test_no_other_room(domain: Path) -> None:
    found = {path.stem for path in domain.glob("*.py")}
    found |= {path.name for path in domain.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found <= ALLOWED, f"{domain.name}: {sorted(found - ALLOWED)}"


@pytest.mark.parametrize("domain", domains(), ids=lambda path: path.name)
def test_a_domain_is_an_app(domain: Path) -> None:
    assert (domain / "apps.py").is_file()


def test_every_python_folder_of_the_package_is_a_package() -> None:
    """import-linter does not see a folder without __init__.py."""
    package = DOMAINS.parent
    folders = {path.parent for path in package.rglob("*.py") if "tests" not in path.relative_to(package).parts}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]
