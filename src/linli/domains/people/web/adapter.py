"""How sign-in behaves: staff accounts are made by the place, nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; after sign-in staff land in their inbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/inbox/"

    def add_message(self, request: HttpRequest, level: int, template: str = "", *rest: Any, **more: Any) -> None:
        """Signing in and out needs no announcement; other messages of the library stay."""
        if not template.endswith(("logged_in.txt", "logged_out.txt")):
            super().add_message(request, level, template, *rest, **more)
