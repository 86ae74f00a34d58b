"""Forms of the pages residents use."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.domains.cases.queries import category_choices
from linli.domains.cases.values.forms import KindForm
from linli.ui.forms import ActForm, PhotosField
from linli.ui.packed import pack_fields

YES_NO = (("yes", _("是")), ("no", _("不是")))
SATISFACTION = (("satisfied", _("满意")), ("basic", _("基本满意")), ("unsatisfied", _("不满意")))


def _categories() -> list[tuple[str, Any]]:
    """Asked only where the field is shown or filled in."""
    return [("", _("我们来分")), *category_choices()]


class ReportForm(ActForm):
    """What is wrong, in one field; everything else may stay as it is."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        max_length=2000,
        strip=True,
        error_messages={"required": _("还没写是什么事"), "max_length": _("写得太长了，留下要紧的几句")},
    )
    photos = PhotosField(required=False)
    category = forms.ChoiceField(required=False, choices=_categories)
    detail = forms.CharField(required=False, max_length=80)
    phone = forms.CharField(
        required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    )
    public = forms.BooleanField(required=False)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, guess: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guess = guess


class RateForm(ActForm):
    """The three questions; nothing is preselected."""

    contacted = forms.ChoiceField(choices=YES_NO)
    solved = forms.ChoiceField(choices=YES_NO)
    satisfaction = forms.ChoiceField(choices=SATISFACTION)
    words = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AddForm(ActForm):
    """More words, more photos."""

    text = forms.CharField(required=False, max_length=2000)
    photos = PhotosField(required=False)


class AskForm(ActForm):
    """What a resident asks for: the matter, what its kind wants to know, photos and a telephone number."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        max_length=2000,
        error_messages={"required": _("还没写是什么事")},
    )
    website = forms.CharField(required=False)

    def __init__(self, kind: KindForm, *args: Any) -> None:
        super().__init__(*args)
        self.fields["text"].label = _("是什么事")
        self.fields["text"].help_text = _("一两句话就行")
        self.fields.update(pack_fields(kind.form, [], []))
        if not any(field.type == "phone" for field in kind.form):
            self.fields["contact"] = forms.CharField(
                label=_("电话"),
                help_text=_("可以不留。留了只有经办人看得到"),
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
            )
        self.fields["photos"] = PhotosField(label=_("照片"), help_text=_("可以不拍"), required=False)
