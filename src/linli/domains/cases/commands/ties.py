"""Cases bound to each other: duplicates merged, one case split into parts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.values import Actor
from linli.domains.cases.access import case_seen
from linli.domains.cases.commands.entries import keep
from linli.domains.cases.commands.gates import follow
from linli.domains.cases.commands.open import StoredPhoto, open_case
from linli.domains.cases.commands.stages import close, enter
from linli.domains.cases.commands.turn import Turn, about, remark, seat_of
from linli.domains.cases.events import CaseClosed, CaseMerged, CaseSplit, DuplicateTaken
from linli.domains.cases.models import Case, Tie
from linli.domains.cases.queries.standing import procedure_of
from linli.domains.cases.values import Channel
from linli.domains.places.queries import place_info
from linli.kernel.ids import case_number
from linli.kernel.procedure import Act
from linli.kernel.refusal import NotFound, Refusal

Given = Mapping[str, Any]
MOST_PARTS = 12


def merge(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto], actor: Actor) -> None:
    """End a case as a duplicate of an open one, which its reporter follows. Refusal: merge_unknown, merge_self,
    merge_closed."""
    other = _other(actor, case_number(str(given.get("case") or "")))
    if other.pk == turn.case.pk or Tie.objects.filter(case=other, kind="merged").exists():
        raise Refusal("merge_self")
    if not other.open:
        raise Refusal("merge_closed")
    case, seat = turn.case, seat_of(turn, act)
    words_id = remark(case, given.get("reason"), now)
    Tie.objects.create(case=case, other=other, kind="merged", at=now)
    result = close(case, act.to or "merged", now)
    case.save()
    record(CaseMerged(**about(case, now, seat.title), into=other.number, into_id=other.pk, remark_id=words_id))
    record(DuplicateTaken(**about(other, now, seat.title), taken=case.number))
    record(CaseClosed(**about(case, now, seat.title), result=result))


def _other(actor: Actor, number: str) -> Case:
    try:
        if actor.viewer is not None:
            return case_seen(actor.viewer, number)
    except NotFound:
        pass
    raise Refusal("merge_unknown")


def split(turn: Turn, act: Act, given: Given, now: datetime, photos: Sequence[StoredPhoto], actor: Actor) -> None:
    """Open a case for each part named, one a line; the parent goes to the stage that waits, or stays."""
    titles = [line.strip() for line in str(given.get("titles") or "").splitlines() if line.strip()]
    if not 1 <= len(titles) <= MOST_PARTS:
        raise Refusal("parts", most=MOST_PARTS)
    case, seat = turn.case, seat_of(turn, act)
    place = place_info(case.place_id)
    numbers = []
    for title in titles:
        part = open_case(
            actor=actor,
            place=place,
            text=title,
            channel=Channel(case.channel),
            now=now,
            kind=act.kind,
            category=case.category,
            starter_seat=seat.id,
        )
        # The category is taken over: nobody has said it of this part.
        Case.objects.filter(pk=part["id"]).update(category_chosen=False)
        Tie.objects.create(case=case, other_id=part["id"], kind="part", at=now)
        numbers.append(part["number"])
    if act.to:
        case.handler_seat = seat.id
        enter(case, act.to, now)
        case.save()
    keep(case, act.key, act.form, given, now, seat=seat.title)
    record(
        CaseSplit(**about(case, now, seat.title), parts=tuple(numbers), to_stage=case.stage, stage_words=_words(case))
    )


def _words(case: Case) -> tuple[str, str]:
    return procedure_of(case).stages[case.stage].words


def waiting_parents(case_id: int) -> list[int]:
    """The open cases this one is a part of and that wait for their parts."""
    rows = Tie.objects.filter(other_id=case_id, kind="part", case__open=True)
    return [tie.case_id for tie in rows.select_related("case") if _waits(tie.case)]


def _waits(case: Case) -> bool:
    gate = procedure_of(case).stage(case.stage).gate
    return gate is not None and gate.kind == "children"


@command
def settle_parts(*, actor: Actor, case_id: int, now: datetime) -> None:
    """Let a case go on whose parts have ended; NotFound while it still waits."""
    case = Case.objects.select_for_update().filter(pk=case_id, open=True).first()
    if case is None or not _waits(case):
        raise NotFound("case")
    gate = procedure_of(case).stage(case.stage).gate
    parts = list(Tie.objects.filter(case=case, kind="part").values_list("other__open", flat=True))
    ended = parts.count(False)
    if gate is None or not ended or (gate.finish == "all" and ended < len(parts)):
        raise NotFound("case")
    follow(case, "done", "", now)
