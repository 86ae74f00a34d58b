"""Signing in with a second factor: set up, used, its recovery codes, and let in again without telephone or password."""

import re
from argparse import Namespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from linli.backbone.models import EventRow
from linli.config.demo.people import PASSWORD
from linli.domains.people.management import people
from linli.domains.people.models import Account


@pytest.fixture(autouse=True)
def unhurried(town):
    """Each code counts once, and so often a minute: every test begins anew."""
    cache.clear()
    yield
    cache.clear()


def now_of(secret):
    """The six digits that a telephone with this secret shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def signing_in(username="chengguan", password=PASSWORD):
    client = Client()
    return client, client.post("/accounts/login/", {"login": username, "password": password})


@pytest.fixture
def secured():
    """Somebody signed in who set up a second factor; the secret on their telephone."""
    client, _answer = signing_in()
    page = client.get("/accounts/2fa/totp/activate/", follow=True).content.decode()
    assert "确认是您本人" in page
    assert "password/reset" not in page
    same = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    page = client.post("/accounts/reauthenticate/", same, follow=True).content.decode()
    secret = re.search(r'class="ll-secret">([A-Z2-7]+)<', page)[1]
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "手机上的数半分钟换一次" in wrong
    done = client.post("/accounts/2fa/totp/activate/", {"code": now_of(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    cache.clear()
    return client, secret


def codes_of(client):
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<li>(\d+)</li>", page.partition("ll-codes")[2])


def test_who_has_one_signs_in_with_it(secured):
    _client, secret = secured
    client, answer = signing_in()
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/inbox/").status_code in (302, 404)
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert "再输一次手机上的数" in page
    assert 'inputmode="numeric"' in page
    assert "placeholder" not in page
    assert "手机上的数半分钟换一次" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": now_of(secret)})["Location"] == "/inbox/"
    assert client.get("/inbox/").status_code == 200


def test_a_recovery_code_lets_in_once(secured):
    mine, _secret = secured
    code = codes_of(mine)[0]
    for status in (302, 200):
        client, _answer = signing_in()
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == status
    assert "备用码还剩 9 个" in mine.get("/accounts/2fa/").content.decode()
    again = mine.get("/accounts/2fa/recovery-codes/generate/").content.decode()
    assert "现在这一批马上作废" in again
    assert mine.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert len(codes_of(mine)) == 10
    assert code not in codes_of(mine)


def test_every_page_of_it_leads_back_and_asks_for_one_thing(secured):
    client, _secret = secured
    pages = ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/")
    for path in pages:
        page = client.get(f"/accounts/2fa/{path}").content.decode()
        assert '<a class="ll-back" href="/me/">' in page, path
        assert page.count("is-zhu") <= 1, path
    assert "双重验证停了" in client.post("/accounts/2fa/totp/deactivate/", follow=True).content.decode()
    assert not Authenticator.objects.exists()
    assert "还没开" in client.get("/accounts/2fa/").content.decode()
    for path in ("/accounts/2fa/", "/accounts/password/change/"):
        assert f'href="{path}"' in client.get("/me/").content.decode()


def test_a_forgotten_password_is_no_promise_of_a_mail_and_is_renewed_by_hand(secured, capsys):
    mine, _secret = secured
    page = Client().get("/accounts/password/reset/").content.decode()
    assert "这里不寄邮件" in page
    assert "<form" not in page.split("<main")[1]
    said = {"what": "password", "name": "", "phone": "", "password": ""}
    assert people.run(Namespace(**said, username="nobody")) == 1
    assert people.run(Namespace(**said, username="chengguan")) == 0
    password = capsys.readouterr().out.partition("密码 ")[2].partition("（")[0]
    assert mine.get("/inbox/").status_code in (302, 404)
    assert signing_in()[1].status_code == 200
    client, answer = signing_in(password=password)
    assert answer["Location"] == "/inbox/"
    assert client.get("/inbox/").status_code == 200
    account = Account.objects.get(username="chengguan")
    assert EventRow.objects.filter(name="PasswordRenewed", subject_id=account.person_id).count() == 1
    assert people.run(Namespace(**{**said, "what": "add"}, username="new")) == 2
