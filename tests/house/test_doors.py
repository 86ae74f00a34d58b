"""What import-linter cannot see: names in strings, templates, signals, imports in functions of the pure rooms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "linli"
DOMAINS = PACKAGE / "domains"
FIELDS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
GETTERS = {"get_model", "import_module", "import_string"}
SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals")
TEMPLATE_TAG = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")


def sources() -> list[Path]:
    return [
        path
        for path in sorted(DOMAINS.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts)
    ]


def domain_of(path: Path) -> str:
    return path.relative_to(DOMAINS).parts[0]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def strings_given(path: Path, names: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and called(node) in names:
            for value in [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "to")]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield node.lineno, value.value


def relative(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_no_foreign_key_into_another_domain(path: Path) -> None:
    others = {folder.name for folder in DOMAINS.iterdir()} - {domain_of(path)}
    found = [(line, text) for line, text in strings_given(path, FIELDS) if text.split(".")[0] in others]
    assert not found


@pytest.mark.parametrize("path", sources(), ids=relative)
def test_no_model_or_module_of_another_domain_by_name(path: Path) -> None:
    others = {folder.name for folder in DOMAINS.iterdir()} - {domain_of(path)}
    found = [
        (line, text)
        for line, text in strings_given(path, GETTERS)
        if text.split(".")[0] in others or text.removeprefix("linli.domains.").split(".")[0] in others
    ]
    assert not found


@pytest.mark.parametrize("path", sorted(DOMAINS.rglob("*.html")), ids=relative)
def test_templates_use_their_own_and_those_of_ui(path: Path) -> None:
    others = {folder.name for folder in DOMAINS.iterdir()} - {domain_of(path)}
    used = TEMPLATE_TAG.findall(path.read_text(encoding="utf-8"))
    assert not [name for name in used if name.split("/")[0] in others]


@pytest.mark.parametrize("path", sorted(DOMAINS.glob("*/web/templates/*")), ids=relative)
def test_templates_lie_in_a_folder_named_after_their_domain(path: Path) -> None:
    """Other names are those that a library looks for, such as account/login.html, and belong to people."""
    assert path.is_dir()
    assert path.name == domain_of(path) or domain_of(path) == "people"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def pure() -> list[Path]:
    rules = [*DOMAINS.glob("*/rules.py"), *DOMAINS.glob("*/rules/**/*.py")]
    kernel = [path for path in (PACKAGE / "kernel").rglob("*.py") if "tests" not in path.parts]
    return sorted([*rules, *kernel])


@pytest.mark.parametrize("path", pure(), ids=relative)
def test_kernel_and_rules_are_pure(path: Path) -> None:
    """Values and `now` in, decision out: no Django, no network, no random number."""
    assert not {name for name in imports(path) if name.split(".")[0] in {"django", "psycopg", "socket", "random"}}


@pytest.mark.parametrize("path", pure(), ids=relative)
def test_kernel_and_rules_do_not_look_at_the_clock(path: Path) -> None:
    clocks = {"now", "utcnow", "today", "time", "localtime", "monotonic"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owners = {"datetime", "date", "time", "timezone"}
    found = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    ]
    assert not found


def test_nobody_uses_signals_of_django() -> None:
    users = [
        relative(path)
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.relative_to(PACKAGE).parts and any(name.startswith(SIGNALS) for name in imports(path))
    ]
    assert not users
