"""Signing in with a passkey, and what each role is offered and refused, as a browser shows it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import assert_accessible
from tests.factories import PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ACCOUNT = "/w/roles/accounts/smit"


@pytest.fixture
def sign_in(browser, base_url):
    """``sign_in("agent")`` is a page of somebody called so; no page may have said that something went wrong."""
    contexts, wrong = [], []
    # A browser has passkeys for names only, and 127.0.0.1 is none.
    named = base_url.replace("127.0.0.1", "localhost")

    def come_in(who: str):
        context = browser.new_context(base_url=named, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto("/account/login/")
        fill_in(page, who)
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert wrong == []


def fill_in(page, who: str) -> None:
    page.get_by_label("E-mail address").fill(f"{who}@roles.example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state("load")


def test_a_passkey_signs_in_without_a_password_and_is_asked_after_one(sign_in):
    page = sign_in("passkey")
    page.goto("/w/roles/me")
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.get_by_role("link", name="Add one").first.click()
    page.get_by_label("Password").fill(PASSWORD)  # whoever found the browser open adds none
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/webauthn/add/")
    assert_accessible(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")  # for the day on which the passkey is lost
    assert_accessible(page)
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/w/roles/accounts")
    expect(page).to_have_url(re.compile("/account/login/"))
    assert_accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/")
    fill_in(page, "passkey")
    expect(page).to_have_url(re.compile("/account/2fa/authenticate/"))
    assert_accessible(page)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url("**/w/roles/**")


@pytest.mark.parametrize(
    ("role", "overrides", "brings_in", "administers", "rated"),
    [
        ("owner", True, True, True, True),
        ("admin", True, True, True, True),
        ("manager", True, True, False, True),
        ("agent", True, False, False, True),
        ("sales", False, False, False, False),
        ("viewer", False, False, False, True),
    ],
)
def test_each_role_is_offered_what_it_may_and_refused_the_rest(sign_in, role, overrides, brings_in, administers, rated):
    page = sign_in(role)
    page.goto(ACCOUNT)
    assert page.locator(f'form[action="{ACCOUNT}/override"]').count() == (1 if overrides else 0)
    assert ("Rated 2 of 5" in page.content()) is rated
    assert page.goto("/w/roles/imports/new").status == (200 if brings_in else 403)
    page.goto("/w/roles/settings")
    assert page.get_by_role("button", name="Save").count() == (1 if administers else 0)
    assert page.get_by_role("link", name="Audit log").count() == (1 if administers else 0)
    for path in ("audit", "data"):
        assert page.goto(f"/w/roles/settings/{path}").status == (200 if administers else 403)
    if not administers:
        expect(page.get_by_role("heading")).to_be_visible()
        assert_accessible(page)
    assert page.goto("/w/office/accounts").status == 404, "another workspace is not told of"
