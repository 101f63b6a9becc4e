"""`tenure webhook`: tell other programs what happens, and see what they were told."""

import click

from tenure.actions.webhooks import UnknownTopic, create_webhook, stop_webhook
from tenure.channels.outgoing import Unreachable
from tenure.commands.asking import (
    BY,
    json_option,
    print_json,
    print_json_list,
    print_table,
    the_workspace,
    workspace_option,
)
from tenure.records.webhook import Webhook, WebhookDelivery
from tenure.values.topics import TOPICS

_SHOWN = 100


@click.group()
def command() -> None:
    """Tell other programs what happens; list, stop, see what was told."""


@command.command()
@click.argument("url")
@click.option(
    "--topic", "topics", multiple=True, help=f"What to tell: {', '.join(TOPICS)}; may be repeated, all if none."
)
@workspace_option
@json_option
def create(url: str, topics: tuple[str, ...], slug: str | None, as_json: bool) -> None:
    """Tell an address from now on; the secret that signs is shown this once."""
    try:
        webhook, secret = create_webhook(workspace=the_workspace(slug), url=url, topics=topics or list(TOPICS), by=BY)
    except (UnknownTopic, Unreachable) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        print_json({"id": webhook.pk, "url": webhook.url, "topics": webhook.topics, "secret": secret})
        return
    click.echo(secret)
    click.echo(f"Keep it: it signs what webhook {webhook.pk} is told, and cannot be shown again.", err=True)


@command.command("list")
@workspace_option
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    """List the webhooks of a workspace."""
    hooks = Webhook.objects.filter(workspace=the_workspace(slug)).order_by("pk")
    if as_json:
        print_json_list(
            {"id": h.pk, "url": h.url, "topics": h.topics, "stopped": h.stopped_at is not None} for h in hooks
        )
        return
    rows = [(h.pk, h.url, ", ".join(h.topics), "stopped" if h.stopped_at else "in use") for h in hooks]
    print_table(("Id", "Address", "Topics", "State"), rows, "No webhook yet: tenure webhook create URL")


@command.command()
@click.argument("webhook_id", type=int)
@workspace_option
@json_option
def stop(webhook_id: int, slug: str | None, as_json: bool) -> None:
    """Tell an address nothing more."""
    workspace = the_workspace(slug)
    if not stop_webhook(workspace=workspace, webhook_id=webhook_id, by=BY):
        raise click.UsageError(
            f"Workspace {workspace.slug} has no webhook {webhook_id} in use: see tenure webhook list."
        )
    if as_json:
        print_json({"stopped": webhook_id})
    else:
        click.echo(f"Webhook {webhook_id} is told nothing more.")


@command.command()
@workspace_option
@json_option
def deliveries(slug: str | None, as_json: bool) -> None:
    """What webhooks were told lately, and what waits, newest first."""
    found = WebhookDelivery.objects.filter(workspace=the_workspace(slug)).order_by("-pk")[:_SHOWN]
    if as_json:
        print_json_list(as_json_row(one) for one in found)
        return
    rows = [(d.pk, d.webhook_id, d.topic, d.state, d.attempts, d.status or "", d.error) for d in found]
    print_table(("Id", "Webhook", "Topic", "State", "Tries", "Answer", "Why"), rows, "Nothing was told yet.")


def as_json_row(delivery: WebhookDelivery) -> dict[str, object]:
    """One delivery as programs read it."""
    return {
        "id": delivery.pk,
        "webhook": delivery.webhook_id,
        "topic": delivery.topic,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "error": delivery.error,
        "created": delivery.created_at.isoformat(),
        "next": delivery.next_at.isoformat() if delivery.state == WebhookDelivery.State.WAITING else None,
    }
