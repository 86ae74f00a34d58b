"""Forms of pairings and their log."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.organizations.queries import unit_choices
from linli.domains.organizations.queries.pairings import contact_kinds
from linli.ui.forms import LabelledForm, PlacedForm, day_field


class WhoForm(LabelledForm):
    """A unit, or a person found by their telephone number with their unit where they have one."""

    unit = forms.ChoiceField(required=False)
    name = forms.CharField(max_length=40)
    phone = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        self.choose("unit", unit_choices(), _("选一家"))
        self.say({"unit": _("单位"), "name": _("姓名"), "phone": _("电话")})
        if who == "organization":
            del self.fields["name"], self.fields["phone"]
            self.fields["unit"].required = True
        else:
            self.say({}, {"unit": _("所在单位，可以不填"), "phone": _("按电话认人，已有的人不会重复建")})


class AssignForm(WhoForm, PlacedForm):
    """Who is bound to which place, from when."""

    starts = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["key", "place", "unit", "name", "phone", "starts"])
        self.say({"starts": _("从哪天起")})
        self.fields["starts"].initial = timezone.localdate


class ReplaceForm(WhoForm):
    """Who takes over, from when and why."""

    day = day_field()
    reason = forms.CharField(max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"day": _("从哪天起"), "reason": _("为什么换")})
        self.fields["day"].initial = timezone.localdate


class EndForm(LabelledForm):
    """When it ends, and why."""

    day = day_field()
    reason = forms.CharField(max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"day": _("到哪天止"), "reason": _("为什么结束")})
        self.fields["day"].initial = timezone.localdate


class ContactForm(LabelledForm):
    """A contact: when, how, what about, how many hours, and a private note."""

    at = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
    kind = forms.ChoiceField()
    about = forms.CharField(max_length=80, required=False)
    hours = forms.DecimalField(max_digits=4, decimal_places=1, required=False, min_value=0, max_value=24)
    note = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say(
            {
                "at": _("什么时候"),
                "kind": _("怎么联系的"),
                "about": _("什么事"),
                "hours": _("几小时"),
                "note": _("记一笔"),
            },
            {"about": _("认领事项时要写；不写人名"), "hours": _("志愿服务时要写"), "note": _("加密保存，打开会留痕")},
        )
        self.choose("kind", contact_kinds())
        self.fields["at"].initial = timezone.localtime
