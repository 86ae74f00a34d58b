"""Forms of offers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.exchange.queries import kind_choices
from linli.domains.exchange.values import MOST_TEXT, MOST_TIMES, MOST_TITLE, Given
from linli.kernel.refusal import Refusal
from linli.ui.forms import Choices, Groups, LabelledForm, PlacedForm, day_field, refused

MONTHS_3 = timedelta(days=90)


class MakeForm(PlacedForm):
    """What an organization offers to which place, for how long."""

    unit = forms.ChoiceField()
    kind = forms.ChoiceField()
    title = forms.CharField(max_length=MOST_TITLE)
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))
    starts = day_field()
    ends = day_field()
    times = forms.IntegerField(required=False)
    contact = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))

    def __init__(self, *args: Any, units: Choices | Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = ["key", "unit", "kind", "title", "text", "place", "starts", "ends", "times", "contact", "phone"]
        self.order_fields(order)
        self.choose("unit", units, _("选一家"))
        self.choose("kind", kind_choices(), _("选一类"))
        labels = {
            "unit": _("哪家单位"),
            "kind": _("哪一类"),
            "title": _("给什么"),
            "text": _("怎么给、给谁、带什么"),
            "place": _("给哪里的人"),
            "starts": _("从哪天起"),
            "ends": _("到哪天止"),
        }
        hints = {
            "times": _("不写就不限"),
            "contact": _("写岗位或柜台，不写人名"),
            "phone": _("单位的电话，不写个人手机"),
        }
        self.say({**labels, "times": _("一共几次"), "contact": _("找谁"), "phone": _("电话")}, hints)
        today = timezone.localdate()
        self.fields["starts"].initial, self.fields["ends"].initial = today, today + MONTHS_3

    def clean_times(self) -> int | None:
        """How often, where that is limited: nought is no limit, and is not meant by somebody who writes it."""
        times: int | None = self.cleaned_data["times"]
        if times is not None and not 1 <= times <= MOST_TIMES:
            raise forms.ValidationError(refused(Refusal("offer_times", limit=MOST_TIMES)))
        return times

    @staticmethod
    def given(data: Mapping[str, Any]) -> Given:
        """What was written, as a command takes it."""
        names = ("kind", "title", "text", "starts", "ends", "contact", "phone")
        return Given(times=data["times"] or 0, **{name: data[name] for name in names})


class NoForm(LabelledForm):
    """Why not."""

    reason = forms.CharField(max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"reason": _("为什么")})
