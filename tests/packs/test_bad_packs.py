"""Every mistake has its sentence, its file and its line: one broken pack each, over the base.

The head of a file says what is wrong, `says:` words of the sentence, `line:` where it must point: a line of the file
itself, or a file (and line) of another pack.
"""

import re
from pathlib import Path

import pytest

from linli.backbone.packs import registry
from linli.backbone.packs.loader import PackError, load_pack
from linli.config import wiring  # noqa: F401 - registers the sections

BAD = Path(__file__).parent / "bad"
MISTAKES = sorted(path.stem for path in BAD.iterdir())


def find(name):
    return BAD / name if (BAD / name).is_dir() else registry.folder_of(name)


def folder_of(mistake, tmp_path):
    """The broken pack as a folder, and the file whose head says what is expected of it."""
    if (BAD / mistake).is_dir():
        files = sorted((BAD / mistake).iterdir())
        return BAD / mistake, files[-1], files[-1].name
    folder = tmp_path / mistake
    folder.mkdir()
    text = (BAD / f"{mistake}.yaml").read_text(encoding="utf-8")
    (folder / "mistake.yaml").write_text(text, encoding="utf-8")
    if not re.search(r"^pack:$", text, re.M):
        (folder / "pack.yaml").write_text("pack: {extends: base}\n", encoding="utf-8")
    return folder, BAD / f"{mistake}.yaml", "mistake.yaml"


def expected(file, own):
    """(words of the sentence, where it points) as the head of a file says."""
    head = dict(re.findall(r"^# (says|line): (.+)$", file.read_text(encoding="utf-8"), re.M))
    return head["says"], f"{own}:{head['line']}" if head["line"].isdigit() else head["line"]


@pytest.mark.parametrize("mistake", [name for name in MISTAKES if name != "pack_loop"])
def test_a_mistake_is_named_with_file_and_line(mistake, tmp_path):
    folder, file, own = folder_of(mistake, tmp_path)
    says, where = expected(file, f"{mistake}/{own}")
    with pytest.raises(PackError) as refused:
        load_pack(folder, registry.sections(), find)
    found = [fault for fault in refused.value.faults if says in fault.words]
    assert found, str(refused.value)
    at = f"{found[0].file}:{found[0].line}"
    assert at.startswith(where) if where.endswith("/") else at == where, (at, where)


def test_there_are_enough_of_them():
    assert len(MISTAKES) >= 100
