"""Of one case: which version somebody has in hand (the number of its last event), and its places."""

from linli.backbone import sql
from linli.backbone.values import Viewer
from linli.domains.cases.access import case_seen, case_to_change
from linli.domains.cases.models import Case
from linli.domains.cases.queries.standing import PLACE_COLUMNS

_LAST = "SELECT coalesce(max(id), 0) FROM backbone_eventrow WHERE subject_kind = 'case' AND subject_id = %s"


def case_version(viewer: Viewer, number: str, *, hold: bool = False) -> int:
    """The id of the last event of a case; with `hold` nobody can change the case until the transaction ends. NotFound
    for those it does not concern."""
    case = case_to_change(viewer, number) if hold else case_seen(viewer, number)
    return int(sql.rows(_LAST, [case.pk])[0][0])


def places_of_case(case_id: int) -> tuple[int, ...]:
    """The places a case keeps, from the district down; empty for an unknown one."""
    row = Case.objects.filter(pk=case_id).values_list(*PLACE_COLUMNS).first()
    return tuple(one for one in row or () if one)
