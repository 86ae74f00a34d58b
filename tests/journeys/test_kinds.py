"""Every kind of case of the base pack walks to each of its ends, through the commands."""

from linli.backbone.packs.registry import version_in_force
from linli.domains.cases.models import Case
from linli.domains.cases.queries import case_page
from linli.domains.cases.values.tables import procedure
from linli.domains.duties.models import Duty
from tests.support.town import MONDAY, viewer_for
from tests.support.walk import Walk, kinds, seat_actor


def test_every_kind_walks_to_each_of_its_ends(town, front_door):
    walked = []
    for kind in kinds():
        table = procedure(version_in_force(), kind)
        for end in table.ends:
            case = Walk(kind, front_door.place.id, MONDAY).to(end)
            assert not case.open
            assert case.result == table.ends[end]
            assert not Duty.objects.filter(
                subject_kind="case", subject_id=case.pk, state__in=("open", "paused", "waiting")
            ).exists()
            assert case_page(viewer_for("leader"), case.number, MONDAY).timeline
            walked.append((kind, end))
    assert len({kind for kind, _end in walked}) >= 17
    assert Case.objects.filter(open=False).count() >= len(walked)


def test_evidence_is_asked_for_until_all_of_it_is_there(town, front_door):
    walk = Walk("dispute", front_door.place.id, MONDAY)
    walk.step(("act", "mediate"), "mediate")
    walk.step(("act", "agree"), "agreement")
    duty = walk.holder("main")
    viewer = seat_actor(duty.seat_id).viewer

    def offered():
        return {act.key for act in case_page(viewer, walk.number, walk.now).acts if act.allowed}

    assert "prove" in offered()
    assert "in_force" not in offered()
    walk.prove()
    assert "prove" not in offered()
    assert "in_force" in offered()
