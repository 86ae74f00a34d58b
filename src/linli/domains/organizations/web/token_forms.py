"""The form of a new token."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from linli.backbone.values import Viewer
from linli.domains.organizations.values.tokens import GIVEN, NAME_MOST, Scope
from linli.ui.forms import ActForm

TERMS = (30, 90, 180, 365)


def scope_words(scope: str) -> tuple[str, str]:
    """What a scope is called, and what it lets a program do."""
    return {
        Scope.READ: (_("看"), _("看得到的事项、辖区、组织和岗位")),
        Scope.REPORT: (_("报"), _("登记事项")),
        Scope.ACT: (_("办"), _("签收、转办、吹哨、到场、办结")),
        Scope.FIGURES: (_("数"), _("看得到的统计")),
        Scope.OPEN311: (_("Open311"), _("按 Open311 接口收发诉求")),
        Scope.HOOKS: (_("推"), _("把事项的动静推送到别的系统")),
    }[Scope(scope)]


class TokenForm(ActForm):
    """Who will use it, as which seat or for which place, for what, and for how long."""

    def __init__(self, viewer: Viewer, *args: Any) -> None:
        super().__init__(*args)
        bearers = [(f"seat-{held.seat_id}", held.title) for held in viewer.seats]
        places = {held.place_id: held.place_name for held in viewer.at_places("tokens")}
        bearers += [(f"place-{pk}", _("别的系统，在%(place)s") % {"place": name}) for pk, name in places.items()]
        self.fields["name"] = forms.CharField(
            label=_("给谁用"), help_text=_("写一个认得出的名字，例如“物业平台”"), max_length=NAME_MOST
        )
        self.fields["bearer"] = forms.ChoiceField(label=_("以谁的身份"), choices=bearers)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=_("能做什么"),
            help_text=_("再宽也不会超过这个岗位自己的权限"),
            choices=[(one, "\n".join(scope_words(one))) for one in Scope],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["days"] = forms.TypedChoiceField(
            label=_("有效期"), coerce=int, choices=[(days, _("%(days)s 天") % {"days": days}) for days in TERMS]
        )

    def clean(self) -> dict[str, Any]:
        """An integration holds no duty: it is not offered what it could not do."""
        data = super().clean() or {}
        if str(data.get("bearer", "")).startswith("place-") and not set(data.get("scopes", ())) <= set(GIVEN):
            self.add_error("scopes", _("给别的系统的令牌不能办事"))
        return data
