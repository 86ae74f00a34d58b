"""Form of the compound register."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from linli.domains.organizations.queries.compounds import compound_kinds, organizations_of
from linli.ui.forms import LabelledForm, day_field


class CompoundForm(LabelledForm):
    """Who manages a compound, until when, and its owners' committee."""

    kind = forms.ChoiceField()
    firm = forms.ChoiceField(required=False)
    contract_ends = day_field(required=False)
    committee = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("kind", compound_kinds())
        self.choose("firm", organizations_of("property_firm"), _("没有"))
        self.choose("committee", organizations_of("owners_committee"), _("没有"))
        self.say(
            {"kind": _("哪一类"), "firm": _("物业企业"), "contract_ends": _("合同到哪天"), "committee": _("业委会")}
        )
