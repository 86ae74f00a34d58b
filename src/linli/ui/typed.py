"""Forms of pages, filled by the API: the same fields, the same sentences, no second way to check."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from pydantic import Field

from linli.adapters import uploads
from linli.backbone.api.problems import Invalid


class FormField(Schema):
    """A field of a form, as the pages show it."""

    name: str
    type: str = Field(description="text, choice, choices, number, date, files or yes.")
    label: str
    hint: str
    required: bool
    choices: list[tuple[str, str]]


def typed(given: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Values of JSON as a form of a page would send them."""
    told = MultiValueDict[str, Any]()
    for name, value in given.items():
        told.setlist(name, [_word(one) for one in (value if isinstance(value, list) else [value])])
    return told


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def files_of(form_files: Mapping[str, Iterable[str]]) -> MultiValueDict[str, Any]:
    """Uploads by their handles, as a form of a page would send them. NotFound for a handle that leads nowhere."""
    return MultiValueDict({name: [uploads.opened(one) for one in handles] for name, handles in form_files.items()})


def form_fields(form: forms.Form) -> list[FormField]:
    """The fields of a form a page would show."""
    return [
        FormField(
            name=name,
            type=_type(field),
            label=str(field.label or ""),
            hint=str(field.help_text or ""),
            required=field.required,
            choices=[
                (str(key), str(words).replace("\n", " · "))
                for key, words in getattr(field.widget, "choices", ())
                if key
            ],
        )
        for name, field in form.fields.items()
        if not field.widget.is_hidden
    ]


def _type(field: forms.Field) -> str:
    widget = field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.FileInput, "files"),
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.Select, "choice"),
        (forms.RadioSelect, "choice"),
        (forms.DateInput, "date"),
    )
    if isinstance(field, forms.FloatField):
        return "number"
    return next((kind for one, kind in kinds if isinstance(widget, one)), "text")


def checked(form: forms.Form, given: Iterable[str] = ()) -> dict[str, Any]:
    """What a form cleans to; Invalid with the sentences it would show, and for fields it does not have."""
    unknown = [(name, "?") for name in given if name not in form.fields or name == "key"]
    if unknown or not form.is_valid():
        said = [(name, str(words[0])) for name, words in form.errors.items()]
        raise Invalid([*unknown, *said])
    return form.cleaned_data
