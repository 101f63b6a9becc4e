"""Keys and webhooks: made, shown once, stopped; snippets with key and address filled in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.keys import create_key
from tenure.actions.webhooks import create_webhook
from tenure.console.snippets import YOUR_KEY, snippets
from tenure.records.api_key import hash_key
from tenure.records.models import ApiKey, Webhook, WebhookDelivery, Workspace

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def admin(visit):
    return visit("admin")


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def keys(client) -> str:
    return text(client.get(reverse("keys", args=["acme"])))


def make(client, **said):
    return client.post(reverse("make-key", args=["acme"]), {"kind": "write", "name": "Our web app"} | said)


def test_without_keys_the_page_teaches(admin, visit):
    assert "None yet. One that sends events is what a product needs." in keys(admin)
    assert "None yet. An owner or an admin makes them." in keys(visit("viewer"))


def test_a_new_key_is_shown_once_and_filled_into_every_snippet(admin):
    answer = make(admin)
    key = re.search(r"tw_[\w-]{40,}", answer.content.decode())[0]
    row = ApiKey.objects.get()
    assert (row.hash, row.name, row.kind) == (hash_key(key), "Our web app", "write")
    assert answer.content.decode().count(key) == 1 + len(snippets(key, "", companies=True))
    assert "no-store" in answer.headers["Cache-Control"]
    page = keys(admin)
    assert key not in page
    assert f"Our web app {key[:10]}…" in page
    assert YOUR_KEY in page


def test_a_key_for_the_api_is_not_put_where_events_are_sent_from(admin):
    answer = make(admin, kind="api")
    key = re.search(r"ta_[\w-]{40,}", answer.content.decode())[0]
    assert answer.content.decode().count(key) == 1
    assert "Use the API, made today" in keys(admin)


@pytest.mark.parametrize("said", [{"kind": "everything"}, {"name": "x" * 101}])
def test_a_key_that_cannot_be_had_is_not_made(admin, said):
    assert make(admin, **said).status_code == 422
    assert not ApiKey.objects.exists()


def test_a_revoked_key_says_since_when(admin, acme):
    create_key(workspace=acme, kind="write", name="Old", by="test")
    admin.post(reverse("drop-key", args=["acme", ApiKey.objects.get().pk]))
    page = keys(admin)
    assert "1 revoked" in page
    assert "Send events, revoked today" in page


def test_only_those_who_may_see_buttons(admin, visit, acme):
    create_key(workspace=acme, kind="write", by="test")
    assert "Revoke it for good" in keys(admin)
    for role in ("manager", "agent", "viewer"):
        page = keys(visit(role))
        assert "Revoke" not in page
        assert "Make a key" not in page


def test_snippets_have_this_servers_address(admin):
    page = admin.get(reverse("keys", args=["acme"]), headers={"Host": "localhost:8443"}).content.decode()
    assert page.count("http://localhost:8443") >= 7


def test_where_accounts_are_people_no_snippet_speaks_of_groups(admin, acme):
    Workspace.objects.filter(pk=acme.pk).update(accounts_are="people")
    page = keys(admin)
    assert "Every identified user is an account." in page
    assert "account-4" not in page
    assert "groupId" not in page


def test_python_snippets_are_python():
    for companies in (True, False):
        for one in snippets("tw_key", "https://tenure.example.com", companies=companies):
            if "python" in one.slug:
                compile(one.text, one.slug, "exec")


def hooks(client, **query) -> str:
    return text(client.get(reverse("webhooks", args=["acme"]), query))


def make_hook(client, **said):
    usual = {"url": "https://example.com/hook", "topics": ["health.changed", "import.done"]}
    return client.post(reverse("make-webhook", args=["acme"]), usual | said)


def test_without_webhooks_the_page_shows_how_a_message_looks(admin):
    page = hooks(admin)
    assert "None yet. A webhook tells your own programs" in page
    assert "webhook-signature: v1," in page


def test_the_secret_is_shown_once(admin):
    answer = make_hook(admin)
    secret = re.search(r"whsec_[\w+/=]{40,}", answer.content.decode())[0]
    assert "no-store" in answer.headers["Cache-Control"]
    page = hooks(admin)
    assert secret not in page
    assert "https://example.com/hook health.changed import.done" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"url": ""}, "Write the address that is to be told."),
        ({"url": "example"}, "is not an address that begins with https:// or http://"),
        ({"url": "https://me:secret@example.com"}, "holds a name and password"),
        ({"topics": []}, "Choose at least one."),
        ({"topics": ["everything"]}, "everything is not one of the available choices"),
    ],
)
def test_a_webhook_that_cannot_be_had_says_why(admin, said, sentence):
    answer = make_hook(admin, **said)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Webhook.objects.exists()


def test_each_telling_says_how_it_stands(admin, acme):
    hook, _ = create_webhook(workspace=acme, url="https://example.com/a", topics=["import.done"], by="test")
    other, _ = create_webhook(workspace=acme, url="https://example.com/b", topics=["import.done"], by="test")
    told = [
        (hook, {"state": "done", "attempts": 2, "status": 200}),
        (hook, {"state": "waiting", "attempts": 3, "error": "the receiver answered 500", "next_at": NOW + timedelta(hours=2)}),
        (hook, {"state": "given up", "attempts": 11, "error": "it could not be asked"}),
        (other, {"state": "waiting"}),
    ]  # fmt: skip
    for number, (of, fields) in enumerate(told):
        usual = {"topic": "import.done", "payload": {}, "next_at": NOW, "created_at": NOW, "key": f"import:{number}"}
        WebhookDelivery.objects.create(workspace=acme, webhook=of, **usual | fields)
    page = hooks(admin)
    assert "Taken at attempt 2" in page
    assert "Tried 3 times : the receiver answered 500; again 10 Mar 2026, 14:00:00 UTC" in page
    assert "Given up : it could not be asked" in page
    assert "Waits its turn" in page
    only = hooks(admin, webhook=other.pk)
    assert ("Waits its turn" in only, "Given up" in only) == (True, False)


def test_a_stopped_webhook_is_told_nothing_more(admin, acme):
    hook, _ = create_webhook(workspace=acme, url="https://example.com/a", topics=["import.done"], by="test")
    admin.post(reverse("drop-webhook", args=["acme", hook.pk]))
    assert "1 stopped" in hooks(admin)


def test_these_pages_cost_a_bounded_number_of_questions(admin, acme, django_assert_max_num_queries):
    for number in range(30):
        create_key(workspace=acme, kind="write", by="test")
        hook, _ = create_webhook(workspace=acme, url=f"https://e.com/{number}", topics=["import.done"], by="test")
        WebhookDelivery.objects.create(
            workspace=acme, webhook=hook, topic="import.done", payload={}, next_at=NOW, created_at=NOW, key="x"
        )
    with django_assert_max_num_queries(6):
        keys(admin)
    with django_assert_max_num_queries(7):
        hooks(admin)
