"""The form of a round: made of the questions its routine asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.duties.values.rows import RoundPage
from linli.ui.forms import ActForm, PhotosField
from linli.ui.packed import pack_fields

ASKED = "q_"
LONG = 2000


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
        for key, field in pack_fields(page.questions, list(page.units), list(page.places)).items():
            self.fields[f"{ASKED}{key}"] = field
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
