"""The generated client: a report, its way to the inbox and a signature, through its typed functions only."""

import subprocess
import sys

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from linli.config.wsgi import application
from tests.journeys.api import secret_for
from tools.client import generate

USE = """
from linli_client import AuthenticatedClient
from linli_client.api.cases import do_act
from linli_client.api.own import list_duties
from linli_client.models import CaseWhole, Doing, DutyLines

program = AuthenticatedClient(base_url="http://127.0.0.1:8000", token="lk_…")
mine = list_duties.sync(client=program, tab="mine")
if isinstance(mine, DutyLines) and mine.items:
    case = do_act.sync(mine.items[0].number, "sign", client=program, body=Doing())
    print(case.title if isinstance(case, CaseWhole) else "")
"""


@pytest.fixture(scope="module")
def client_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("client")
    generate(folder)
    return folder


@pytest.fixture
def _one_transaction():
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_transaction")
def test_the_main_job_begins(front_door, client_folder, monkeypatch):
    monkeypatch.syspath_prepend(str(client_folder))
    from linli_client import AuthenticatedClient, Client
    from linli_client.api.cases import do_act, get_case
    from linli_client.api.own import list_duties
    from linli_client.api.residents import follow, report
    from linli_client.models import Doing, Problem, Report

    town = {"base_url": "http://localhost", "httpx_args": {"transport": httpx.WSGITransport(app=application)}}
    resident = Client(**town)
    opened = report.sync(client=resident, body=Report(door=front_door.code, text="三楼的灯坏了"), idempotency_key="k1")
    assert (
        report.sync(client=resident, body=Report(door=front_door.code, text="三楼的灯坏了"), idempotency_key="k1")
        == opened
    )
    grid = AuthenticatedClient(token=secret_for("grid"), **town)
    assert [line.number for line in list_duties.sync(client=grid).items] == [opened.number]
    assert do_act.sync(opened.number, "sign", client=grid, body=Doing()).signed is True
    assert isinstance(do_act.sync(opened.number, "sign", client=grid, body=Doing()), Problem)
    assert get_case.sync(opened.number, client=grid).number == follow.sync(opened.token, client=resident).number


def test_a_program_that_uses_it_is_fully_typed(client_folder, tmp_path):
    (tmp_path / "use.py").write_text(USE, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(tmp_path / "use.py")]
    environment = {"PATH": "/usr/bin:/bin", "MYPYPATH": str(client_folder), "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
