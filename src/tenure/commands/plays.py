"""`tenure plays`: which plays run, what do they do, which accounts are on them, and what would they do next?"""

from typing import Any

import click

from tenure import clock
from tenure.answers.play_forecast import play_forecast
from tenure.answers.play_results import results, results_row
from tenure.answers.play_rows import forecast_row, log_rows, names_of, play_row, plays, run_row, runs, whole_row
from tenure.commands.asking import (
    json_option,
    print_json,
    print_json_list,
    print_table,
    the_workspace,
    workspace_option,
)
from tenure.plays.parse import parse
from tenure.records.workspace import Workspace


@click.group()
def command() -> None:
    """Which plays run, what they do, which accounts are on them, and what they would do next."""


@command.command("list")
@workspace_option
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    """List the plays of a workspace."""
    workspace = the_workspace(slug)
    names = names_of(workspace)
    found = [play_row(row, names) for row in plays(workspace).order_by("pk")]
    if as_json:
        print_json_list(found)
        return
    table = [
        (row["slug"], row["name"], row["state"], row["version"] or "", row["inside"], row["says"][0]) for row in found
    ]
    print_table(("Play", "Name", "State", "Version", "Inside", "Starts"), table, "No play yet.")


@command.command()
@click.argument("play")
@workspace_option
@json_option
def show(play: str, slug: str | None, as_json: bool) -> None:
    """What a play does, step by step, and what keeps it from running."""
    workspace = the_workspace(slug)
    found = whole_row(_the_play(workspace, play), names_of(workspace))
    if as_json:
        print_json(found)
        return
    for line in found["says"]:
        click.echo(line)
    for step in found["steps"]:
        click.echo("  " * (step["depth"] + 1) + step["says"])
    for wrong in found["problems"]:
        click.echo(f"It cannot run: {wrong}", err=True)


@command.command("runs")
@click.argument("play")
@click.option("--account", "-a", "key", help="Only those of the account with this key.")
@click.option("--run", "number", type=int, help="Each step of the run with this number, and why.")
@workspace_option
@json_option
def runs_(play: str, key: str | None, number: int | None, slug: str | None, as_json: bool) -> None:
    """Which accounts went through a play, the latest first."""
    workspace = the_workspace(slug)
    rows = runs(workspace).filter(play=_the_play(workspace, play)).order_by("-pk")
    if number is not None:
        _print_log(rows.filter(pk=number).first(), number, as_json=as_json)
        return
    found = (run_row(row) for row in (rows if key is None else rows.filter(account__key=key)).iterator())
    if as_json:
        print_json_list(found)
        return
    table = [
        (row["id"], row["account"], row["state"], row["cause"], row["because"] or row["next_at"] or "") for row in found
    ]
    print_table(
        ("Run", "Account", "State", "Cause", "Why it ended, or when it goes on"), table, "No account was on it yet."
    )


@command.command()
@click.argument("play")
@workspace_option
@json_option
def forecast(play: str, slug: str | None, as_json: bool) -> None:
    """What a play would do in the next 30 days; it does nothing."""
    workspace = the_workspace(slug)
    row = _the_play(workspace, play)
    foreseen = play_forecast(workspace, parse(row.draft or row.definition), row, clock.now())
    found = forecast_row(workspace, foreseen)
    if as_json:
        print_json(found)
        return
    steps = {one["path"]: one["says"] for one in whole_row(row, names_of(workspace))["steps"]}
    click.echo(f"{found['accounts']} accounts would start it; {found['left_alone']} of them are left alone.")
    table = [(count, steps.get(path, path)) for path, count in found["steps"].items()]
    print_table(("Times", "Step"), table, "")
    for line in found["notes"]:
        click.echo(line)


@command.command("results")
@click.argument("play")
@workspace_option
@json_option
def results_(play: str, slug: str | None, as_json: bool) -> None:
    """What a play brings: accounts acted on beside those that chance left alone, and how sure that is."""
    found = results(_the_play(the_workspace(slug), play))
    if found is None:
        raise click.ClickException(f"The play {play} leaves no account alone, so there is nothing to compare.")
    row = results_row(found)
    if as_json:
        print_json(row)
        return
    click.echo(f"{row['answer']}: {row['counted']} of {row['planned'] or '?'} accounts are in, {row['waiting']} wait.")
    groups = [
        (name, row[name]["accounts"], row[name]["left"], f"{row[name]['rate']:.1%}") for name in ("acted", "alone")
    ]
    print_table(("Group", "Accounts", "Left", "Share"), groups, "")
    if found.lost is not None:
        low, value, high = (f"{100 * one:+.1f}" for one in (found.lost.low, found.lost.value, found.lost.high))
        click.echo(f"Of those left alone {value} points more left, between {low} and {high} in 95 of 100 such trials.")


def _print_log(run: Any, number: int, *, as_json: bool) -> None:
    if run is None:
        raise click.ClickException(f"There is no run {number} of this play: see tenure plays runs.")
    found = log_rows(run)
    if as_json:
        print_json_list(found)
        return
    print_table(
        ("At", "Step", "What", "Why"), [(r["at"], r["path"], r["kind"], r["why"]) for r in found], "Nothing yet."
    )


def _the_play(workspace: Workspace, name: str) -> Any:
    row = plays(workspace).filter(slug=name).first()
    if row is None:
        raise click.UsageError(f"Workspace {workspace.slug} has no play “{name[:80]}”: see tenure plays list.")
    return row
