"""Who may see and change what? Every address, for every kind of visitor."""

from typing import Any

import pytest
from django.urls import get_resolver, reverse

from tenure import clock
from tenure.actions.feeds import create_feed
from tenure.actions.keys import create_key
from tenure.actions.webhooks import create_webhook
from tenure.console.urls import urlpatterns
from tenure.records.models import ApiKey, AuditEntry, Import, Workspace
from tests.factories import make_account
from tests.pages.bringing import bring

READING = (
    "accounts", "account", "why", "changed", "trends", "workspace", "imports", "import", "import-problems", "feeds",
    "live-events", "event-rows", "dead-letters", "unassigned", "find-accounts", "keys", "webhooks",
)  # fmt: skip
READING_OF_MANAGERS = ("new-import", "upload", "upload-problems")
CHANGING: dict[str, dict[str, Any]] = {
    "override": {"band": "good", "reason": "They told me"},
    "end-override": {},
    "minimum": {"minimum": "60"},
}
MANAGING: dict[str, dict[str, Any]] = {
    "announce": {"name": "a.csv", "size": "10"},
    "fetch-address": {"url": "no address"},
    "choose-reading": {"kind": "accounts"},
    "mend-cells": {"kind": "accounts", "cell-1-0": "K1", "was-1-0": "K0"},
    "start-import": {"kind": "accounts"},
    "discard": {},
    "undo": {},
    "read-feed": {},
    "drop-feed": {},
    "replay-letters": {},
    "assign": {"actor": "u:piet", "account": "bakery"},
}
ADMINISTERING: dict[str, dict[str, Any]] = {
    "make-key": {"kind": "write", "name": "Ours"},
    "drop-key": {},
    "make-webhook": {"url": "https://example.com/hook", "topics": ["import.done"]},
    "drop-webhook": {},
}
ANSWERS = {"announce": 201, "fetch-address": 422, "make-key": 200, "make-webhook": 200}  # all others lead on (302)
ELSEWHERE = (
    "home",
    "enter-demo",
    "live",
    "event-stream",
    "tour",
)  # tests of their own, below, in test_live and in test_tour
OF_ACCOUNTS = ("account", "why", "changed", "override", "end-override", "minimum")
EVERYBODY = ("owner", "admin", "manager", "agent", "viewer")


UPLOADS = ("upload", "upload-problems", "choose-reading", "mend-cells", "start-import", "discard")
MORE = {"why": "?fact=score", "upload-problems": "?kind=accounts"}


@pytest.fixture
def address(acme, bakery, own_data):
    """The address of a page, with what it is about made first."""

    def about(name: str) -> list[Any]:
        if name in OF_ACCOUNTS:
            return ["bakery"]
        if name in UPLOADS:
            return [bring(acme, "accounts.csv", b"Account ID;Name\nK0;Nul\n").token]
        if name in ("import", "import-problems", "undo"):
            return [Import.objects.create(workspace=acme, kind="accounts", state="done", started_at=clock.now()).pk]
        if name in ("read-feed", "drop-feed"):
            return [create_feed(workspace=acme, kind="accounts", url="https://example.com/a.csv", by="test").pk]
        if name == "drop-webhook":
            url = "https://example.com/hook"
            return [create_webhook(workspace=acme, url=url, topics=["import.done"], by="test")[0].pk]
        if name == "drop-key":
            create_key(workspace=acme, kind="write", by="test")
            return [ApiKey.objects.get(workspace=acme).pk]
        return []

    return lambda name: reverse(name, args=["acme", *about(name)]) + MORE.get(name, "")


def changes() -> int:
    """How much was changed so far."""
    return AuditEntry.objects.count()


def test_every_address_is_in_this_matrix():
    known = {*READING, *READING_OF_MANAGERS, *CHANGING, *MANAGING, *ADMINISTERING, *ELSEWHERE}
    assert {one.name for one in urlpatterns} == known


@pytest.mark.parametrize("name", READING)
def test_members_may_read_and_that_changes_nothing(visit, address, name):
    where = address(name)
    before = changes()
    for role in EVERYBODY:
        assert visit(role).get(where, follow=True).status_code == 200, role
    assert changes() == before


@pytest.mark.parametrize("name", READING_OF_MANAGERS)
def test_who_brings_data_in_sees_it_first(visit, address, name):
    where = address(name)
    before = changes()
    for role in EVERYBODY:
        allowed = role not in ("agent", "viewer")
        assert visit(role).get(where).status_code == (200 if allowed else 403), role
    assert changes() == before


