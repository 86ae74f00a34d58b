"""Who was given the work of many matters, and when it was signed for."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from linli.backbone import sql
from linli.domains.duties.values import DutyRole


class HeldBy(NamedTuple):
    """When the work was first signed for, and whose it is, or was last."""

    signed_at: datetime | None
    seat_id: int | None


NOT_HELD = HeldBy(None, None)
_HELD = """
SELECT subject_id, min(signed_at), (array_agg(seat_id ORDER BY state = 'done', id DESC))[1] FROM duties_duty
WHERE subject_kind = 'case' AND subject_id = ANY(%s) AND role = ANY(%s) GROUP BY subject_id
"""
WORK = [DutyRole.MAIN, DutyRole.LEAD]


def held_by(case_ids: Sequence[int]) -> dict[int, HeldBy]:
    """Of these cases, those that anybody was given."""
    return {row[0]: HeldBy(row[1], row[2]) for row in sql.rows(_HELD, [list(case_ids), WORK])}
