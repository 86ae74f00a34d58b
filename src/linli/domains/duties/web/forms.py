"""The form of a round: made of the questions its routine asks."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.values.rows import Question, RoundPage
from linli.ui.forms import ActForm, PhotosField

ASKED = "q_"
LONG = 2000
SHORT = 200


def _text(asked: Question) -> forms.Field:
    return forms.CharField(max_length=SHORT)


def _long_text(asked: Question) -> forms.Field:
    return forms.CharField(max_length=LONG, widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONG}))


def _choice(asked: Question) -> forms.Field:
    return forms.ChoiceField(choices=asked.options, widget=forms.RadioSelect)


def _checklist(asked: Question) -> forms.Field:
    return forms.MultipleChoiceField(choices=asked.options, widget=forms.CheckboxSelectMultiple)


def _number(asked: Question) -> forms.Field:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(min_value=asked.least, max_value=asked.most or 1_000_000, widget=widget)


FIELDS: dict[str, Callable[[Question], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "rating": _choice,
    "checklist": _checklist,
    "number": _number,
}


class RoundForm(ActForm):
    """Door code, the routine's questions, photos, and what was found."""

    code = forms.CharField(
        required=False,
        max_length=200,
        label=_("门牌上的码"),
        help_text=_("扫码得到的链接也可以粘进来"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    photos = PhotosField(required=False, label=_("照片"))
    problem = forms.CharField(
        required=False,
        max_length=LONG,
        label=_("发现了什么"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONG}),
        error_messages={"max_length": _("写得太长了，留下要紧的几句")},
    )
    problem_photos = PhotosField(required=False, label=_("问题的照片"))

    def __init__(self, *args: Any, page: RoundPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked in page.questions:
            field = FIELDS[asked.type](asked)
            field.label, field.help_text, field.required = asked.title, asked.hint, asked.required
            field.error_messages["required"] = _("这一项还没填")
            self.fields[f"{ASKED}{asked.key}"] = field
        if not page.asks_door:
            self.fields["code"].help_text = _("在楼门口就填，可以不填")
        if not page.takes_problem:
            del self.fields["problem"], self.fields["problem_photos"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the routine, as fields."""
        return [bound for bound in self if bound.name.startswith(ASKED)]

    def answers(self) -> dict[str, Any]:
        """What was answered, by question."""
        return {name.removeprefix(ASKED): value for name, value in self.cleaned_data.items() if name.startswith(ASKED)}
