"""What the environment says and what is kept in the data folder."""

from pathlib import Path

import pytest

from linli.config import environment


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("LINLI_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_keys_are_made_once_and_readable_by_us_only(data: Path) -> None:
    assert len(environment.field_key()) == 32
    assert environment.field_key() == environment.field_key()
    assert environment.secret_key() == environment.secret_key()
    assert {path.name: path.stat().st_mode & 0o777 for path in data.iterdir()} == {
        "secret.key": 0o600,
        "field.key": 0o600,
    }


def test_a_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://town:p%40ss@db.example:6432/linli?sslmode=require")
    found = environment.database()
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("town", "p@ss", "db.example", "6432")
    assert found["NAME"] == "linli"
    assert found["OPTIONS"].items() >= {"sslmode": "require", "prepare_threshold": 5}.items()


def test_without_one_the_private_cluster(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    assert environment.is_private_cluster()
    assert environment.database()["HOST"] == str(data / "run")


def test_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.hosts() == ["127.0.0.1", "localhost", "[::1]"]
    monkeypatch.setenv("LINLI_HOSTS", "linli.example, 10.0.0.2,")
    assert environment.hosts() == ["linli.example", "10.0.0.2"]
