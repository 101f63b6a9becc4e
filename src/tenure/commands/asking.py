"""What do commands share? How a workspace, accounts and a moment are named, and how answers are printed."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from tenure import clock
from tenure.actions.database import migrate_if_needed
from tenure.records.account import Account
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

BY = "command"

workspace_option = click.option("--workspace", "-w", "slug", help="Its short name; not needed when there is only one.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
accounts_option = click.option("--account", "-a", "keys", multiple=True, help="An account's key; may be repeated.")
as_of_option = click.option("--as-of", help="A date (its end, UTC) or an ISO time; now when left out.")


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
    """Aligned columns for people; a sentence when there is nothing."""
    texts = [[str(cell) for cell in row] for row in rows]
    if not texts:
        click.echo(empty)
        return
    widths = [max(len(row[i]) for row in [list(headers), *texts]) for i in range(len(headers))]
    style: Callable[[str], str] = lambda text: click.style(text, bold=True)  # noqa: E731 - used once, just below
    click.echo(style("  ".join(h.ljust(w) for h, w in zip(headers, widths, strict=True)).rstrip()))
    for row in texts:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
