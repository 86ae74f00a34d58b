"""The demo town has things that several neighbours speak of, and they are found behind their words."""

from linli.config import demo, wiring
from linli.config.demo.history import write_history
from linli.config.demo.history.bursts import BURSTS
from linli.domains.cases.models import Case
from linli.domains.insights.models import Issue
from tests.support.town import MONDAY

CASES = 800


def test_each_burst_is_one_hot_issue(town):
    assert write_history(cases=CASES, seed=demo.SEED, now=MONDAY, say=lambda words: None) == CASES
    wiring.gather_issues(MONDAY)
    for category, count, _days, said in BURSTS:
        told = list(Case.objects.filter(text__in=said).values_list("pk", flat=True))
        assert len(told) == count, category
        issues = Issue.objects.filter(members__case_id__in=told).distinct()
        assert len(issues) == 1, category
        assert issues[0].people >= count - 1, category
