"""What the wheel carries: built as anybody builds it, and used from where it was unpacked."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USE = """
import linli_client
from linli_client import AuthenticatedClient
from linli_client.api.cases import list_cases
from linli_client.models import Problem

client = AuthenticatedClient(base_url="http://127.0.0.1:8000", token="lk_x")
print(linli_client.__file__, list_cases.sync.__annotations__["client"], Problem.__module__)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this tree, unpacked."""
    to = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(to)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = to.glob("*.whl")
    with zipfile.ZipFile(built) as packed:
        packed.extractall(to / "in")
    return to / "in"


@pytest.mark.slow
def test_the_typed_client_is_in_it_and_works(wheel, tmp_path):
    assert (wheel / "linli_client" / "py.typed").is_file()
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "use.py")]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(wheel)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert str(wheel) in done.stdout
    assert "AuthenticatedClient" in done.stdout


@pytest.mark.slow
def test_pages_packs_and_words_are_in_it_and_no_tests(wheel):
    names = {str(path.relative_to(wheel)) for path in wheel.rglob("*") if path.is_file()}
    assert {"linli/packs/base/pack.yaml", "linli/ui/static/vendor/htmx.min.js"} <= names
    assert "linli/locale/en/LC_MESSAGES/django.mo" in names
    assert not [name for name in names if "/tests/" in name]


def test_the_client_is_not_committed():
    listed = subprocess.run(["git", "ls-files", "*linli_client*"], cwd=ROOT, capture_output=True, text=True)
    assert listed.stdout == ""
