"""Which version of a case somebody has in hand: the number of the last thing that happened in it."""

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen, case_to_change

_LAST = "SELECT coalesce(max(id), 0) FROM backbone_eventrow WHERE subject_kind = 'case' AND subject_id = %s"


def case_version(viewer: Viewer, number: str, *, hold: bool = False) -> int:
    """The id of the last event of a case; with `hold` nobody can change the case until the transaction ends. NotFound
    for those it does not concern."""
    case = case_to_change(viewer, number) if hold else case_seen(viewer, number)
    return int(sql.rows(_LAST, [case.pk])[0][0])
