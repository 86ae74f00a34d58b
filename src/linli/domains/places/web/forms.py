"""Forms of places."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.ui.forms import ActForm


class ImportForm(ActForm):
    """A file of places or boundaries."""

    file = forms.FileField(label=_("文件"), help_text=_("CSV、Excel（辖区）或 GeoJSON（边界）"))
