"""What a stranger is told works: the folder that `pack new` writes, and every file docs/new-place.md shows."""

import re
from pathlib import Path

import pytest

from linli.backbone.packs import registry
from linli.config import wiring  # noqa: F401 - registers the sections
from linli.config.cli.packs.begin import begin
from linli.domains.cases.values.tables import cases
from linli.domains.duties.values.routines import routines

PAGE = Path(__file__).parents[2] / "docs/new-place.md"
SHOWN = re.findall(r"```yaml\n# my-district/(\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize(
    "extends", ["base", "five-chiefs", "great-cogovernance", "happy-home", "partners", "three-micro"]
)
def test_a_new_pack_is_sound_as_it_is_written(extends, tmp_path, capsys):
    assert begin("my-district", extends, str(tmp_path)) == 0
    assert "my-district" in capsys.readouterr().out
    pack = registry.load_pack_at(str(tmp_path / "my-district"))
    assert "my_topic" in cases(pack).procedures


def test_a_name_or_folder_that_does_not_fit_is_refused(tmp_path, capsys):
    assert begin("My District", "base", str(tmp_path)) == 2
    (tmp_path / "there").mkdir()
    assert begin("there", "base", str(tmp_path)) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_the_page_loads_file_by_file(tmp_path):
    begin("my-district", "base", str(tmp_path))
    folder = tmp_path / "my-district"
    assert [name for name, _text in SHOWN] == [
        "pack.yaml",
        "territory.yaml",
        "organizations.yaml",
        "procedures.yaml",
        "routines.yaml",
    ]
    for name, text in SHOWN:
        (folder / name).write_text(text, encoding="utf-8")
        pack = registry.load_pack_at(str(folder))
    assert {"yard_repair", "yard_talk", "request"} <= set(cases(pack).procedures)
    assert "friday_desk" not in routines(pack)
