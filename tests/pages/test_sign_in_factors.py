"""A second factor, attempts that are counted, and what cookies and pages let nobody do."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string

from tenure.console.sign_in import SecondFactor
from tenure.project.environment import Environment
from tenure.project.single_sign_on import apps, providers
from tenure.records.models import KeptCount
from tests.factories import PASSWORD, make_member

ROOT = Path(__file__).parents[2]
LOGIN = "/account/login/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def ada(acme):
    return make_member(acme, "agent", "ada@example.com", PASSWORD)


def sign_in(client, password=PASSWORD, email="ada@example.com"):
    return client.post(LOGIN, {"login": email, "password": password})


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def code(at: float) -> str:
    return format_hotp_value(hotp_value(SECRET, int(at) // 30))


def test_an_authenticator_app_is_asked_after_the_password(client, ada):
    TOTP.activate(ada.user, SECRET)
    assert sign_in(client).url.startswith("/account/2fa/authenticate/")
    assert client.get("/w/acme/accounts").status_code == 302, "a password alone opens nothing"
    page = client.get("/account/2fa/authenticate/")
    assert "authenticator code" in text(page)
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/account/2fa/authenticate/", {"code": code(time.time())}).status_code == 302
    assert client.get("/w/acme/accounts").status_code == 200


def test_what_an_app_shares_with_us_lies_encrypted(ada):
    TOTP.activate(ada.user, SECRET)
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert SecondFactor().decrypt(stored) == SECRET


def test_after_five_wrong_passwords_the_right_one_waits_as_well(client, ada):
    cache.clear()
    for _ in range(5):
        assert "not correct" in text(sign_in(Client(), "wrong password"))
    assert "Too many failed login attempts" in text(sign_in(client))
    assert client.get("/w/acme/accounts").status_code == 302
    assert KeptCount.objects.exists(), "every server process has to count the same attempts"
    cache.clear()
    assert sign_in(client).status_code == 302


def test_one_address_cannot_try_one_password_on_everybody(ada):
    cache.clear()
    answers = [sign_in(Client(), "wrong password", f"p{number}@example.com") for number in range(12)]
    assert "Too many" in text(answers[-1])


def test_a_session_gets_another_key_when_somebody_signs_in_and_ends_by_itself(client, ada):
    client.get(LOGIN)
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == settings.SESSION_COOKIE_AGE == 14 * 86_400


@pytest.mark.parametrize(
    "path",
    ["/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"],
)
def test_delicate_pages_wear_our_dress_and_let_no_script_in(client, ada, path):
    sign_in(client)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert 'class="door-card"' in page.content.decode()
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page.content.decode())
    assert "style=" not in page.content.decode()


@pytest.mark.parametrize("form", ["add_webauthn", "edit_webauthn"])
def test_the_name_of_a_passkey_is_asked_for_in_the_language_of_the_page(form):
    with translation.override("nl"):
        assert import_string(settings.MFA_FORMS[form]).base_fields["name"].label == "Naam"


def test_who_forgot_the_password_is_told_whom_to_ask(client, db):
    assert "Ask an owner or an admin" in text(client.get("/account/password/reset/"))
    assert client.post("/account/password/reset/", {"email": "ada@example.com"}).status_code == 405


def test_nobody_gives_themselves_another_address(client, ada):
    sign_in(client)
    assert client.post("/account/email/", {"email": "boss@example.com", "action_add": ""}).status_code == 405


OIDC = {
    "TENURE_OIDC_URL": "https://id.example.com",
    "TENURE_OIDC_CLIENT": "tenure",
    "TENURE_OIDC_SECRET": "hush",
    "TENURE_OIDC_NAME": "Example",
}


def test_other_servers_are_set_by_the_environment():
    assert providers(Environment({}), "") == {}
    found = providers(Environment(OIDC), "hush")
    assert apps(found) == ["allauth.socialaccount.providers.openid_connect"]
    assert found["openid_connect"]["APPS"][0]["settings"] == {"server_url": "https://id.example.com"}
    assert found["openid_connect"]["VERIFIED_EMAIL"] is False, "an address that was not verified is believed nobody's"
    saml = providers(Environment({"TENURE_SAML_METADATA": "https://id.example.com/metadata"}), "")
    assert saml["saml"]["APPS"][0]["settings"]["idp"]["entity_id"] == "https://id.example.com/metadata"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"TENURE_OIDC_URL": "https://id.example.com"}, "needs TENURE_OIDC_CLIENT"),
        (OIDC | {"TENURE_OIDC_URL": "id.example.com"}, "begins with https://"),
        (OIDC | {"TENURE_OIDC_URL": "http://id.example.com"}, "must begin with https://"),
        (OIDC | {"TENURE_OIDC_EMAILS": "some"}, "verified or all"),
    ],
)
def test_a_server_that_is_half_set_says_what_is_missing(given, sentence):
    with pytest.raises(Exception, match=sentence):
        providers(Environment(given), given.get("TENURE_OIDC_SECRET", ""))


def test_another_server_lets_members_in_whose_address_it_verified_and_nobody_else(tmp_path):
    walk = [sys.executable, "-m", "tests.pages.oidc_walk", str(tmp_path)]
    done = subprocess.run(walk, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "['Sign in with Example', 'Sign in with Corporate']",
        "ada@example.com 302 True",
        "piet@example.com 403 False",
        "eve@example.com 403 False",
    ]


def test_a_saml_server_lets_members_in_by_what_it_signed_for_who_asked_and_nobody_else(tmp_path):
    walk = [sys.executable, "-m", "tests.pages.saml_walk", str(tmp_path)]
    done = subprocess.run(walk, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "a member: 302 True",
        "the same answer again, by somebody else: 403 False",
        "somebody who is no member: 403 False",
        "signed by a stranger: 401 False",
        "changed after it was signed: 401 False",
        "nobody asked: 401 False",
    ]
