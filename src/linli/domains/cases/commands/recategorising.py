"""Saying what a case is about when it was taken for something else: its figures and its clock follow (改类别)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.events import record
from linli.backbone.packs.forms import pair
from linli.backbone.packs.registry import version
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.limits import limit_of, moment_after
from linli.domains.cases.commands.open import StoredPhoto, limit_by
from linli.domains.cases.commands.turn import Turn, about, remark, seat_of
from linli.domains.cases.events import CaseRecategorised
from linli.domains.cases.models import Case
from linli.domains.cases.projections import count_anew
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.values.tables import Category
from linli.domains.cases.values.tables import cases as cases_part
from linli.domains.duties import commands as book
from linli.domains.duties.values import DutyRole, DutyState
from linli.kernel.duration import Duration
from linli.kernel.procedure import Act
from linli.kernel.refusal import NotFound, Refusal

WORKING = (DutyRole.MAIN, DutyRole.LEAD, DutyRole.HELPER)


def recategorise(turn: Turn, act: Act, given: Mapping[str, Any], now: datetime, photos: Sequence[StoredPhoto]) -> None:
    """Give a case the category somebody chose of those of its pack; its own one confirms what was only guessed.
    Refusal(same_category) where that had been chosen before, NotFound for a category there is not."""
    case, seat = turn.case, seat_of(turn, act)
    categories, key = cases_part(version(case.pack_version)).categories, str(given.get("category") or "")
    chosen, old = categories.get(key), case.category
    if chosen is None:
        raise NotFound("category")
    if key == old and case.category_chosen:
        raise Refusal("same_category")
    case.category, case.category_chosen = key, True
    due = _limit_anew(turn, chosen, now) if key != old else None
    case.save(update_fields=["category", "category_chosen", "limit", "due"])
    if key != old:
        count_anew(case)
    words_id = remark(case, given.get("reason"), now)
    keep(case, act.key, act.form, given, now, seat=seat.title, remark_id=words_id)
    record(
        CaseRecategorised(
            **about(case, now, seat.title),
            from_category=old,
            to_category=key,
            from_words=pair(categories[old].title) if old in categories else (old, ""),
            to_words=pair(chosen.title),
            remark_id=words_id,
            due=due.isoformat() if due else None,
        )
    )


def _limit_anew(turn: Turn, chosen: Category, now: datetime) -> datetime | None:
    """The case keeps the limit of its new category. A running clock that was set by the limit of the old one is set
    anew from the same start; an end somebody else has set (an extension, a hotline) and one that has passed stay."""
    case, before = turn.case, limit_of(turn.case)
    limit = limit_by(procedure_of(case).limit, chosen, case.urgency)
    case.limit = str(limit or "")
    if limit == before or not _runs_by(turn, before, now):
        return None
    due = moment_after(_start(case), limit)
    if due is None:
        return None
    mine = [one for one in turn.duties if one.state == DutyState.OPEN and one.role in WORKING and one.due == case.due]
    book.reset_due([one.id for one in mine], due)
    case.due = due
    return due


def _runs_by(turn: Turn, limit: Duration | None, now: datetime) -> bool:
    """Whether the clock of a case runs now, and was set by this limit."""
    duty, due = turn.stage.duty, turn.case.due
    if duty is None or not duty.by_category or due is None or due <= now:
        return False
    return due == moment_after(_start(turn.case), limit)


def _start(case: Case) -> datetime:
    """When the clock of the present round began: as the case came, or as it was opened again."""
    again = case.call_backs.filter(round=case.redo - 1).order_by("-id").values_list("at", flat=True).first()
    return again or case.opened_at
