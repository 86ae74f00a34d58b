"""Every shipped pack loads; a broken one is named by file and line."""

import shutil
from pathlib import Path

import pytest

from linli.backbone.packs import registry
from linli.backbone.packs.loader import PackError, load_pack
from linli.config import wiring  # noqa: F401 - registers the sections

PACKS = Path(__file__).parents[2] / "packs"


@pytest.mark.parametrize("name", sorted(path.name for path in PACKS.iterdir() if path.is_dir()))
def test_a_shipped_pack_loads(name):
    assert load_pack(PACKS / name, registry.sections()).name == name


BROKEN = {
    "unknown_word": ("organizations.yaml", "      many: true\n", "      mny: true\n", "不认识“mny”"),
    "unknown_post": (
        "procedures/request.yaml",
        "[grid_worker@grid, desk@community",
        "[grid_wrker@grid, desk@community",
        "没有叫“grid_wrker”的岗位",
    ),
    "unknown_stage": (
        "procedures/request.yaml",
        "to: community, needs: [reason], icon",
        "to: comunity, needs: [reason], icon",
        "不是阶段",
    ),
    "bad_length": ("procedures/request.yaml", "sign: 2wh", "sign: 2 hours", "不是时限"),
    "unknown_level": ("territory.yaml", "under: community", "under: comunity", "没有叫“comunity”的层级"),
    "day_of_another_year": ("calendar.yaml", "2026-01-01", "2031-01-01", "不在 2026 年"),
    "not_yaml": ("services.yaml", "services:\n", "services: [\n", "不是正确的 YAML"),
    "front_tile_unknown": ("services.yaml", "front: [phones", "front: [phnes", "没有叫“phnes”的服务"),
    "cadence_no_one_knows": ("routines.yaml", "cadence: 每周五下午", "cadence: 每周八", "不是周期"),
    "routine_for_an_unknown_level": ("routines.yaml", "each: building", "each: bilding", "没有叫“bilding”的层级"),
    "routine_of_an_unknown_seat": (
        "routines.yaml",
        "[grid_worker@grid, b",
        "[grid_wrker@grid, b",
        "没有叫“grid_wrker”",
    ),
    "routine_opens_an_unknown_case": ("routines.yaml", "opens: request", "opens: requst", "没有叫“requst”的事项流程"),
    "choice_without_options": ("routines.yaml", "type: text, req", "type: choice, req", "要写 choices"),
    "holidays_unknown": ("routines.yaml", "holidays: next_workday", "holidays: nextday", "next_workday"),
    "fallback_unknown": ("procedures/request.yaml", "fallback: other", "fallback: othr", "没有叫“othr”的类别"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_a_mistake_is_named_by_file_and_line(mistake, tmp_path):
    file, right, wrong, words = BROKEN[mistake]
    folder = tmp_path / "base"
    shutil.copytree(PACKS / "base", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    line = text[: text.index(right)].count("\n") + right[: len(right) - len(right.lstrip("\n"))].count("\n") + 1
    with pytest.raises(PackError) as refused:
        load_pack(folder, registry.sections())
    found = [fault for fault in refused.value.faults if words in fault.words]
    assert found, refused.value
    assert found[0].file == f"base/{file}"
    assert abs(found[0].line - line) <= 3, (found[0], line)


def test_a_word_written_twice_in_two_files_is_a_fault(tmp_path):
    folder = tmp_path / "base"
    shutil.copytree(PACKS / "base", folder)
    (folder / "zz.yaml").write_text("cases:\n  categories:\n    lighting: {title: 灯, limit: 1wd}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"zz\.yaml:3: “title” 写了两次"):
        load_pack(folder, registry.sections())