@pytest.mark.parametrize("name", [*READING, *READING_OF_MANAGERS])
def test_outsiders_are_not_told_that_the_workspace_exists(visit, address, name):
    assert visit("outsider").get(address(name)).status_code == 404


@pytest.mark.parametrize("name", [*READING, *READING_OF_MANAGERS])
def test_visitors_are_asked_to_sign_in_first(visit, address, name):
    response = visit(None).get(address(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


MAY = {
    **dict.fromkeys(CHANGING, ("owner", "admin", "manager", "agent")),
    **dict.fromkeys(MANAGING, ("owner", "admin", "manager")),
    **dict.fromkeys(ADMINISTERING, ("owner", "admin")),
}
SAID = {**CHANGING, **MANAGING, **ADMINISTERING}


@pytest.mark.parametrize(("name", "role"), [(name, role) for name, roles in MAY.items() for role in roles])
def test_who_may_change_something_does(visit, address, name, role):
    where = address(name)
    assert visit(role).post(where, SAID[name]).status_code == ANSWERS.get(name, 302)


@pytest.mark.parametrize("name", MAY)
def test_who_may_not_is_refused_and_changes_nothing(visit, address, name):
    where = address(name)
    before = changes()
    for role in set(EVERYBODY) - set(MAY[name]):
        assert visit(role).post(where, SAID[name]).status_code == 403, role
    assert visit("outsider").post(where, SAID[name]).status_code == 404
    response = visit(None).post(where, SAID[name])
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert changes() == before


@pytest.mark.parametrize("name", [*CHANGING, *MANAGING, *ADMINISTERING])
def test_a_get_changes_nothing(visit, address, name):
    where = address(name)
    before = changes()
    assert visit("owner").get(where).status_code == 405
    assert changes() == before


@pytest.mark.parametrize("name", [*READING, *READING_OF_MANAGERS])
def test_a_post_to_a_page_is_refused(visit, address, name):
    if name != "workspace":
        assert visit("owner").post(address(name)).status_code == 405


@pytest.mark.parametrize("name", [*CHANGING, *MANAGING, *ADMINISTERING])
def test_what_another_site_sends_is_refused(visit, address, name):
    client, where = visit("owner"), address(name)
    client.handler.enforce_csrf_checks = True
    before = changes()
    assert client.post(where).status_code == 403
    assert changes() == before


def test_an_account_of_another_workspace_is_not_found(visit, bakery, other_account):
    client = visit("owner")
    assert client.get(reverse("account", args=["acme", other_account.key])).status_code == 404
    assert client.get(reverse("accounts", args=["acme"])).content.count(b"Rival account") == 0


def test_what_another_workspace_brought_in_is_not_found(visit, acme, own_data):
    client, rival = visit("owner"), workspace_of("rival")
    upload = bring(rival, "secret.csv", b"Account ID\nK0\n")
    brought = Import.objects.create(workspace=rival, kind="accounts", file_name="secret.csv", started_at=clock.now())
    for name, at in (("upload", upload.token), ("upload-problems", upload.token), ("import", brought.pk)):
        assert client.get(reverse(name, args=["acme", at])).status_code == 404
    for name, at in (("start-import", upload.token), ("discard", upload.token), ("undo", brought.pk)):
        assert client.post(reverse(name, args=["acme", at])).status_code == 404
    assert b"secret.csv" not in client.get(reverse("imports", args=["acme"])).content


def test_keys_webhooks_and_feeds_of_another_workspace_stay_as_they_are(visit, acme):
    client, rival = visit("owner"), workspace_of("rival")
    create_key(workspace=rival, kind="write", by="test")
    key = ApiKey.objects.get(workspace=rival)
    webhook, _ = create_webhook(workspace=rival, url="https://example.com/hook", topics=["import.done"], by="test")
    feed = create_feed(workspace=rival, kind="accounts", url="https://example.com/a.csv", by="test")
    for name, row in (("drop-key", key), ("drop-webhook", webhook), ("drop-feed", feed)):
        client.post(reverse(name, args=["acme", row.pk]))
        row.refresh_from_db()
    assert (key.revoked_at, webhook.stopped_at, feed.stopped_at) == (None, None, None)


def workspace_of(slug):
    return Workspace.objects.get(slug=slug)


@pytest.fixture
def other_account(visit):
    return make_account(workspace_of("rival"), "theirs", "Rival account", {"active_days_28": 3})


def test_no_page_lets_scripts_in(visit, address):
    client = visit("owner")
    for name in (*READING, *READING_OF_MANAGERS):
        policy = client.get(address(name), follow=True).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_addresses_of_other_faces_stay_theirs():
    names = {pattern.name for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    assert not names & {one.name for one in urlpatterns}
