"""`tenure feed`: read a file behind an address every day, and see what each reading came to."""

from typing import Any

import click

from tenure.actions.feeds import create_feed, read_now, stop_feed
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
from tenure.commands.import_ import mapping_of
from tenure.records.feed import Feed, FeedReading
from tenure.sources.known_kinds import KINDS

_SHOWN = 100


@click.group()
def command() -> None:
    """Read a file behind an address every day; list, stop, see what came of it."""


@command.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("url")
@click.option("--name", default="", help="What it is.")
@click.option("--map", "pairs", multiple=True, metavar="FIELD=HEADER", help="Which column is a field; may be repeated.")
@workspace_option
@json_option
def create(kind: str, url: str, name: str, pairs: tuple[str, ...], slug: str | None, as_json: bool) -> None:
    """Read what is behind an address now and every day."""
    settings: dict[str, Any] = {"mapping": mapping_of(pairs)} if pairs else {}
    try:
        feed = create_feed(workspace=the_workspace(slug), kind=kind, url=url, name=name, settings=settings, by=BY)
    except (Unreachable, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        print_json(_as_json(feed))
    else:
        click.echo(f"Feed {feed.pk} reads {feed.url} now and every day. See what came of it: tenure feed readings")


@command.command("list")
@workspace_option
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    """List the feeds of a workspace."""
    feeds = Feed.objects.filter(workspace=the_workspace(slug)).order_by("pk")
    if as_json:
        print_json_list(map(_as_json, feeds))
        return
    rows = [
        (f.pk, f.kind, f.name or f.url, "stopped" if f.stopped_at else f"next on {f.next_at:%Y-%m-%d at %H:%M} UTC")
        for f in feeds
    ]
    print_table(("Id", "Kind", "What", "State"), rows, "No feed yet: tenure feed create KIND URL")


@command.command()
@click.argument("feed_id", type=int)
@workspace_option
@json_option
def stop(feed_id: int, slug: str | None, as_json: bool) -> None:
    """Read an address no more; what it brought stays."""
    workspace = the_workspace(slug)
    if not stop_feed(workspace=workspace, feed_id=feed_id, by=BY):
        raise _no_feed(workspace.slug, feed_id)
    if as_json:
        print_json({"stopped": feed_id})
    else:
        click.echo(f"Feed {feed_id} is read no more.")


@command.command()
@click.argument("feed_id", type=int)
@workspace_option
@json_option
def read(feed_id: int, slug: str | None, as_json: bool) -> None:
    """Have a feed read by the worker now, before its day is over."""
    workspace = the_workspace(slug)
    if not read_now(workspace=workspace, feed_id=feed_id, by=BY):
        raise _no_feed(workspace.slug, feed_id)
    if as_json:
        print_json({"due": feed_id})
    else:
        click.echo(f"Feed {feed_id} is due: the worker reads it within a minute.")


@command.command()
@workspace_option
@json_option
def readings(slug: str | None, as_json: bool) -> None:
    """What the last readings came to, newest first."""
    found = FeedReading.objects.filter(workspace=the_workspace(slug)).order_by("-pk")[:_SHOWN]
    if as_json:
        print_json_list(
            {"feed": r.feed_id, "at": r.at.isoformat(), "ok": r.ok, "outcome": r.outcome, "import": r.result_id}
            for r in found
        )
        return
    rows = [(r.feed_id, f"{r.at:%Y-%m-%d %H:%M}", r.outcome, r.result_id or "") for r in found]
    print_table(("Feed", "Read (UTC)", "What came of it", "Import"), rows, "Nothing was read yet.")


def _no_feed(slug: str, feed_id: int) -> click.UsageError:
    return click.UsageError(f"Workspace {slug} has no feed {feed_id} in use: see tenure feed list.")


def _as_json(feed: Feed) -> dict[str, object]:
    return {
        "id": feed.pk,
        "kind": feed.kind,
        "name": feed.name,
        "url": feed.url,
        "next": None if feed.stopped_at else feed.next_at.isoformat(),
        "stopped": feed.stopped_at is not None,
    }
