"""Sign-in by an identity provider, played against a small one on this machine: it opens accounts, and makes none."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from linli.domains.people.models import Account

CLAIMS = {"sub": "s-1", "preferred_username": "grid"}


class Issuer(BaseHTTPRequestHandler):
    """What an OpenID Connect provider answers, for whoever the test says is at its login page."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        about = {name: f"{base}/{name}" for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")}
        about |= {"issuer": base, "jwks_uri": f"{base}/jwks"}
        self.say(about if self.path.startswith("/.well-known") else self.server.claims)

    def do_POST(self):
        base, now = f"http://127.0.0.1:{self.server.server_port}", int(time.time())
        self.rfile.read(int(self.headers["Content-Length"]))
        said = {**self.server.claims, "iss": base, "aud": "linli", "iat": now, "exp": now + 60}
        token = jwt.encode(said, "s" * 32, algorithm="HS256")
        self.say({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def say(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_said):
        pass


@pytest.fixture
def issuer(town, settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Issuer)
    server.claims = dict(CLAIMS)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said = {"server_url": f"http://127.0.0.1:{server.server_port}", "uid_field": "sub"}
    app = {"provider_id": "oidc", "name": "统一认证", "client_id": "linli", "secret": "s", "settings": said}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield server
    server.shutdown()
    server.server_close()


def signed_in(issuer, **claims):
    """Through the button, the provider and back; the client, and where it is led to."""
    issuer.claims = {**CLAIMS, **claims}
    client = Client()
    away = client.post("/accounts/oidc/oidc/login/")
    query = parse_qs(urlsplit(away["Location"]).query)
    assert query["code_challenge"]
    back = client.get("/accounts/oidc/oidc/login/callback/", {"code": "c", "state": query["state"][0]})
    return client, back["Location"]


def test_the_button_is_there_only_where_it_is_set(town):
    assert "oidc" not in Client().get("/accounts/login/").content.decode()


def test_an_account_that_is_there_is_opened_and_tied_to_its_subject(issuer):
    assert "统一认证" in Client().get("/accounts/login/").content.decode()
    client, where = signed_in(issuer)
    assert where == "/inbox/"
    assert client.get("/inbox/").status_code == 200
    assert SocialAccount.objects.get().user == Account.objects.get(username="grid")
    _client, where = signed_in(issuer, preferred_username="renamed")
    assert where == "/inbox/"


@pytest.mark.parametrize("claims", [{"preferred_username": "stranger"}, {"preferred_username": ""}])
def test_nobody_is_signed_up(issuer, claims):
    people = Account.objects.count()
    client, where = signed_in(issuer, **claims)
    assert where == "/accounts/login/?unknown=1"
    assert client.get("/me/").status_code == 404
    assert Account.objects.count() == people
    assert not SocialAccount.objects.exists()


def test_another_subject_does_not_take_an_account_over(issuer):
    signed_in(issuer)
    client, where = signed_in(issuer, sub="s-2")
    assert where == "/accounts/login/?unknown=1"
    assert client.get("/me/").status_code == 404


@pytest.mark.parametrize("known", [True, False])
def test_a_closed_account_stays_closed(issuer, known):
    if known:
        signed_in(issuer)
    Account.objects.filter(username="grid").update(is_active=False)
    client, where = signed_in(issuer)
    assert where != "/inbox/"
    assert client.get("/me/").status_code == 404
