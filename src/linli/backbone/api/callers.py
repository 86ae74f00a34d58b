"""Who calls: a program with a token, a signed-in member of staff who only reads, or anybody where nothing is asked."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from linli.backbone.limits import limit, limit_to
from linli.backbone.values import Actor, Viewer
from linli.backbone.web import Request
from linli.kernel.refusal import NotFound

READING = ("GET", "HEAD")


class Token(HttpBearer):
    """A token with one of these scopes; a token without them finds nothing, as if the address were not there."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The session the token opens. 401 for one that opens nothing, Refusal(rate_limited) for one in a hurry."""
        limit(request, "token-guess", settings.LINLI_API_A_MINUTE)
        now = timezone.now()
        session = import_string(settings.LINLI_TOKENS)(token.strip(), now, timezone.localdate(now))
        if session is None:
            raise AuthenticationError
        limit_to(f"token:{session.id}", settings.LINLI_API_A_MINUTE)
        if not self.scopes & session.scopes:
            raise NotFound("scope")
        request.viewer = session.viewer  # type: ignore[attr-defined]
        request.token = session  # type: ignore[attr-defined]
        return session

    def __call__(self, request: HttpRequest) -> Any:
        if request.headers.get("Authorization") and not request.headers["Authorization"].lower().startswith("bearer "):
            raise AuthenticationError
        return super().__call__(request)


class Session(APIKeyCookie):
    """The session of the pages: to read only, so that no other site can act through a reader's browser."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The viewer signed in, for requests that change nothing."""
        if request.method not in READING:
            return None
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return viewer if viewer.person_id else None


def reading(*scopes: str) -> list[Any]:
    """For what is only read: a token with one of these scopes, or the pages' session."""
    return [Token(*scopes), Session()]


def acting(*scopes: str) -> list[Any]:
    """For what changes something: a token with one of these scopes."""
    return [Token(*scopes)]


def actor_of(request: Request) -> Actor:
    """The caller as the log keeps them: a person in a seat, or a system by the name of its token."""
    session = getattr(request, "token", None)
    if session is not None and session.integration:
        return Actor("integration", label=session.name, viewer=session.viewer)
    return Actor.of(request.viewer)
