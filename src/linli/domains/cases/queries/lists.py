"""Lists of cases: by state, place and category within the viewer's scope, newest first, paged by key."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from linli.backbone import sql
from linli.backbone.packs.registry import in_force, version, version_in_force
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.models import Case
from linli.domains.cases.queries.numbers import NUMBER, ends_in
from linli.domains.cases.queries.orders import cases_of_order
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.queries.standing import stage_words
from linli.domains.cases.rules import guess_category
from linli.domains.cases.values import RESULTS, CaseList, CaseRow
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties.queries import channel_words
from linli.kernel.ids import case_number, row_number

PAGE = 30

# What a line of a list needs of a case: a third of what it has.
LINE = (
    "id",
    "number",
    "title",
    "plate",
    "where",
    "category",
    "channel",
    "pack_version",
    "procedure",
    "stage",
    "open",
    "result",
    "opened_at",
    "due",
    "rate_by",
    "redo",
)
_LINES = "SELECT {} FROM cases_case WHERE id = ANY(%s)".format(", ".join(f'"{one}"' for one in LINE))  # noqa: S608


def case_list(
    viewer: Viewer, *, view: str, now: datetime, filters: dict[str, str], after: str = "", limit: int = PAGE
) -> CaseList:
    """A page of cases. `view` is open, late, whistle, closed or all; `filters` holds q, street, category, channel,
    sheet (the cases that an import brought)."""
    rows = narrowed(visible_cases(viewer), view, now, filters)
    if last := row_number(after):
        rows = rows.filter(pk__lt=last)
    found = list(with_order(rows).order_by("-id")[: limit + 1])
    cursor = str(found[limit - 1].pk) if len(found) > limit else ""
    return CaseList(tuple(case_rows(found[:limit], now)), cursor)


def narrowed(rows: QuerySet[Case], view: str, now: datetime, filters: dict[str, str]) -> QuerySet[Case]:
    """Cases of one view and one set of filters."""
    views: dict[str, Q] = {
        "open": Q(open=True),
        "late": Q(open=True, rate_by=None, due__lt=now),
        "closed": Q(open=False),
        "whistle": Q(whistled_at__isnull=False),
    }
    rows = rows.filter(views.get(view, Q()))
    for key, column in (("category", "category"), ("channel", "channel"), ("kind", "procedure")):
        if filters.get(key):
            rows = rows.filter(**{column: filters[key]})
    if filters.get("stage"):
        rows = rows.filter(stage__in=filters["stage"].split(","))
    if street := row_number(filters.get("street", "")):
        rows = rows.filter(street_id=street)
    if sheet := filters.get("sheet", ""):
        rows = rows.filter(order__work_id=row_number(sheet))
    words = filters.get("q", "").strip()
    return _worded(rows, words) if words else rows


def _worded(rows: QuerySet[Case], words: str) -> QuerySet[Case]:
    """By number, by the number of a hotline's order, else by the end of a number and what title and place say."""
    ids, number = cases_of_order(words), case_number(words)
    if ids or NUMBER.match(number):
        return rows.filter(Q(number=number) | Q(pk__in=ids))
    ids = ends_in(rows, words)
    return rows.filter(Q(pk__in=ids) | Q(title__contains=words) | Q(where__contains=words) | Q(plate__contains=words))


def with_order(rows: QuerySet[Case]) -> QuerySet[Case]:
    """These cases, each with the number its hotline gave it."""
    return rows.annotate(order_number=F("order__number"))


def case_rows(rows: Iterable[Case], now: datetime) -> list[CaseRow]:
    """Cases as lines of a list, in the reader's language."""
    out = []
    for row in rows:
        category = cases_part(version(row.pack_version)).categories.get(row.category)
        out.append(
            CaseRow(
                row.pk,
                row.number,
                row.title,
                row.plate,
                row.where,
                pick((category.title.zh, category.title.en)) if category else row.category,
                channel_words(row.channel),
                _stage(row),
                row.opened_at,
                row.due if row.open and not row.rate_by else None,
                bool(row.open and not row.rate_by and row.due and row.due < now),
                not row.open,
                row.redo,
                f"/cases/{row.number}/",
                getattr(row, "order_number", None) or "",
            )
        )
    return out


def _stage(row: Case) -> str:
    if row.open:
        return pick(stage_words(row, row.stage))
    return pick(RESULTS.get(row.result, RESULTS["solved"]))


def category_choices() -> tuple[tuple[str, str], ...]:
    """The categories of the pack in force, for a choice."""
    return _categories(version_in_force(), get_language())


@lru_cache(maxsize=16)
def _categories(pack_version: int, _language: str | None) -> tuple[tuple[str, str], ...]:
    categories = cases_part(version(pack_version)).categories
    return tuple((key, pick((one.title.zh, one.title.en))) for key, one in categories.items())


def category_title(key: str) -> str:
    """What a category is called, its key where the pack no longer has it."""
    return dict(category_choices()).get(key, key)


def guessed_key(text: str) -> str:
    """The category the words of the pack suggest, or an empty string when they suggest none."""
    return guess_category(text, {name: one.words for name, one in cases_part(in_force()).categories.items()}, "")


def guessed_category(text: str) -> str:
    """Its title."""
    key = guessed_key(text)
    return category_title(key) if key else ""


def cases_of(case_ids: Iterable[int], now: datetime) -> dict[int, CaseRow]:
    """Cases as lines of a list, by id."""
    found = [sql.fresh(Case, **dict(zip(LINE, row, strict=True))) for row in sql.rows(_LINES, [list(case_ids)])]
    return {row.pk: line for row, line in zip(found, case_rows(found, now), strict=True)}
