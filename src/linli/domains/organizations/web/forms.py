"""Forms of seats."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.organizations.queries import way_choices
from linli.ui.forms import ActForm, day_field


class EndTermForm(ActForm):
    """From when somebody no longer sits, and why."""

    ends = day_field()
    reason = forms.CharField(max_length=120, required=False)


class AppointForm(ActForm):
    """Who takes a seat, how they were chosen, from when; where it is handed over, why the present holder leaves."""

    name = forms.CharField(max_length=40)
    phone = forms.CharField(max_length=20)
    way = forms.ChoiceField()
    starts = day_field()
    filing = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(max_length=120, required=False)

    def __init__(self, *args: Any, handover: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not handover:
            del self.fields["reason"]
        labels = {
            "name": _("姓名"),
            "phone": _("电话"),
            "way": _("怎么产生的"),
            "starts": _("从哪天起"),
            "filing": _("备案号"),
            "reason": _("前任为什么离任"),
        }
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = "" if self.fields[name].required else _("可以不填")
        self.fields["phone"].help_text = _("按电话认人，已有的人不会重复建")
        self.fields["starts"].initial = timezone.localdate
        self.fields["way"].choices = way_choices()  # type: ignore[attr-defined]
