"""Tells one webhook one thing: claims the row, sends it signed, and keeps what was answered."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from tenure import clock
from tenure.actions.secret_text import UnreadableSecret, decrypt
from tenure.actions.webhooks import stop_webhook
from tenure.channels.outgoing import Limits, Unreachable, post
from tenure.records.webhook import WebhookDelivery
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

SECONDS = 10.0  # a receiver should take what it is told at once and work on it afterwards
CLAIM = timedelta(minutes=2)  # longer than any attempt takes: who claimed it and died is followed then
# Waits after each attempt; a receiver that is down for three days has missed it.
WAITS: Final = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 14_400, 28_800, 43_200, 43_200, 86_400)
)
_GONE = 410


def due(workspace: Workspace, now: datetime) -> list[int]:
    """Deliveries whose time has come, oldest first."""
    waiting = WebhookDelivery.objects.filter(workspace=workspace, state=WebhookDelivery.State.WAITING, next_at__lte=now)
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:100])


def deliver(*, workspace: Workspace, delivery_id: int) -> bool:
    """Try once; whether the receiver took it. One of several processes does, the others pass it over.

    What the receiver did not take is tried again after a while, and all else that waits for it, so that one that is
    down is asked once a wait and not once a row.
    """
    delivery = _claim(workspace, delivery_id)
    if delivery is None:
        return False
    status, error = _send(delivery)
    taken = status is not None and 200 <= status < 300
    _keep(delivery, status, error, taken)
    if status == _GONE:
        stop_webhook(workspace=workspace, webhook_id=delivery.webhook_id, by="webhooks")
    return taken


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """As Standard Webhooks (standardwebhooks.com) signs: HMAC-SHA256 over id, time and body."""
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _claim(workspace: Workspace, delivery_id: int) -> WebhookDelivery | None:
    now = clock.now()
    mine = WebhookDelivery.objects.filter(
        workspace=workspace, pk=delivery_id, state=WebhookDelivery.State.WAITING, next_at__lte=now
    )
    if not mine.update(next_at=now + CLAIM):
        return None
    return WebhookDelivery.objects.select_related("webhook").get(workspace=workspace, pk=delivery_id)


def _send(delivery: WebhookDelivery) -> tuple[int | None, str]:
    body = json.dumps(delivery.payload, separators=(",", ":"), ensure_ascii=False).encode()
    message, timestamp = f"msg_{delivery.pk}", int(clock.now().timestamp())
    try:
        secret = decrypt(delivery.webhook.secret)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(secret, message, timestamp, body),
        }
        answer = post(delivery.webhook.url, body, headers, Limits(SECONDS, 100_000, settings.TENURE_REACH))
    except (Unreachable, UnreadableSecret) as error:
        return None, str(error)
    return answer.status, "" if 200 <= answer.status < 300 else worded(
        "the receiver answered {status}", status=str(answer.status)
    )


def _keep(delivery: WebhookDelivery, status: int | None, error: str, taken: bool) -> None:
    now, attempts = clock.now(), delivery.attempts + 1
    over = taken or attempts > len(WAITS)
    state = WebhookDelivery.State.DONE if taken else WebhookDelivery.State.GIVEN_UP
    again = now + WAITS[min(attempts, len(WAITS)) - 1]
    rows = WebhookDelivery.objects.filter(workspace=delivery.workspace_id)
    with transaction.atomic():
        rows.filter(pk=delivery.pk, state=WebhookDelivery.State.WAITING).update(
            state=state if over else WebhookDelivery.State.WAITING,
            attempts=attempts,
            status=status,
            error=error[:300],
            next_at=again,
            ended_at=now if over else None,
        )
        if not taken:
            others = rows.filter(webhook=delivery.webhook_id, state=WebhookDelivery.State.WAITING, next_at__lt=again)
            others.update(next_at=again)
