"""Kinds of case: which a viewer may open, and how many stand in each stage of one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache

from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from linli.backbone.packs.registry import in_force, version, version_in_force
from linli.backbone.packs.schema import Words
from linli.backbone.values import Viewer
from linli.domains.cases.access import visible_cases
from linli.domains.cases.queries.sentences import pick
from linli.domains.cases.values.forms import KindForm, KindRow, ListFigures, ListPart, StageCount
from linli.domains.cases.values.tables import ProcedureTable, procedure
from linli.domains.cases.values.tables import cases as cases_part
from linli.kernel.procedure import Procedure
from linli.kernel.refusal import NotFound
from linli.kernel.rounding import rounded

# The main kind has its own way in; the others are opened here.
MAIN = "request"


def startable(viewer: Viewer) -> tuple[KindRow, ...]:
    """The kinds of case the viewer's seats may open, beside the main one."""
    return tuple(
        _row(key, table, f"/start/{key}/")
        for key, table in cases_part(in_force()).procedures.items()
        if key != MAIN and starting_seat(viewer, table.opens) is not None
    )


def for_residents(door_code: str) -> tuple[KindRow, ...]:
    """What a resident may ask for at a door beside a request."""
    return tuple(
        replace(row, url=f"/d/{door_code}/ask/{row.key}/")
        for row in _open_to_residents(get_language() or "", version_in_force())
    )


@lru_cache(maxsize=32)
def _open_to_residents(_language: str, pack_version: int) -> tuple[KindRow, ...]:
    found = cases_part(version(pack_version)).procedures.items()
    return tuple(_row(key, table, "") for key, table in found if key != MAIN and "resident" in table.opens)


def _row(key: str, table: ProcedureTable, url: str) -> KindRow:
    about = pick((table.about.zh, table.about.en)) if table.about else ""
    return KindRow(key, pick((table.title.zh, table.title.en)), about, table.icon, url)


def starting_seat(viewer: Viewer, opens: Iterable[str]) -> int | None:
    """The first of the viewer's seats that may open a case of a kind."""
    for expression in opens:
        post, _, kind = expression.partition("@")
        for held in viewer.seats:
            if held.post == post and (kind == "organization" if held.organization_id else held.place_kind == kind):
                return held.seat_id
    return None


def kind_form(viewer: Viewer | None, key: str) -> KindForm:
    """What opening a case of a kind asks for; NotFound for a kind the viewer may not open. None is a resident."""
    table = cases_part(in_force()).procedures.get(key)
    if table is None:
        raise NotFound("kind")
    seat = starting_seat(viewer, table.opens) if viewer else None
    if (viewer is None and "resident" not in table.opens) or (viewer is not None and seat is None):
        raise NotFound("kind")
    about = pick((table.about.zh, table.about.en)) if table.about else ""
    form = procedure(version_in_force(), key).form
    levels = table.at or ("building", "compound", "grid", "community", "street")
    said = table.card.promise if table.card else ""
    return KindForm(key, pick((table.title.zh, table.title.en)), about, form, tuple(levels), seat, said)


def procedures(viewer: Viewer) -> tuple[KindRow, ...]:
    """Every kind of case of the pack in force, for those who look after places."""
    if not (viewer.may("oversee") or viewer.may("board") or viewer.may("audit")):
        raise NotFound("procedures")
    return tuple(_row(key, table, f"/procedures/{key}/") for key, table in cases_part(in_force()).procedures.items())


def stage_counts(viewer: Viewer, key: str, now: datetime) -> tuple[Procedure, tuple[StageCount, ...]]:
    """How many open cases of a kind stand in each stage in the viewer's scope, and for how long the oldest does."""
    procedures(viewer)
    if key not in cases_part(in_force()).procedures:
        raise NotFound("kind")
    table = procedure(version_in_force(), key)
    rows = visible_cases(viewer).filter(procedure=key, open=True).values("stage")
    found = {
        row["stage"]: (row["n"], row["oldest"])
        for row in rows.annotate(n=Count("id"), oldest=Min(Coalesce("entered_at", "opened_at")))
    }
    return table, tuple(
        StageCount(stage.key, pick(stage.words), *_aged(found.get(stage.key), now)) for stage in table.stages.values()
    )


def _aged(row: tuple[int, datetime] | None, now: datetime) -> tuple[int, int]:
    return (row[0], max(0, (now - row[1]).days)) if row else (0, 0)


def list_figures(viewer: Viewer, key: str) -> ListFigures | None:
    """The list that the pack says cases of a kind stand on, in numbers; None where it says none (C69)."""
    table = cases_part(in_force()).procedures[key].listing
    if table is None:
        return None
    stages = [*table.stages, *table.out]
    rows = visible_cases(viewer).filter(procedure=key, stage__in=stages).values("stage")
    found = {row["stage"]: row["n"] for row in rows.annotate(n=Count("id"))}
    listed = sum(found.get(one, 0) for one in table.stages)
    out = tuple(ListPart(_words(title), found.get(end, 0), _cases(key, end)) for end, title in table.out.items())
    decided = listed + sum(one.count for one in out)
    share = str(rounded(Fraction((decided - listed) * 100, decided), 1)) if decided else "–"
    return ListFigures(
        ListPart(_words(table.title), listed, _cases(key, *table.stages)),
        out,
        ListPart("", decided, _cases(key, *stages)),
        share if table.cut else "",
        _words(table.cut) if table.cut else "",
    )


def _words(text: Words) -> str:
    return pick((text.zh, text.en))


def _cases(key: str, *stages: str) -> str:
    return f"/cases/?view=all&kind={key}&stage={','.join(stages)}"
