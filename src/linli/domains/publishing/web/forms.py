"""Forms of notices."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.domains.publishing.queries import kind_choices, usual_end
from linli.domains.publishing.values import MOST_TEXT, MOST_TITLE, Content
from linli.ui.forms import LabelledForm, PlacedForm, day_field


class WordsForm(LabelledForm):
    """What a notice says, and for how long."""

    title = forms.CharField(max_length=MOST_TITLE)
    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 10}))
    starts = day_field()
    ends = day_field(required=False)
    contact = forms.CharField(max_length=40, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    pinned = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "title": _("标题"),
            "text": _("正文"),
            "starts": _("从哪天起"),
            "ends": _("到哪天止"),
            "contact": _("找谁问"),
            "phone": _("电话"),
        }
        hints = {
            "text": _("一行一段，只写文字"),
            "ends": _("不写就照这一类通常的天数"),
            "contact": _("写岗位或窗口，不写人名"),
            "phone": _("公开的值班电话，不写个人手机"),
        }
        self.say({**labels, "pinned": _("放在最前面")}, hints)
        self.fields["starts"].initial = timezone.localdate

    @staticmethod
    def content(data: Mapping[str, Any], kind: str) -> Content:
        """What was written, as a command takes it; without a last day it stands as long as its kind does."""
        names = ("title", "text", "starts", "contact", "phone", "pinned")
        ends = data["ends"] or usual_end(kind, data["starts"])
        return Content(ends=ends, **{name: data[name] for name in names})


class DraftForm(WordsForm, PlacedForm):
    """A new notice: its kind, its place, its words."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["key", "kind", "place", "title", "text", "starts", "ends", "contact", "phone", "pinned"])
        self.choose("kind", kind_choices())
        self.say({"kind": _("哪一类"), "place": _("给哪里看")}, {"place": _("这里和它下面的楼门口都看得到")})


class ConsentForm(LabelledForm):
    """Somebody the notice names or shows signed a consent."""

    name = forms.CharField(max_length=40)
    paper = forms.CharField(max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {"name": _("写到或照到了谁"), "paper": _("同意书在哪里存着")}
        hints = {"name": _("加密保存，只有管公告的岗位看得到"), "paper": _("例如：社区档案柜，2026 年第 12 号")}
        self.say(said, hints)


class ReasonForm(LabelledForm):
    """Why a notice is taken down."""

    reason = forms.CharField(max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say({"reason": _("为什么")})
