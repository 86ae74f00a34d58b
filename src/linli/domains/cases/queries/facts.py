"""What is known of a case beside its columns: what forms were filled in with, and the facts guards ask for."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from linli.backbone.crypto import unseal
from linli.domains.cases.models import Ask, Case, Entry
from linli.domains.cases.values.tables import procedure
from linli.kernel.procedure import Stage


class Filled(NamedTuple):
    """What one form was filled in with: open values, and the private ones as they are kept."""

    data: dict[str, Any]
    sealed: bytes


class Known(NamedTuple):
    """What guards ask of a case's history: the asks decided as (act, approved), and its forms with the act of each."""

    decided: list[tuple[str, bool]]
    acts: list[str]
    entries: list[Filled]


def known_of(case: Case) -> Known:
    """The history of a case that guards ask for, read afresh."""
    asks = Ask.objects.filter(case=case, approved__isnull=False).order_by("id")
    rows = list(Entry.objects.filter(case=case).order_by("id").values_list("act", "data", "sealed"))
    entries = [Filled(data, bytes(sealed)) for _act, data, sealed in rows]
    decided = [(kind, bool(approved)) for kind, approved in asks.values_list("kind", "approved")]
    return Known(decided, [act for act, _data, _sealed in rows], entries)


def filled(case: Case) -> list[Filled]:
    """Every form of a case as it was filled in, oldest first."""
    rows = Entry.objects.filter(case=case).order_by("id").values_list("data", "sealed")
    return [Filled(data, bytes(sealed)) for data, sealed in rows]


def answers(entries: Iterable[Filled]) -> dict[str, Any]:
    """The open values of forms, later ones over earlier ones."""
    found: dict[str, Any] = {}
    for entry in entries:
        found.update(entry.data)
    return found


def private_answers(entries: Iterable[Filled]) -> dict[str, Any]:
    """The private values of forms, unsealed: shown masked, in full only to those whose look is logged."""
    found: dict[str, Any] = {}
    for entry in entries:
        if entry.sealed:
            found.update(json.loads(unseal(entry.sealed)))
    return found


def facts_of(case: Case, known: Known | None = None) -> Mapping[str, Any]:
    """What guards may ask for: the answers (money in yuan, as packs write it), and what the case itself says; its
    history is read if not given."""
    table = procedure(case.pack_version, case.procedure)
    decided, acts, entries = known or known_of(case)
    keys = {key for stage in table.stages.values() for key in stage.acts}
    money = {field.key for field in table.fields if field.type == "money"}
    said = {key: value / 100 if key in money else value for key, value in answers(entries).items()}
    return {
        "redo": case.redo,
        "returned": decided.count(("return", True)),
        "extended": decided.count(("extend", True)),
        "excluded": case.excluded,
        "confidential": case.confidential,
        "urgency": case.urgency,
        "category": case.category,
        "channel": case.channel,
        "objections": acts.count("object"),
        "refused": acts.count("refuse"),
        **{f"times_{key}": acts.count(key) for key in keys},
        **{f"refused_{key}": decided.count((key, False)) for key in keys},
        **said,
    }


def proofs_missing(case: Case, stage: Stage | None) -> tuple[str, ...]:
    """The steps of an evidence gate that were not proven since the case came to this stage."""
    if stage is None or stage.gate is None or not stage.gate.steps:
        return ()
    rows = Entry.objects.filter(case=case, stage=stage.key, act="prove")
    if case.entered_at:
        rows = rows.filter(at__gte=case.entered_at)
    done = set(rows.values_list("step", flat=True))
    return tuple(step.key for step in stage.gate.steps if step.key not in done)
