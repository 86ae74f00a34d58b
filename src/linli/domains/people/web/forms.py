"""What is asked of who signs in with a second factor, in the words of the house."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext as _


class _Coded(forms.Form):
    """A form with a code, typed on a keyboard of digits and labelled above its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = self.labelled()
        code.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"}

    def labelled(self) -> str:
        """What the code is called."""
        return _("六位数或备用码")


class SecondFactorForm(_Coded, AuthenticateForm):
    """Signing in."""


class SameAgainForm(_Coded, ReauthenticateForm):
    """Signed in, before what is to be safe is changed."""


class FirstCodeForm(_Coded, ActivateTOTPForm):
    """The first code of an app, which shows that it has the secret."""

    def labelled(self) -> str:
        """What the code is called."""
        return _("验证器上的六位数")
