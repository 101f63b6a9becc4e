"""Makes and stops webhooks, and notes what they are to be told, in the transaction of what happened."""

import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.actions.secret_text import encrypt
from tenure.channels.outgoing import check_url
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.webhook import Webhook, WebhookDelivery
from tenure.records.workspace import Workspace
from tenure.values.topics import ACCOUNT_CREATED, TOPICS
from tenure.values.voice import worded

_BATCH = 1_000
Payloads = Mapping[str, Mapping[str, Any]]  # what caused it, such as "health_change:81" -> what is told


class UnknownTopic(ValueError):  # noqa: N818 - reads as what is the matter
    """There is no such topic; the sentence lists those there are."""


def create_webhook(*, workspace: Workspace, url: str, topics: Sequence[str], by: str) -> tuple[Webhook, str]:
    """Tell an address of some topics from now on; the webhook, and the secret that signs, for the only time.

    Raises UnknownTopic, and Unreachable when the address is none.
    """
    check_url(url)
    if not topics or (unknown := [topic for topic in topics if topic not in TOPICS]):
        there = ", ".join(TOPICS)
        if not topics:
            raise UnknownTopic(worded("Choose at least one topic. There are: {topics}.", topics=there))
        raise UnknownTopic(worded("“{name}” is no topic. There are: {topics}.", name=unknown[0], topics=there))
    secret = "whsec_" + b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        webhook = Webhook.objects.create(
            workspace=workspace, url=url.strip(), secret=encrypt(secret), topics=sorted(set(topics)),
            created_at=clock.now(),
        )  # fmt: skip
        _audit(workspace, by, "create", webhook, {"url": webhook.url, "topics": webhook.topics})
    return webhook, secret


def stop_webhook(*, workspace: Workspace, webhook_id: int, by: str) -> bool:
    """Tell an address nothing more, also not what waits; False when the workspace has no such webhook in use."""
    now = clock.now()
    with transaction.atomic():
        found = Webhook.objects.filter(workspace=workspace, pk=webhook_id, stopped_at=None)
        webhook = found.select_for_update().first()
        if webhook is None:
            return False
        found.update(stopped_at=now)
        waiting = WebhookDelivery.objects.filter(
            workspace=workspace, webhook=webhook, state=WebhookDelivery.State.WAITING
        )
        waiting.update(state=WebhookDelivery.State.GIVEN_UP, error=worded("the webhook was stopped"), ended_at=now)
        _audit(workspace, by, "stop", webhook, None)
    return True


def tell(workspace: Workspace, topic: str, payloads: Payloads) -> None:
    """Note for every webhook of a topic what it is to be told, once for each cause. Inside the caller's transaction."""
    if not payloads:
        return
    hooks = Webhook.objects.filter(workspace=workspace, stopped_at=None)
    _tell(workspace, [hook for hook in hooks if topic in hook.topics], topic, payloads)


def tell_url(workspace: Workspace, url: str, topic: str, payloads: Payloads) -> bool:
    """Note the same for the webhook at an address, whatever its topics; False when none is in use there."""
    hooks = Webhook.objects.filter(workspace=workspace, stopped_at=None, url=url)[:1]
    _tell(workspace, hooks, topic, payloads)
    return bool(hooks)


def _tell(workspace: Workspace, hooks: Iterable[Webhook], topic: str, payloads: Payloads) -> None:
    now = clock.now()
    rows = [
        WebhookDelivery(
            workspace=workspace,
            webhook=hook,
            key=key,
            topic=topic,
            payload={"type": topic, "timestamp": now.isoformat(), "data": dict(data)},
            next_at=now,
            created_at=now,
        )
        for hook in hooks
        for key, data in payloads.items()
    ]
    WebhookDelivery.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def tell_created(workspace: Workspace, accounts: Iterable[tuple[int, str]]) -> None:
    """Note that accounts (number, key) were created, in the transaction that created them."""
    if Webhook.objects.filter(workspace=workspace, stopped_at=None).exists():
        tell(workspace, ACCOUNT_CREATED, {f"account:{pk}": {"account": key} for pk, key in accounts})


def key_of(workspace: Workspace, accounts: Iterable[int]) -> dict[int, str]:
    """What other programs know accounts by."""
    known = Account.objects.filter(workspace=workspace, pk__in=list(accounts))
    return dict(known.values_list("pk", "key"))


def _audit(workspace: Workspace, by: str, verb: str, webhook: Webhook, after: dict[str, Any] | None) -> None:
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=by, verb=verb, noun="webhook", record=webhook.pk, after=after
    )
