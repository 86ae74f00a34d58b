"""How sign-in behaves: staff accounts are made by the place, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.domains.people.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; after sign-in staff land in their inbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/inbox/"

    def add_message(self, request: HttpRequest, level: int, template: str = "", *rest: Any, **more: Any) -> None:
        """Signing in and out needs no announcement; the second factor is spoken of in the words of its pages."""
        name = template.rpartition("/")[2]
        said = {
            "totp_activated.txt": gettext("双重验证开了"),
            "totp_deactivated.txt": gettext("双重验证停了"),
            "recovery_codes_generated.txt": gettext("备用码做好了，请抄下来"),
        }
        if name in said:
            super().add_message(request, level, message=said[name])
        elif name not in ("logged_in.txt", "logged_out.txt"):
            super().add_message(request, level, template, *rest, **more)


class SecondFactorAdapter(DefaultMFAAdapter):
    """A wrong code is said in a way that helps."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("这个数不对。手机上的数半分钟换一次，备用码每个只能用一次"),
    }


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Sign-in by an identity provider: it opens accounts that are there, and makes none.

    The first time, the claim of the setting must be the user name of an open account that no other identity of the
    provider has; from then on the subject alone counts, whatever the claim says.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie an identity to its account; back to the sign-in page for one that has none."""
        if sociallogin.is_existing:
            return
        identity = sociallogin.account
        claims = {**identity.extra_data.get("id_token", {}), **identity.extra_data.get("userinfo", {})}
        account = Account.objects.filter(
            username=str(claims.get(settings.LINLI_OIDC_CLAIM, "")), is_active=True
        ).first()
        if account is None or SocialAccount.objects.filter(user=account, provider=identity.provider).exists():
            raise ImmediateHttpResponse(redirect("/accounts/login/?unknown=1"))
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_said: Any, **_more: Any) -> None:
        """What went wrong between the two is not shown: back to the sign-in page."""
        raise ImmediateHttpResponse(redirect("/accounts/login/?unknown=1"))
