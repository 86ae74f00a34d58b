"""A circular as the official paper its files are made of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from linli.adapters.official import Chart, Paper, Section
from linli.domains.insights.queries.circulars import shown
from linli.domains.insights.values.circulars import CircularPage, PartRow


def paper_of(page: CircularPage) -> Paper:
    """The paper of a circular; a draft says that its number and its day are still to come."""
    row = page.row
    return Paper(
        head=page.head,
        number=row.number or "（未编号，送审稿）",
        issuer=page.issuer,
        day=day_of(row.issued_on) if row.issued_on else "（印发日期）",
        title=row.title,
        sections=tuple(_section(one) for one in shown(page)),
        notes=page.about,
        copies=page.copies,
    )


def day_of(day: date) -> str:
    """A day as a paper dates itself."""
    return f"{day.year}年{day.month}月{day.day}日"


def _section(part: PartRow) -> Section:
    texts = [one.text for one in part.sentences if one.text]
    # Sentences of one part run on in one paragraph; topics and units stand alone.
    paragraphs = texts if part.part in ("hot", "below", "advice") else ["".join(texts)] if texts else []
    title = f"{part.ordinal}、{part.title}" if part.ordinal else ""
    return Section(title, tuple(paragraphs), rows_of(part.table), chart_from(part.chart) if part.chart else None)


def rows_of(table: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """A table of a circular with its head first and its whole last."""
    if not table or not table["rows"]:
        return ()
    return tuple(tuple(row) for row in (table["head"], *table["rows"], table["whole"]))


def chart_from(chart: Mapping[str, Any]) -> Chart:
    """A chart of a circular as it is drawn."""
    return Chart(chart["names"], chart["unit"], chart["labels"], chart["rest"], chart["series"])
