"""Forms of the body register."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.organizations.queries import unit_choices
from linli.domains.organizations.queries.bodies import kind_choices, way_words
from linli.ui.forms import LabelledForm, PlacedForm, day_field


class FoundForm(PlacedForm):
    """A new body: kind, name, where it sits."""

    kind = forms.ChoiceField()
    name = forms.CharField(max_length=80)
    short_name = forms.CharField(max_length=30, required=False)
    credit_code = forms.CharField(max_length=18, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["key", "kind", "name", "short_name", "place", "credit_code"])
        self.choose("kind", kind_choices())
        self.say(
            {
                "kind": _("哪一类"),
                "name": _("名称"),
                "short_name": _("简称"),
                "place": _("设在哪里"),
                "credit_code": _("统一社会信用代码"),
            }
        )


class CoverForm(PlacedForm):
    """A place a body covers, in which way, from when."""

    way = forms.ChoiceField(required=False)
    starts = day_field()

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = tuple(way_words(kind).items())
        self.say({"way": _("怎么覆盖的"), "starts": _("从哪天起")})
        self.fields["starts"].initial = timezone.localdate
        if ways:
            self.choose("way", ways)
            self.fields["way"].required = True
        else:
            del self.fields["way"]


class JoinForm(LabelledForm):
    """A member of a joint body with its mandate."""

    unit = forms.ChoiceField()
    mandate = forms.CharField(max_length=120, required=False)
    starts = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("unit", unit_choices(), _("选一家"))
        self.say({"unit": _("成员单位"), "mandate": _("负责什么"), "starts": _("从哪天起")})
        self.fields["starts"].initial = timezone.localdate


class DayForm(LabelledForm):
    """A day."""

    day = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"day": _("哪天")})
        self.fields["day"].initial = timezone.localdate
