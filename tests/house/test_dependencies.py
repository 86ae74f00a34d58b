"""Every dependency of the product is used by it: imported, or named where Django or the command line looks for it."""

import ast
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "src", ROOT / "hatch_build.py")
NAMED = [
    Requirement(one).name for one in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
]


def _files():
    for source in SOURCES:
        yield from source.rglob("*.py") if source.is_dir() else [source]


def _roots(tree: ast.AST):
    """The first parts of what is imported, and of dotted or single words that stand as strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
            yield node.value.partition(".")[0]


@pytest.fixture(scope="module")
def used():
    return {root for file in _files() for root in _roots(ast.parse(file.read_text(encoding="utf-8")))}


@pytest.mark.parametrize("name", NAMED)
def test_a_dependency_is_used(used, name):
    wanted = canonicalize_name(name)
    modules = {
        module
        for module, distributions in packages_distributions().items()
        if wanted in map(canonicalize_name, distributions)
    }
    assert modules & used, f"{name} gives {sorted(modules)}, which nothing uses"
