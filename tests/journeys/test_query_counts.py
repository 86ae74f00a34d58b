"""How many statements a page takes: kept here, and the same with few rows and with many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.config import demo
from linli.config.demo.history import write_history
from tests.journeys.test_pages import client_for
from tests.support.town import MONDAY

# Statements of a warm page. A change here is a decision, not an accident.
COUNTS = {"/inbox/": 3, "/board/": 7, "/cases/": 3}


@pytest.mark.parametrize("cases", [60, 1000])
def test_statements_do_not_grow_with_rows(town, cases):
    write_history(cases=cases, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    for path, most in COUNTS.items():
        client = client_for("street")
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= most, (path, len(seen), [query["sql"][:90] for query in seen])
