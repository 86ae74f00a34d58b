"""Years made like the one that was told have the figures that their facts sum up to."""

import pytest
from django.db import connection

from linli.config import demo
from linli.config.bench.years import check_room, years_before
from linli.config.demo.history import write_history
from linli.domains.cases.models import Case, Fact
from linli.domains.cases.projections import rebuild
from tests.support.town import MONDAY


def tallies():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM cases_tally t")
        return sorted(row[0] for row in cursor.fetchall())


def test_years_before_sum_up_as_their_facts_do(town):
    write_history(cases=60, seed=demo.SEED, now=MONDAY, say=lambda said: None)
    connection.check_constraints()  # what waits for the end of the transaction forbids to alter tables
    cases, facts = Case.objects.count(), Fact.objects.count()
    years_before(2)
    assert (Case.objects.count(), Fact.objects.count()) == (3 * cases, 3 * facts)
    assert not Fact.objects.exclude(subject_id__in=Case.objects.values("id")).exists()
    assert not Case.objects.filter(open=True, opened_at__year__lt=MONDAY.year - 1).exists()
    summed = tallies()
    rebuild()
    assert summed == tallies()


def test_a_disk_too_small_is_said_before_anything_is_told(tmp_path, capsys):
    with pytest.raises(SystemExit):
        check_room(tmp_path, 10**12)
    assert "GB" in capsys.readouterr().err
