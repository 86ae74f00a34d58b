"""Bad surroundings: one clear sentence and the exit code 2."""

import os
import socket
from pathlib import Path

import pytest

from linli.config import cli
from linli.config.cli import surroundings
from linli.config.cli.words import Trouble, say


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("LINLI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LINLI_LANG", "zh")
    return tmp_path / "data"


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr().err.strip()
    assert said
    assert "\n" not in said
    return said


def test_port_taken(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert cli.main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "已被占用" in sentence(capsys)


def test_no_right_to_write(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_text("a file where the folder should be")
    assert cli.main(["migrate"]) == 2
    assert "不能写入数据目录" in sentence(capsys)


def test_database_unreachable(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert cli.main(["migrate"]) == 2
    assert "连不上数据库" in sentence(capsys)


def test_database_too_old(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(surroundings, "OLDEST_SERVER", 990000)
    assert cli.main(["migrate"]) == 2
    assert "至少要 15" in sentence(capsys)


def test_disk_full(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(surroundings, "LEAST_ROOM", 1 << 62)
    assert cli.main(["migrate"]) == 2
    assert "所在磁盘只剩" in sentence(capsys)


def test_no_such_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["dance"]) == 2
    assert "dance" in sentence(capsys)


def test_alone_it_lists_its_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    said = capsys.readouterr().out
    assert all(f"  {verb} " in said for verb in (*cli.OWN, *cli.LENT))


@pytest.mark.parametrize(("spoken", "word"), [("en_GB.UTF-8", "yes"), ("zh_CN.UTF-8", "是"), ("C.UTF-8", "是")])
def test_the_language_of_the_environment(spoken: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LINLI_LANG", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", spoken)
    assert say("是", "yes") == word


def test_a_port_without_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_socket: object, _address: object) -> None:
        raise PermissionError

    monkeypatch.setattr(surroundings.socket.socket, "bind", refuse)
    with pytest.raises(Trouble, match="没有权限"):
        surroundings.require_port("127.0.0.1", 80)


def test_the_data_folder_is_ours_alone(data: Path) -> None:
    surroundings.require_data_folder()
    assert data.stat().st_mode & 0o077 == 0
    assert os.access(data, os.W_OK)
