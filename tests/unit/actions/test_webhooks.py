"""Do other programs learn what happened, once, signed, and also after they were down for a day?"""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine

from tenure.actions.secret_text import UnreadableSecret, decrypt, encrypt
from tenure.actions.webhook_deliveries import WAITS, deliver, due, signature
from tenure.actions.webhooks import UnknownTopic, create_webhook, stop_webhook, tell, tell_created
from tenure.channels.outgoing import Unreachable
from tenure.records.models import Alert, AuditEntry, PlayRun, Webhook, WebhookDelivery
from tenure.rounds.webhooks import tell_webhooks
from tenure.values.topics import ACCOUNT_CREATED, HEALTH_CHANGED, TOPICS
from tests.factories import make_account
from tests.plays_for_tests import fire, published, rounds

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
State = WebhookDelivery.State


class Receiver:
    """Another program that listens; ``answers`` with a status, and keeps what it was told."""

    def __init__(self) -> None:
        self.status = 200
        self.told: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Listening(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.told.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.TENURE_REACH = ("127.0.0.0/8",)
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def travel():
    with time_machine.travel(NOON, tick=False) as travel:
        yield travel


@pytest.fixture
def hook(workspace, receiver, travel) -> tuple[Webhook, str]:
    return create_webhook(workspace=workspace, url=receiver.url, topics=list(TOPICS), by="test")


def news(workspace, number: int = 1) -> None:
    tell(workspace, HEALTH_CHANGED, {f"health_change:{number}": {"account": "acme", "band": {"now": "poor"}}})


def test_what_happened_is_told_once_and_signed(workspace, receiver, hook):
    news(workspace)
    news(workspace)  # the same cause again
    tell_webhooks(workspace)
    tell_webhooks(workspace)
    ((headers, body),) = receiver.told
    said = json.loads(body)
    assert (said["type"], said["data"]["account"]) == ("health.changed", "acme")
    wanted = signature(hook[1], headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert headers["webhook-signature"] == wanted
    assert WebhookDelivery.objects.get().state == State.DONE


def test_the_signature_is_that_of_standard_webhooks():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_that_is_down_for_a_day_misses_nothing_and_hears_it_in_order(workspace, receiver, hook, travel):
    receiver.status = 503
    for number in range(3):
        news(workspace, number)
    now = NOON
    while now < NOON + timedelta(days=1):
        tell_webhooks(workspace)
        now += timedelta(minutes=10)
        travel.move_to(now, tick=False)
    tried = len(receiver.told)
    assert tried < 20, "it is asked once a wait, not once a row"
    receiver.status = 200
    travel.move_to(now + timedelta(days=1), tick=False)
    tell_webhooks(workspace)
    assert [json.loads(body)["data"]["account"] for _, body in receiver.told[tried:]] == ["acme"] * 3
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {State.DONE}
    ids = [headers["webhook-id"] for headers, _ in receiver.told[tried:]]
    assert ids == sorted(ids)


def test_what_nobody_takes_for_three_days_is_given_up_and_says_why(workspace, receiver, hook, travel):
    receiver.status = 500
    news(workspace)
    now = NOON
    for wait in (*WAITS, timedelta(0)):
        tell_webhooks(workspace)
        now += wait
        travel.move_to(now, tick=False)
    one = WebhookDelivery.objects.get()
    assert (one.state, one.attempts, one.error) == (State.GIVEN_UP, len(WAITS) + 1, "the receiver answered 500")
    assert now - NOON >= timedelta(days=2)


def test_who_claimed_a_delivery_and_died_is_followed(workspace, receiver, hook, travel):
    news(workspace)
    (one,) = due(workspace, NOON)
    WebhookDelivery.objects.filter(pk=one).update(next_at=NOON + timedelta(minutes=2))  # claimed, then killed
    assert not deliver(workspace=workspace, delivery_id=one)
    travel.move_to(NOON + timedelta(minutes=2), tick=False)
    assert deliver(workspace=workspace, delivery_id=one)


def test_a_receiver_that_is_gone_is_told_nothing_more(workspace, receiver, hook):
    receiver.status = 410
    news(workspace)
    tell_webhooks(workspace)
    news(workspace, 2)
    assert len(receiver.told) == 1
    assert WebhookDelivery.objects.filter(state=State.WAITING).count() == 0


def test_a_private_address_is_not_told_anything(workspace, receiver, hook, settings):
    settings.TENURE_REACH = ()
    news(workspace)
    tell_webhooks(workspace)
    assert receiver.told == []
    assert "not on the public internet" in WebhookDelivery.objects.get().error


def test_stopping_ends_what_waits(workspace, receiver, hook):
    news(workspace)
    assert stop_webhook(workspace=workspace, webhook_id=hook[0].pk, by="test")
    assert not stop_webhook(workspace=workspace, webhook_id=hook[0].pk, by="test")
    tell_webhooks(workspace)
    assert receiver.told == []
    assert list(AuditEntry.objects.filter(noun="webhook").values_list("verb", flat=True)) == ["create", "stop"]


def test_each_workspace_tells_its_own(workspace, other_workspace, receiver, hook):
    news(other_workspace)
    assert not stop_webhook(workspace=other_workspace, webhook_id=hook[0].pk, by="test")
    assert WebhookDelivery.objects.count() == 0


def test_only_chosen_topics_are_told(workspace, receiver, travel):
    create_webhook(workspace=workspace, url=receiver.url, topics=[ACCOUNT_CREATED], by="test")
    news(workspace)
    tell_created(workspace, [(7, "acme")])
    assert list(WebhookDelivery.objects.values_list("topic", "payload__data__account")) == [(ACCOUNT_CREATED, "acme")]


@pytest.mark.parametrize(
    ("url", "topics"), [("nowhere", list(TOPICS)), ("https://a.example", []), ("https://a.example", ["x"])]
)
def test_what_cannot_be_told_is_refused_with_a_sentence(workspace, url, topics):
    with pytest.raises((Unreachable, UnknownTopic)):
        create_webhook(workspace=workspace, url=url, topics=topics, by="test")


def test_secrets_lie_encrypted_and_another_key_does_not_open_them(workspace, hook, settings):
    webhook, secret = hook
    assert secret not in webhook.secret
    assert decrypt(webhook.secret) == secret
    settings.SECRET_KEY = "another"
    with pytest.raises(UnreadableSecret, match="has changed"):
        decrypt(webhook.secret)
    assert decrypt(encrypt("ünïcode")) == "ünïcode"


def test_a_play_calls_its_webhook_signed_and_goes_on_whatever_it_answers(travel, receiver, workspace, settings):
    _, secret = create_webhook(workspace=workspace, url=receiver.url, topics=["play.called"], by="test")
    published(workspace, {"do": "webhook", "url": receiver.url})
    receiver.status = 500
    fire([make_account(workspace, "smit", facts={})])
    rounds(workspace)
    assert PlayRun.objects.get().state == "done"
    tell_webhooks(workspace)
    receiver.status = 200
    travel.shift(WAITS[0])
    tell_webhooks(workspace)
    tell_webhooks(workspace)
    (first, body), (second, again) = receiver.told
    assert (body, first["webhook-id"]) == (again, second["webhook-id"])  # told twice, known as one by its id
    assert (
        json.loads(body)["data"].items()
        >= {"play": "save", "account": "smit", "cause": f"alert:{Alert.objects.get().pk}"}.items()
    )
    signed = signature(secret, second["webhook-id"], int(second["webhook-timestamp"]), again)
    assert second["webhook-signature"] == signed


def test_a_play_reaches_no_private_address(travel, receiver, workspace, settings):
    create_webhook(workspace=workspace, url=receiver.url, topics=["play.called"], by="test")
    published(workspace, {"do": "webhook", "url": receiver.url})
    settings.TENURE_REACH = ()
    fire([make_account(workspace, "smit", facts={})])
    rounds(workspace)
    tell_webhooks(workspace)
    delivery = WebhookDelivery.objects.get()
    assert (receiver.told, delivery.state, delivery.attempts) == ([], State.WAITING, 1)
    assert "127.0.0.1" in delivery.error
