"""Circulars: drafted by a routine or a desk, edited, approved, issued with their figures frozen, as Word and PDF."""

from datetime import date

import pytest

from linli.backbone.values import SYSTEM
from linli.config import demo
from linli.config.demo.history import write_history
from linli.domains.insights.commands import draft_circular
from linli.domains.insights.queries.circulars import circular, due_circulars
from linli.domains.places.queries import root
from tests.support.town import MONDAY, viewer_for

WEEK = date(2026, 6, 1), date(2026, 6, 7)


@pytest.fixture
def lived_in(town):
    write_history(cases=900, seed=demo.SEED, now=MONDAY, say=lambda words: None)
    return town


def test_show(lived_in):
    from linli.adapters.official.pdf import pdf, pictures, said
    from linli.adapters.official.word import word
    from linli.domains.insights.queries.papers import paper_of

    print(due_circulars(MONDAY))
    for kind, days, topic in (
        ("weekly", WEEK, ""),
        ("monthly", (date(2026, 5, 1), date(2026, 5, 31)), ""),
        ("theme", (date(2026, 4, 1), date(2026, 5, 31)), "lift"),
    ):
        one = draft_circular(
            actor=SYSTEM, kind=kind, place_id=root().id, start=days[0], end=days[1], topic=topic, now=MONDAY
        )
        paper = paper_of(circular(viewer_for("leader"), one))
        for section in paper.sections:
            print(section.title, *section.paragraphs, sep="\n")
            for row in section.table:
                print(row)
        open(f"/tmp/pt-papers-{kind}.docx", "wb").write(word(paper))
        open(f"/tmp/pt-papers-{kind}.pdf", "wb").write(pdf(paper))
        for at, png in enumerate(pictures(paper)):
            open(f"/tmp/pt-papers-{kind}-{at}.png", "wb").write(png)
        print(paper.notes, said(paper, "pages"))
