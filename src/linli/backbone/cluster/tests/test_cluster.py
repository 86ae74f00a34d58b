"""The private cluster: shared, restarted, stopped, and never losing what was committed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from linli.backbone.cluster import ClusterError, find_binaries, hold, running_cluster
from linli.backbone.cluster.places import LONGEST_SOCKET, SOCKET_NAME, places
from linli.backbone.cluster.server import kept_mb, memory_mb, ready_pid

HOLDER = """
import sys, time
from pathlib import Path
from linli.backbone.cluster import hold
held = hold(Path(sys.argv[1]))
print(held.url, flush=True)
time.sleep(100)
"""


def wait_for(condition: Callable[[], object], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def count(url: str) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def write(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")


def comes_back(url: str) -> bool:
    try:
        count(url)
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_settings_that_keep_data_safe_and_private(data: Path) -> None:
    with running_cluster(data) as url, psycopg.connect(url) as connection:
        ask = "SELECT current_setting(%s)"
        said = {name: connection.execute(ask, [name]).fetchone()[0] for name in ("fsync", "data_checksums")}
        assert said == {"fsync": "on", "data_checksums": "on"}
        assert connection.execute(ask, ["listen_addresses"]).fetchone()[0] == ""
        collation = (
            "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        )
        assert connection.execute(collation).fetchone() == ("C.UTF-8", "UTF8")
        assert places(data).socket_folder.stat().st_mode & 0o777 == 0o700
        assert places(data).cluster.stat().st_mode & 0o077 == 0


def test_the_last_one_out_stops_it(data: Path) -> None:
    first, second = hold(data), hold(data)
    first.release()
    assert comes_back(second.url)
    second.release()
    second.release()
    assert ready_pid(places(data)) is None
    assert not places(data).pid_file.exists()


@pytest.mark.fault
def test_a_killed_holder_counts_as_gone_and_loses_nothing(data: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(data)], stdout=subprocess.PIPE, text=True)
    with holder:
        url = holder.stdout.readline().strip()
        assert count(url) == 0
        write(url)
        holder.kill()
    wait_for(lambda: ready_pid(places(data)) is None)
    with running_cluster(data) as url:
        assert count(url) == 1


@pytest.mark.fault
def test_a_killed_server_comes_back_by_itself_and_loses_nothing(data: Path) -> None:
    with running_cluster(data) as url:
        assert count(url) == 0
        write(url)
        os.kill(ready_pid(places(data)), signal.SIGKILL)
        wait_for(lambda: comes_back(url))
        assert count(url) == 1


@pytest.mark.fault
def test_a_pid_file_that_names_another_program_is_no_obstacle(data: Path) -> None:
    with running_cluster(data) as url:
        assert count(url) == 0
        write(url)
    places(data).pid_file.write_text(f"{os.getpid()}\n{places(data).cluster}\n0\n5432\n\n\n\nready\n")
    with running_cluster(data) as url:
        assert count(url) == 1


def test_many_processes_at_once(data: Path) -> None:
    code = "import sys; from pathlib import Path; from linli.backbone.cluster import running_cluster as r\n"
    code += "for _ in range(3):\n    with r(Path(sys.argv[1])): pass"
    together = [subprocess.Popen([sys.executable, "-c", code, str(data)]) for _ in range(4)]
    assert [one.wait() for one in together] == [0] * 4
    wait_for(lambda: ready_pid(places(data)) is None)


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    data = tmp_path / ("long" * 30)
    folder = places(data).socket_folder
    assert len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET
    with running_cluster(data) as url:
        assert count(url) == 0
    assert not folder.exists()


def test_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ClusterError, match="数据目录"):
        hold(tmp_path / "file" / "data")


def test_data_of_another_version_is_refused(data: Path) -> None:
    places(data).cluster.mkdir(parents=True)
    (places(data).cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterError, match="PostgreSQL 9"):
        hold(data)


def test_a_source_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_PG", "cloud")
    with pytest.raises(ClusterError, match="LINLI_PG"):
        find_binaries()


@pytest.mark.parametrize(("memory", "kept"), [(512, 128), (1024, 128), (8192, 1024), (24_000, 3000), (10**6, 4096)])
def test_pages_of_tables_have_an_eighth_of_the_memory(memory: int, kept: int) -> None:
    assert kept_mb(memory) == kept


def test_a_container_s_limit_counts_where_it_is_less(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    whole = memory_mb(limit)
    assert whole > 512, "no limit told: the whole machine"
    limit.write_text("536870912\n")
    assert memory_mb(limit) == 512
    for told in ("max\n", f"{10**15}\n"):
        limit.write_text(told)
        assert memory_mb(limit) == whole


def test_the_server_keeps_so_much(data: Path) -> None:
    blocks = "SELECT setting::bigint * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'"
    with running_cluster(data) as url, psycopg.connect(url) as connection:
        assert connection.execute(blocks).fetchone() == (kept_mb(memory_mb()),)
