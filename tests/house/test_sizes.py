"""Files of at most 300 lines, functions of at most 40: as measured by `./dev check`."""

from pathlib import Path

import pytest

from tools import sizes


@pytest.mark.parametrize("path", list(sizes.measured_files()), ids=lambda path: str(path.relative_to(sizes.ROOT)))
def test_nothing_is_too_long(path: Path) -> None:
    assert not list(sizes.faults_of(path))


def test_the_measure_finds_what_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def long():\n" + "    pass\n" * 300)
    assert len(list(sizes.faults_of(path))) == 2
