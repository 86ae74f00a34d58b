"""Forms of the acts: built from what the act needs, so that a pack's new act has its form."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.cases.queries.sentences import press_words, satisfaction_words
from linli.domains.cases.values import PRESS_LEVELS, Channel
from linli.domains.cases.values.forms import ActNeeds, KindForm
from linli.domains.duties.queries import channel_words
from linli.domains.organizations.queries import callable_organizations
from linli.ui.forms import ActForm, PhotosField, Sifted, day_field
from linli.ui.packed import Choices, pack_fields


def _long(label: str, hint: str = "", *, required: bool = True) -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("这里还没写")},
    )


def _units(needs: ActNeeds) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in callable_organizations(needs.place_ids, needs.desks)]


def _coordinate(label: str, limit: float) -> forms.Field:
    return forms.FloatField(
        label=label,
        min_value=-limit,
        max_value=limit,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _levels() -> list[tuple[str, str]]:
    return [(level, press_words(level)) for level in PRESS_LEVELS]


def _category(needs: ActNeeds) -> forms.Field:
    """The categories as rows to be sifted by a few characters: of their names, or of words they are known by."""
    guessed = _("猜的，选它就是认定")
    return forms.ChoiceField(
        label=_("应该是哪一类"),
        help_text=_("现在是“%(now)s”。小字是办理时限，从收到算起；件数跟着改，没过期的时限也跟着改")
        % {"now": needs.category},
        choices=[(one.key, f"{one.title}\n{guessed if one.now else one.limit}") for one in needs.categories],
        widget=Sifted({one.key: " ".join(one.words) for one in needs.categories}),
        error_messages={"required": _("这里还没选")},
    )


MAKERS: dict[str, Callable[[ActNeeds], dict[str, forms.Field]]] = {
    "note": lambda needs: {
        "note": _long(_("处理情况"), _("怎么办的、办到什么程度，反映人看得到")),
        "photos": PhotosField(label=_("照片"), help_text=_("可以不拍"), required=False),
    },
    "reason": lambda needs: {"reason": _long(_("理由"))},
    "minutes": lambda needs: {
        "minutes": _long(_("处置记录"), _("到场做了什么、结果怎样")),
        "photos": PhotosField(label=_("完工照片"), help_text=_("可以不拍"), required=False),
    },
    "photo": lambda needs: {"photos": PhotosField(label=_("现场照片"), required=True)},
    "location": lambda needs: {"lat": _coordinate(_("纬度"), 90), "lon": _coordinate(_("经度"), 180)},
    "route": lambda needs: {"route": forms.ChoiceField(label=_("告知的去向"), choices=needs.routes)},
    "review_date": lambda needs: {
        "review_date": day_field(
            label=_("复核日期"),
            help_text=_("到这一天自动接着办"),
            initial=lambda: timezone.localdate() + timedelta(days=30),
        )
    },
    "kind": lambda needs: {
        "kind": forms.ChoiceField(label=_("哪种情形"), choices=needs.kinds, widget=forms.RadioSelect)
    },
    "lead": lambda needs: {"lead": forms.ChoiceField(label=_("主办单位"), choices=[("", _("选一家")), *_units(needs)])},
    "helpers": lambda needs: {
        "helpers": forms.MultipleChoiceField(
            label=_("协办单位"),
            help_text=_("可以不选"),
            choices=_units(needs),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    },
    "step": lambda needs: {"step": forms.ChoiceField(label=_("哪一步"), choices=needs.steps, widget=forms.RadioSelect)},
    "level": lambda needs: {"level": forms.ChoiceField(label=_("怎么督办"), choices=_levels, widget=forms.RadioSelect)},
    "case": lambda needs: {
        "case": forms.CharField(label=_("并到哪一件"), help_text=_("填在办事项的编号，如 QS260608-0012"), max_length=32)
    },
    "seat": lambda needs: {
        "seat": forms.ChoiceField(label=_("交给哪个岗位"), choices=[("", _("选一个")), *needs.seats])
    },
    "category": lambda needs: {"category": _category(needs)},
    "titles": lambda needs: {"titles": _long(_("分成哪几件"), _("每行写一件，最多 12 件"))},
    "organization": lambda needs: {
        "organization": forms.ChoiceField(label=_("承办单位"), choices=[("", _("选一家")), *_units(needs)])
    },
}
ORDER = (
    "category",
    "step",
    "level",
    "case",
    "seat",
    "titles",
    "kind",
    "lead",
    "helpers",
    "organization",
    "route",
    "review_date",
    "location",
    "photo",
    "note",
    "minutes",
    "reason",
)


def act_form(needs: ActNeeds, *args: Any) -> ActForm:
    """The form of an act: the fields its pack writes, then a field for each thing it needs."""
    form = ActForm(*args)
    if needs.form:
        form.fields.update(pack_fields(needs.form, _units(needs), []))
    wanted = [*needs.needs, *(("note", "photo_if") if "step" in needs.needs else ())]
    for need in sorted(wanted, key=lambda one: ORDER.index(one) if one in ORDER else len(ORDER)):
        for name, field in MAKERS.get(need, lambda _needs: {})(needs).items():
            form.fields[name] = field
    return form


class CallBackForm(ActForm):
    """What a desk heard on the telephone."""

    reached = forms.ChoiceField(label=_("联系上了吗"), widget=forms.RadioSelect)
    contacted = forms.ChoiceField(label=_("办理中有人联系过反映人吗"), widget=forms.RadioSelect, required=False)
    solved = forms.ChoiceField(label=_("事情解决了吗"), widget=forms.RadioSelect, required=False)
    satisfaction = forms.ChoiceField(label=_("满意吗"), widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label=_("怎么说的"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "reached": (_("联系上了吗"), (("yes", _("联系上了")), ("no", _("没联系上")))),
            "contacted": (_("办理中有人联系过反映人吗"), (("yes", _("联系了")), ("no", _("没有")))),
            "solved": (_("事情解决了吗"), (("yes", _("解决了")), ("no", _("没解决")))),
            "satisfaction": (_("满意吗"), tuple(satisfaction_words().items())),
        }
        for name, (label, choices) in labels.items():
            self.fields[name].label = label
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["note"].label = _("怎么说的")

    def clean(self) -> dict[str, Any]:
        """The three answers are needed once somebody was reached."""
        data = super().clean() or {}
        if data.get("reached") == "yes":
            for name in ("contacted", "solved", "satisfaction"):
                if not data.get(name):
                    self.add_error(name, _("这里还没选"))
        elif not data.get("note"):
            self.add_error("note", _("写一句打了几次、什么情况"))
        return data


class DecideForm(ActForm):
    """Approve or refuse an ask."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    note = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].label = _("怎么定")
        self.fields["decision"].choices = (("approve", _("同意")), ("refuse", _("不同意")))  # type: ignore[attr-defined]
        self.fields["note"].label = _("说明")
        self.fields["note"].help_text = _("可以不写")


