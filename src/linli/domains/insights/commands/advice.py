"""Training on the town's own history, noting what was advised and what people chose, switching advice off and on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linli.backbone.commands import command
from linli.backbone.events import record
from linli.backbone.packs.registry import in_force
from linli.backbone.values import Actor
from linli.domains.cases.queries.alike import guessed_since, labelled
from linli.domains.cases.values.alike import LabelledRow
from linli.domains.insights.access import switching_label
from linli.domains.insights.events import AdviceNoted, AdviceSwitched, ModelTrained
from linli.domains.insights.models import Advised, Switch, Trained
from linli.domains.insights.queries.advice import model_in_use
from linli.domains.insights.values.advice import INTAKE, KINDS, advice
from linli.kernel.refusal import NotFound, Refusal

# How much worse by chance alone a model may look and still be taken.
SLACK = 0.01
# Rows neither model has seen, from which on both are judged by them.
FRESH = 150


@command
def train_model(*, actor: Actor, now: datetime) -> int:
    """Train a model on the newest handled matters whose category people chose, and take it unless it is worse than the
    one in use; its version.
    Refusal: too_little_history."""
    from linli.domains.insights.rules.training import Sample, train

    part = advice(in_force())
    rows = labelled(part.most)
    if len(rows) < part.rows:
        raise Refusal("too_little_history", least=part.rows)
    made = train([Sample(one.text, one.category) for one in rows])
    if made is None:
        raise Refusal("too_little_history", least=part.rows)
    model, card = made
    taken, why = _worth_taking(rows, card.macro_f1)
    row = Trained.objects.create(
        made_at=now,
        taken=taken,
        why=why,
        since=rows[-1].opened_at,
        until=rows[0].opened_at,
        macro_f1=card.macro_f1,
        card=card.plain() | {"chosen": len(rows), "guessed": guessed_since(rows[-1].opened_at)},
        weights=model.pack(),
    )
    record(
        ModelTrained(subject_id=row.pk, at=now, rows=card.rows, macro_f1=round(card.macro_f1, 4), taken=taken, why=why)
    )
    return row.pk


def _worth_taking(rows: Sequence[LabelledRow], macro_f1: float) -> tuple[bool, str]:
    """A first model is taken; a later one where it is not worse: on the matters that came after the one in use was
    trained, which a model trained without them has not seen either; else by what both did on unseen groups."""
    from linli.domains.insights.rules.training import Sample, judged, train

    used = Trained.objects.filter(taken=True).order_by("-id").first()
    in_use = model_in_use()
    if used is None or in_use is None:
        return True, "first"
    fresh = [Sample(one.text, one.category) for one in rows if used.until is None or one.opened_at > used.until]
    older = [Sample(one.text, one.category) for one in rows if used.until is not None and one.opened_at <= used.until]
    rival = train(older) if len(fresh) >= FRESH else None
    if rival is None:
        better = macro_f1 >= used.macro_f1 - SLACK
    else:
        better = judged(rival[0], fresh) >= judged(in_use[1], fresh) - SLACK
    return better, "not_worse" if better else "worse"


@command
def note_advice(
    *, actor: Actor, case_id: int, said: Mapping[str, Sequence[Any]], chosen: Mapping[str, str], now: datetime
) -> None:
    """Keep what was advised on a matter and whether people chose the same; of the route that is known when somebody has
    handled it. Refusal: nothing_advised."""
    known = {kind: one for kind, one in said.items() if kind in INTAKE}
    if not known:
        raise Refusal("nothing_advised")
    rows = [
        Advised(
            case_id=case_id,
            kind=kind,
            said=str(value)[:40],
            percent=int(percent),
            version=int(version),
            right=chosen[kind] == str(value) if kind in chosen else None,
            at=now,
        )
        for kind, (value, percent, version) in known.items()
    ]
    Advised.objects.bulk_create(rows, ignore_conflicts=True)
    right = tuple(row.kind for row in rows if row.right)
    record(AdviceNoted(subject_id=case_id, at=now, shown=tuple(known), right=right))


@command
def switch_advice(*, actor: Actor, kind: str, off: bool, now: datetime) -> None:
    """Switch a kind of advice off or on for everybody; NotFound for who keeps neither the jobs nor the whole board."""
    label = switching_label(actor.viewer)
    if kind not in KINDS:
        raise NotFound("advice")
    Switch.objects.update_or_create(kind=kind, defaults={"off": off, "by": label, "at": now})
    record(AdviceSwitched(subject_id=KINDS.index(kind) + 1, at=now, kind=kind, off=off))
