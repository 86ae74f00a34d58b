"""Forms of the register of venues."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.venues.queries.words import day_words, function_words, kind_words, room_words, status_words
from linli.domains.venues.values import BEFORE, DAYS, Facts, Handed
from linli.ui.forms import LabelledForm, PlacedForm, day_field


def _number(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", **attrs})


class VenueForm(PlacedForm):
    """What a venue is; a new one also says how far it is."""

    kind = forms.ChoiceField()
    name = forms.CharField(max_length=80)
    address = forms.CharField(max_length=120, required=False)
    lon = forms.FloatField(required=False, widget=_number())
    lat = forms.FloatField(required=False, widget=_number())
    area = forms.DecimalField(required=False, max_digits=9, decimal_places=1, widget=_number())
    functions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    holidays = forms.BooleanField(required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    room = forms.ChoiceField(required=False)
    right_until = day_field(required=False)
    status = forms.ChoiceField()

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, words in zip(DAYS, day_words(), strict=True):
            self.fields[day] = forms.CharField(max_length=60, required=False, label=words)
        self.choose("kind", tuple(kind_words().items()))
        self.choose("functions", tuple(function_words().items()))
        self.choose("room", tuple(room_words().items()), _("还不知道"))
        self.choose("status", tuple((key, words) for key, words in status_words().items() if key in BEFORE))
        self._name_fields()
        if not new:
            del self.fields["status"]
        order = ["key", "kind", "name", "place", "address", "phone", "status", "functions", *DAYS, "holidays"]
        self.order_fields([*order, "area", "room", "right_until", "lon", "lat"])

    def _name_fields(self) -> None:
        self.say(
            {
                "kind": _("哪一类"),
                "name": _("名称"),
                "place": _("设在哪里"),
                "address": _("地址"),
                "lon": _("经度"),
                "lat": _("纬度"),
                "area": _("面积（平方米）"),
                "functions": _("能做什么"),
                "holidays": _("节假日也开"),
                "phone": _("办公电话"),
                "room": _("房子怎么来的"),
                "right_until": _("能用到哪天"),
                "status": _("到哪一步"),
            },
            {"phone": _("座机、400 或短号；不登记个人手机"), "right_until": _("租的、借的写")},
        )

    def facts(self, place_id: int) -> Facts:
        """What was filled in, at a place."""
        data = self.cleaned_data
        lon, lat = data["lon"], data["lat"]
        plain = {name: data[name] for name in ("kind", "name", "address", "area", "holidays", "phone", "room")}
        return Facts(
            **plain,
            place_id=place_id,
            point=(lon, lat) if lon is not None and lat is not None else None,
            functions=tuple(data["functions"]),
            hours=tuple(data[day] for day in DAYS),
            right_until=data["right_until"],
        )

    def clean(self) -> dict[str, Any]:
        """A point has two numbers."""
        data = super().clean() or {}
        if (data.get("lon") is None) != (data.get("lat") is None):
            self.add_error("lat", _("经度和纬度要一起写"))
        return data


class HandoverForm(LabelledForm):
    """A room handed over: by which unit, how it is held, under which paper."""

    given_by = forms.CharField(max_length=80)
    room = forms.ChoiceField()
    day = day_field()
    document = forms.CharField(max_length=80, required=False)
    area = forms.DecimalField(required=False, max_digits=9, decimal_places=1, widget=_number())
    right_until = day_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("room", tuple(room_words().items()))
        self.fields["day"].initial = timezone.localdate
        self.say(
            {
                "given_by": _("由谁移交"),
                "room": _("房子怎么来的"),
                "day": _("哪天"),
                "document": _("文件或协议编号"),
                "area": _("面积（平方米）"),
                "right_until": _("能用到哪天"),
            },
            {"given_by": _("写单位，不写个人"), "right_until": _("长期的不写")},
        )

    def handed(self) -> Handed:
        """What was filled in."""
        data: Mapping[str, Any] = self.cleaned_data
        return Handed(**{name: data[name] for name in ("given_by", "room", "day", "document", "area", "right_until")})


class OpenForm(LabelledForm):
    """From which day a venue is open."""

    day = day_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"day": _("从哪天起")})
        self.fields["day"].initial = timezone.localdate


class CloseForm(OpenForm):
    """From which day a venue is closed, and why."""

    reason = forms.CharField(max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"reason": _("为什么停用")})