class ScoreForm(ActForm):
    """One to five for each called unit, or for the caller."""

    def __init__(self, units: tuple[tuple[int, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {5: _("很好"), 4: _("好"), 3: _("一般"), 2: _("差"), 1: _("很差")}
        for duty_id, unit in units:
            self.fields[f"unit_{duty_id}"] = forms.ChoiceField(
                label=unit,
                choices=[(str(points), f"{points} {word}") for points, word in words.items()],
                widget=forms.RadioSelect,
                required=len(units) == 1,  # of several, those one has seen at work
            )

    def points(self) -> Iterator[tuple[int, int]]:
        """What was given, by duty."""
        for name, given in self.cleaned_data.items():
            if name.startswith("unit_") and given:
                yield int(name.removeprefix("unit_")), int(given)


class TellForm(ActForm):
    """A line to the reporter."""

    text = forms.CharField(max_length=500)


class NewCaseForm(ActForm):
    """A visitor's or caller's matter, registered by staff."""

    channel = forms.ChoiceField()
    place = forms.ChoiceField()
    detail = forms.CharField(max_length=80, required=False)
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    category = forms.ChoiceField(required=False)
    urgency = forms.ChoiceField(required=False)
    order = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput(attrs={"data-when": f"channel={Channel.HOTLINE}"})
    )
    name = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    photos = PhotosField(required=False)

    def __init__(
        self, places: list[tuple[str, str]], categories: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        channels = (Channel.WINDOW, Channel.PHONE, Channel.PATROL, Channel.HOTLINE)
        choices = {
            "channel": [(one, channel_words(one)) for one in channels],
            "place": [("", _("选楼栋或小区")), *places],
            "category": [("", _("照写的猜")), *categories],
            "urgency": [("", _("一般")), ("urgent", _("紧急，时限更短"))],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        labels = {
            "channel": _("怎么来的"),
            "place": _("在哪里"),
            "detail": _("细一点的位置"),
            "text": _("是什么事"),
            "category": _("类别"),
            "urgency": _("急不急"),
            "order": _("热线工单号"),
            "name": _("姓名"),
            "phone": _("电话"),
            "photos": _("照片"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        for name in ("detail", "category", "name", "phone", "photos"):
            self.fields[name].help_text = _("可以不填")
        self.fields["order"].help_text = _("12345 转来的才有，可以不填")

    def clean(self) -> dict[str, Any]:
        """Only what a hotline passed on has its number."""
        if self.cleaned_data.get("order") and self.cleaned_data.get("channel") != Channel.HOTLINE:
            self.add_error("order", _("怎么来的要选“%(hotline)s”") % {"hotline": channel_words(Channel.HOTLINE)})
        return self.cleaned_data


class StartForm(ActForm):
    """A case of any kind: where, what it is about, and what its procedure asks for."""

    place = forms.ChoiceField()
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, kind: KindForm, places: Choices, units: Choices, *args: Any) -> None:
        super().__init__(*args)
        self.fields["place"].choices = [("", _("选一个")), *places]  # type: ignore[attr-defined]
        self.fields["place"].label = _("在哪里")
        if len(places) == 1:
            self.fields["place"].initial = places[0][0]
        self.fields["text"].label = _("是什么事")
        self.fields.update(pack_fields(kind.form, units, places))
        if kind.said:
            del self.fields["text"]
        self.fields["photos"] = PhotosField(label=_("照片"), help_text=_("可以不拍"), required=False)
