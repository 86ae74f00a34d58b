"""Keeping what a form was filled in with: cleaned by the field's type, private values sealed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from linli.adapters.papers import StoredPaper
from linli.backbone import sql
from linli.backbone.crypto import seal
from linli.backbone.packs.forms import UPLOADED
from linli.domains.cases.models import Case, Entry, Paper
from linli.kernel.fields import Field, cleaned, parted
from linli.kernel.refusal import Refusal

# What stands for the act in the entry that a case was opened with.
OPENING = "open"
_insert = sql.Insert(lambda: Entry)


def filled(form: Iterable[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form; Refusal(needs) for what is missing, Refusal(bad_field) for what does not fit."""
    values, missing = cleaned(form, given)
    if missing:
        raise Refusal("needs", missing=tuple(field.key for field in missing))
    return values


def keep(
    case: Case,
    act: str,
    form: tuple[Field, ...],
    given: Mapping[str, Any],
    now: datetime,
    *,
    seat: str = "",
    step: str = "",
    remark_id: int | None = None,
) -> int | None:
    """Add the values of a form to a case; the entry's id, None where nothing was asked for (or said at opening)."""
    if not form and not step:
        return None
    values = filled(form, given)
    papers = {field.key: _papers(case, act, field, given.get(field.key), now) for field in form if _uploaded(field)}
    values = {**values, **{key: ids for key, ids in papers.items() if ids}}
    plain, private = parted(form, {key: value for key, value in values.items() if papers.get(key, True)})
    if act == OPENING and not plain and not private:
        return None
    sealed = seal(json.dumps(private, ensure_ascii=False)) if private else b""
    values = {"act": act, "step": step, "seat": seat, "data": plain, "sealed": sealed, "remark_id": remark_id}
    entry = sql.fresh(Entry, case_id=case.pk, stage=case.stage, at=now, **values)
    _insert(entry)
    return entry.pk


def _uploaded(field: Field) -> bool:
    return field.type in UPLOADED


def _papers(case: Case, act: str, field: Field, given: Any, now: datetime) -> list[int]:
    """Add the stored papers of a field to the case; their ids. Refusal(needs) where it asks for one and has none."""
    stored = [one for one in given if isinstance(one, StoredPaper)] if isinstance(given, list | tuple) else []
    if field.required and not stored:
        raise Refusal("needs", missing=(field.key,))
    rows = [
        Paper(
            case=case,
            act=act,
            field=field.key,
            file=one.file,
            kind=one.kind,
            size=one.size,
            name_sealed=seal(one.name),
            at=now,
        )
        for one in stored
    ]
    return [row.pk for row in Paper.objects.bulk_create(rows)]
