"""Forms that packs write: a Django field for each of their fields, cleaned by the kernel."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.kernel.fields import BadField, Field, clean
from linli.ui.forms import PapersField, day_widget

Choices = list[tuple[str, str]]


def in_language(words: tuple[str, str]) -> str:
    """A pair of Chinese and English words in the reader's language."""
    zh, en = words
    return en if (get_language() or "").startswith("en") and en else zh


class Packed(forms.Field):
    """A field of a pack; it holds what was typed once that fits: the command makes of it what is kept."""

    def __init__(self, field: Field, *, widget: forms.Widget) -> None:
        self.field = field
        hint = in_language(field.hint) or (_("加密保存，查看会留痕") if field.private else "")
        super().__init__(
            label=in_language(field.words),
            help_text=" · ".join(part for part in ("" if field.required else _("可以不填"), hint) if part),
            required=field.required,
            widget=widget,
            error_messages={"required": _("这里还没填")},
        )

    def clean(self, value: Any) -> Any:
        """What was typed where it fits its type; the sentence of its fault otherwise."""
        try:
            clean(self.field, value)
        except BadField as fault:
            raise forms.ValidationError(_fault_words(fault)) from fault
        return value


def _fault_words(fault: BadField) -> str:
    words = {
        "missing": _("这里还没填"),
        "choice": _("从列出的几项里选"),
        "number": _("要填一个数"),
        "money": _("要填金额，最多两位小数，如 1200.50"),
        "date": _("日期写成 2026-06-08"),
        "phone": _("写 11 位手机号，或带区号的座机"),
        "long": _("太长了，最多 %(limit)s 个字"),
        "range": _("要在 %(least)s 到 %(most)s 之间"),
    }[fault.code]
    detail = {key: "…" if value is None else value for key, value in fault.detail.items()}
    return words % detail if detail else words


def pack_fields(form: Iterable[Field], organizations: Choices, places: Choices) -> dict[str, forms.Field]:
    """The Django fields of a pack's form, in its order."""
    return {field.key: _made(field, {"organization": organizations, "place": places}) for field in form}


def _made(field: Field, lists: Mapping[str, Choices]) -> forms.Field:
    if field.type in ("photo", "file"):
        pictures = field.type == "photo"
        takes = "" if pictures else _("PDF、Word、Excel、文字或照片，每个不超过 %(most)s MB")
        hint = (in_language(field.hint), takes % {"most": settings.LINLI_FILE_MEGABYTES})
        said = " · ".join(part for part in ("" if field.required else _("可以不填"), *hint) if part)
        return PapersField(pictures=pictures, label=in_language(field.words), help_text=said, required=field.required)
    if field.type in ("choice", "checklist", "rating"):
        return Packed(field, widget=_choosing(field))
    if field.type in lists:
        return Packed(field, widget=forms.Select(choices=[("", _("选一个")), *lists[field.type]]))
    if field.type == "yes":
        return Packed(field, widget=forms.RadioSelect(choices=[("yes", _("是")), ("no", _("否"))]))
    return Packed(field, widget=_typing(field))


def _choosing(field: Field) -> forms.Widget:
    if field.type == "rating":
        return forms.RadioSelect(choices=_ratings())
    options = [(key, in_language((zh, en))) for key, zh, en in field.choices]
    if field.type == "checklist":
        return forms.CheckboxSelectMultiple(choices=options)
    return (
        forms.RadioSelect(choices=options) if len(options) <= 7 else forms.Select(choices=[("", _("选一个")), *options])
    )


def _ratings() -> Choices:
    words = {5: _("很好"), 4: _("好"), 3: _("一般"), 2: _("差"), 1: _("很差")}
    return [(str(points), f"{points} {word}") for points, word in words.items()]


def _titles(field: Field) -> dict[str, str]:
    return dict(_ratings()) if field.type == "rating" else {key: in_language((zh, en)) for key, zh, en in field.choices}


def _typing(field: Field) -> forms.Widget:
    if field.type == "long":
        return forms.Textarea(attrs={"rows": 4, "maxlength": 2000})
    if field.type == "date":
        return day_widget()
    if field.type == "phone":
        return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    if field.type in ("number", "money"):
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput(attrs={"maxlength": 80, "autocomplete": "off"})


def shown(field: Field, value: Any, names: Mapping[int, str]) -> str:
    """A kept value in the reader's words: choices by title, money in yuan, units by name."""
    titles = _titles(field)
    if field.type == "money" and isinstance(value, int):
        return _("%(yuan)s 元") % {"yuan": f"{value / 100:,.2f}".removesuffix(".00")}
    if field.type == "checklist" and isinstance(value, list):
        return _("、").join(titles.get(one, str(one)) for one in value)
    if field.type == "yes":
        return _("是") if value else _("否")
    if field.type == "date" and isinstance(value, str):
        day = date.fromisoformat(value)
        return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}
    if field.type in ("organization", "place"):
        return names.get(value, str(value)) if isinstance(value, int) else str(value)
    return titles.get(str(value), str(value))
