"""What do commands share? How a workspace, accounts and a moment are named, and how answers are printed."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import click

from tenure import clock
from tenure.actions.database import migrate_if_needed
from tenure.answers.known import KNOWN, Stored
from tenure.records.account import Account
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

BY = "command"
NOBODY = "No account is known here yet."

workspace_option = click.option("--workspace", "-w", "slug", help="Its short name; not needed when there is only one.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
accounts_option = click.option("--account", "-a", "keys", multiple=True, help="An account's key; may be repeated.")
as_of_option = click.option("--as-of", help="A date (its end, UTC) or an ISO time; now when left out.")
known_option = click.option(
    "--known",
    type=click.Choice(KNOWN),
    default="now",
    show_default=True,
    help="From all known today, or from what was stored at the end of the last day by then.",
)


def the_workspace(slug: str | None) -> Workspace:
    """The workspace that is meant; a wrong call when that is not clear."""
    migrate_if_needed()
    found = list(Workspace.objects.order_by("slug")[:20])
    if slug is not None:
        if (named := Workspace.objects.filter(slug=slug).first()) is None:
            raise click.UsageError(f"There is no workspace “{slug}”. There are: {_names(found)}.")
        return named
    if len(found) != 1:
        raise click.UsageError(f"Say which workspace with --workspace. There are: {_names(found)}.")
    return found[0]


def _names(found: Sequence[Workspace]) -> str:
    return ", ".join(workspace.slug for workspace in found) or "none yet (tenure workspace create NAME)"


def the_accounts(workspace: Workspace, keys: Sequence[str]) -> list[int] | None:
    """Numbers of the accounts with these keys, None for all; a wrong call when one is unknown."""
    if not keys:
        return None
    known = dict(rows_of(Account.objects.filter(workspace=workspace), "key", list(keys), ("key", "pk")))
    if missing := [key for key in keys if key not in known]:
        raise click.UsageError(f"Workspace {workspace.slug} has no account “{missing[0][:80]}”.")
    return [known[key] for key in keys]


def keys_of(workspace: Workspace) -> dict[int, str]:
    """Account keys by number."""
    return dict(Account.objects.filter(workspace=workspace).values_list("pk", "key"))


def the_moment(text: str | None) -> Moment:
    """The moment meant; a wrong call when it cannot be read."""
    if text is None:
        return Moment(clock.now())
    try:
        return Moment.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--as-of") from None


def as_told(stored: Stored | None, moment: Moment, asked: Sequence[str], told: Collection[str]) -> str:
    """The day or time that is told: of what was stored the day it was, which may lie long before the one asked for.

    Of what was stored it says on standard error that nothing was by then, or nothing of accounts asked for by key.
    """
    if stored is None:
        return moment.isoformat()
    if stored.day is None:
        click.echo(f"Nothing was stored by {moment.isoformat()}: what is known is stored once a day.", err=True)
        return moment.isoformat()
    for key in asked:
        if key not in told:
            click.echo(f"Nothing is stored of account {key} at the end of {stored.day.isoformat()}.", err=True)
    return stored.day.isoformat()


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if isinstance(value, dict) else None))


def print_json_list(rows: Iterable[Any]) -> None:
    """A JSON list, written as it comes, so that a hundred thousand accounts need no memory."""
    click.echo("[", nl=False)
    for number, row in enumerate(rows):
        click.echo(("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False), nl=False)
    click.echo("\n]")


def print_table(headers: Sequence[str], rows: Iterable[Sequence[Any]], empty: str) -> None:
    """Aligned columns for people; a sentence when there is nothing, unless it was told already."""
    texts = [[str(cell) for cell in row] for row in rows]
    if not texts:
        click.echo(empty, nl=bool(empty))
        return
    widths = [max(len(row[i]) for row in [list(headers), *texts]) for i in range(len(headers))]
    style: Callable[[str], str] = lambda text: click.style(text, bold=True)  # noqa: E731 - used once, just below
    click.echo(style("  ".join(h.ljust(w) for h, w in zip(headers, widths, strict=True)).rstrip()))
    for row in texts:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
