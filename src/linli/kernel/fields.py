"""Fields of the forms packs write: their types, and one pure function that cleans what somebody typed."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from linli.kernel.ids import normal_phone
from linli.kernel.refusal import Refusal

FieldType = Literal[
    "text",
    "long",
    "choice",
    "number",
    "money",
    "date",
    "person",
    "phone",
    "organization",
    "place",
    "photo",
    "file",
    "rating",
    "checklist",
    "yes",
]
TEXT, LONG = 80, 2000
MONEY_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form asks for; `private` is kept sealed and shown masked; `choices` are (key, zh, en)."""

    key: str
    type: FieldType
    words: tuple[str, str]
    required: bool = True
    private: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    least: float | None = None
    most: float | None = None
    hint: tuple[str, str] = ("", "")


class BadField(ValueError):
    """What was typed does not fit; `code` is missing, choice, number, money, date, phone, long or range."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def clean(field: Field, raw: Any) -> Any:
    """What `raw` says, as plain JSON (money in fen, dates ISO); None for nothing. Raises BadField."""
    if raw in (None, "", [], ()):
        if field.required:
            raise BadField("missing")
        return None
    return _CLEANERS[field.type](field, raw)


def _text(field: Field, raw: Any) -> str:
    words = re.sub(r"[\x00\r]", "", str(raw)).strip()
    limit = LONG if field.type == "long" else TEXT
    if len(words) > limit:
        raise BadField("long", limit=limit)
    return words


def _number(field: Field, raw: Any) -> float | int:
    try:
        value = Decimal(str(raw).strip())
    except InvalidOperation:
        raise BadField("number") from None
    if not value.is_finite():
        raise BadField("number")
    _within(field, float(value))
    return int(value) if value == value.to_integral_value() else float(value)


def _within(field: Field, value: float) -> None:
    if (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
        raise BadField("range", least=field.least, most=field.most)


def _money(field: Field, raw: Any) -> int:
    try:
        value = Decimal(str(raw).strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise BadField("money") from None
    if not value.is_finite() or value < 0 or value > MONEY_MOST or value * 100 % 1:
        raise BadField("money")
    _within(field, float(value))
    return int(value * 100)


def _date(field: Field, raw: Any) -> str:
    try:
        return date.fromisoformat(str(raw)[:10]).isoformat()
    except ValueError:
        raise BadField("date") from None


def _phone(field: Field, raw: Any) -> str:
    number = normal_phone(str(raw))
    if number is None:
        raise BadField("phone")
    return number


def _choice(field: Field, raw: Any) -> str:
    if str(raw) not in {key for key, _zh, _en in field.choices}:
        raise BadField("choice")
    return str(raw)


def _checklist(field: Field, raw: Any) -> list[str]:
    given = [str(one) for one in (raw if isinstance(raw, Iterable) and not isinstance(raw, str | bytes) else [raw])]
    known = [key for key, _zh, _en in field.choices]
    if any(one not in known for one in given):
        raise BadField("choice")
    return [key for key in known if key in given]


def _rating(field: Field, raw: Any) -> int:
    if str(raw) not in {"1", "2", "3", "4", "5"}:
        raise BadField("range", least=1, most=5)
    return int(raw)


def _id(field: Field, raw: Any) -> int:
    if not str(raw).isdecimal() or len(str(raw)) > 18:
        raise BadField("choice")
    return int(raw)


_CLEANERS: dict[FieldType, Callable[[Field, Any], Any]] = {
    "text": _text,
    "long": _text,
    "person": _text,
    "choice": _choice,
    "number": _number,
    "money": _money,
    "date": _date,
    "phone": _phone,
    "organization": _id,
    "place": _id,
    "photo": lambda field, raw: True,
    "file": lambda field, raw: True,
    "rating": _rating,
    "checklist": _checklist,
    "yes": lambda field, raw: str(raw).lower() in {"1", "true", "yes", "on"},
}


def cleaned(fields: Iterable[Field], given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Field, ...]]:
    """The values of a form, and which of its fields lack one; Refusal(bad_field) for what does not fit."""
    values: dict[str, Any] = {}
    missing = []
    for field in fields:
        try:
            value = clean(field, given.get(field.key))
        except BadField as fault:
            if fault.code != "missing":
                raise Refusal("bad_field", field=field.words[0], fault=fault.code, **fault.detail) from fault
            missing.append(field)
            continue
        if value is not None:
            values[field.key] = value
    return values, tuple(missing)


def parted(fields: Iterable[Field], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Cleaned values as (open, private): private ones are sealed before they are kept."""
    private = {field.key for field in fields if field.private} if values else set()
    open_values = {key: value for key, value in values.items() if key not in private}
    return open_values, {key: value for key, value in values.items() if key in private}
