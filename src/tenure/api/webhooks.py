"""Who is told what happens? Webhooks, made and stopped, and what each was told."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Query, Router, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tenure.actions.webhooks import UnknownTopic, create_webhook, stop_webhook
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import among, example, one_of, without_zero_bytes
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.channels.outgoing import Unreachable
from tenure.records.webhook import Webhook as Row
from tenure.records.webhook import WebhookDelivery
from tenure.values.topics import TOPICS

router = Router(tags=["webhooks"])
LARGEST = 2**63 - 1
Topic = Annotated[str, AfterValidator(among(TOPICS)), one_of(TOPICS)]


_EXAMPLE = {
    "id": 7, "url": "https://hooks.acme.example/tenure", "topics": ["health.changed"],
    "created_at": "2026-03-01T09:30:00Z", "stopped_at": None,
}  # fmt: skip


class Webhook(BaseModel):
    """An address that is told what happens."""

    model_config = example(**_EXAMPLE)

    id: int
    url: str
    topics: list[Topic]
    created_at: datetime
    stopped_at: datetime | None = Field(description="null while it is in use")


class NewWebhook(Webhook):
    """A webhook just made, with its secret for the only time."""

    model_config = example(**_EXAMPLE | {"secret": "whsec_…"})

    secret: str = Field(description="Signs what is sent, as standardwebhooks.com has it. It cannot be shown again")


class WebhookSent(BaseModel):
    """A webhook as it may be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"url": "https://hooks.acme.example/tenure", "topics": ["health.changed"]}]},
    )

    url: Annotated[str, AfterValidator(without_zero_bytes), Field(max_length=2_000)]
    topics: list[Topic] | None = Field(None, description="All of them when left out", min_length=1, max_length=100)


class Delivery(BaseModel):
    """One telling to one webhook."""

    model_config = example(
        id=512, webhook=7, topic="health.changed", state="waiting", attempts=2, status=503,
        error="the receiver answered 503", created_at="2026-03-01T09:30:00Z", next_at="2026-03-01T09:31:10Z",
    )  # fmt: skip

    id: int
    webhook: int
    topic: str
    state: Annotated[str, one_of(WebhookDelivery.State.values)]
    attempts: int
    status: int | None = Field(description="What the receiver answered last")
    error: str
    created_at: datetime
    next_at: datetime | None = Field(description="When it is tried again; null when it is over")


@router.get("", response=page_of(Webhook), operation_id="list_webhooks", summary="List webhooks")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """Stopped ones too."""
    refuse_unknown(request, Paging)
    found = cut(Row.objects.filter(workspace=caller_of(request).workspace), query)
    return page(request, [_shown(row) for row in found.rows], found.next_cursor)


@router.post("", response={201: NewWebhook}, operation_id="create_webhook", summary="Create a webhook")
def create(request: HttpRequest, body: Body[WebhookSent]) -> Status[dict[str, Any]]:
    """The answer holds the secret, this once."""
    caller = caller_of(request)
    topics = list(body.topics or TOPICS)
    try:
        row, secret = create_webhook(workspace=caller.workspace, url=body.url, topics=topics, by=caller.by)
    except (Unreachable, UnknownTopic) as error:
        raise Refusal(422, f"{error}.", [Wrong(field="url", value=body.url[:80], reason=str(error))]) from None
    return Status(201, {**_shown(row), "secret": secret})


@router.get("/{int:id}", response=Webhook, operation_id="get_webhook", summary="Get a webhook")
def get(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """One of the workspace's."""
    return _shown(_one(caller_of(request), id))


@router.post("/{int:id}/stop", response=Webhook, operation_id="stop_webhook", summary="Stop a webhook")
def stop(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """It is told nothing more, also not what waits. Stopping it again changes nothing."""
    caller = caller_of(request)
    row = _one(caller, id)
    stop_webhook(workspace=caller.workspace, webhook_id=row.pk, by=caller.by)
    return _shown(_one(caller, id))


@router.get(
    "/{int:id}/deliveries",
    response=page_of(Delivery),
    operation_id="list_webhook_deliveries",
    summary="List what a webhook was told",
)
def deliveries(request: HttpRequest, id: int, query: Query[Paging]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """The newest first, with what waits."""
    refuse_unknown(request, Paging)
    caller = caller_of(request)
    rows = WebhookDelivery.objects.filter(workspace=caller.workspace, webhook=_one(caller, id))
    found = cut(rows, query, newest_first=True)
    return page(request, [_delivery(row) for row in found.rows], found.next_cursor)


def _one(caller: Caller, number: int) -> Row:
    row = Row.objects.filter(workspace=caller.workspace, pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no webhook {str(number)[:30]} in the workspace of this key.")
    return row


def _shown(row: Row) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": row.url,
        "topics": [topic for topic in row.topics if topic in TOPICS],
        "created_at": row.created_at,
        "stopped_at": row.stopped_at,
    }


def _delivery(row: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "webhook": row.webhook_id,
        "topic": row.topic,
        "state": row.state,
        "attempts": row.attempts,
        "status": row.status,
        "error": row.error,
        "created_at": row.created_at,
        "next_at": row.next_at if row.state == WebhookDelivery.State.WAITING else None,
    }
