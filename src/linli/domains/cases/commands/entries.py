"""Keeping what a form was filled in with: cleaned by the field's type, private values sealed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from linli.backbone.crypto import seal
from linli.domains.cases.models import Case, Entry
from linli.kernel.fields import Field, cleaned, parted
from linli.kernel.refusal import Refusal

# What stands for the act in the entry that a case was opened with.
OPENING = "open"


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
    plain, private = parted(form, filled(form, given))
    if act == OPENING and not plain and not private:
        return None
    sealed = seal(json.dumps(private, ensure_ascii=False)) if private else b""
    entry = Entry(case=case, stage=case.stage, act=act, step=step, seat=seat, data=plain, sealed=sealed)
    entry.remark_id, entry.at = remark_id, now
    entry.save()
    return entry.pk
