"""Keeping what a form was filled in with: cleaned by the field's type, private values sealed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from linli.backbone import sql
from linli.backbone.crypto import seal
from linli.domains.cases.models import Case, Entry
from linli.kernel.fields import Field, cleaned, parted
from linli.kernel.refusal import Refusal

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
    """Add the values of a form to a case; the entry's id, or None where the form asks for nothing."""
    if not form and not step:
        return None
    plain, private = parted(form, filled(form, given))
    sealed = seal(json.dumps(private, ensure_ascii=False)) if private else b""
    values = {"act": act, "step": step, "seat": seat, "data": plain, "sealed": sealed, "remark_id": remark_id}
    entry = sql.fresh(Entry, case_id=case.pk, stage=case.stage, at=now, **values)
    _insert(entry)
    return entry.pk
