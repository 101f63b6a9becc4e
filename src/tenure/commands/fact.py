"""`tenure fact`: declare facts of a workspace's own, without code, and take them away."""

import click

from tenure.actions.custom_facts import create_custom_fact, remove_custom_fact
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option
from tenure.facts.custom import HOWS, MOST_DAYS, CustomFactError, parse


@click.group()
def command() -> None:
    """Declare facts of a workspace's own: how often, on how many days, how much or what last."""


@command.command()
@click.argument("name")
@click.option("--event", help="Count an event: its name, as it is sent.")
@click.option("--measurement", help="Count a measurement: its metric, as it was imported.")
@click.option("--how", type=click.Choice(HOWS), required=True, help="How often, on how many days, how much, what last.")
@click.option("--days", type=int, required=True, help=f"In how many days, 1 to {MOST_DAYS:,}.")
@workspace_option
@json_option
def create(
    name: str, event: str | None, measurement: str | None, how: str, days: int, slug: str | None, as_json: bool
) -> None:
    """Know a new fact of every account: lower case letters, digits and _ make its NAME."""
    workspace = the_workspace(slug)
    if (event is None) == (measurement is None):
        raise click.UsageError("Say what to count: either --event NAME or --measurement METRIC.")
    source, of = ("event", event) if event is not None else ("measurement", measurement)
    try:
        custom = parse(name=name, source=source, of=of, how=how, days=days)
        custom = create_custom_fact(workspace=workspace, custom=custom, by=BY)
    except CustomFactError as error:
        raise click.UsageError(f"{error}.") from None
    if as_json:
        print_json({"fact": name, "sentence": custom.declared.sentence, "workspace": workspace.slug})
        return
    click.echo(f"{name}: {custom.declared.sentence}")
    click.echo(f"Ask for it: tenure facts --workspace {workspace.slug} --fact {name}")


@command.command()
@click.argument("name")
@workspace_option
@json_option
def remove(name: str, slug: str | None, as_json: bool) -> None:
    """Know a fact of a workspace's own no more."""
    workspace = the_workspace(slug)
    try:
        removed = remove_custom_fact(workspace=workspace, name=name, by=BY)
    except CustomFactError as error:
        raise click.UsageError(f"{error}.") from None
    if not removed:
        raise click.UsageError(
            f"Workspace {workspace.slug} has no fact “{name[:80]}” of its own: see tenure catalogue "
            f"--workspace {workspace.slug}."
        )
    if as_json:
        print_json({"fact": name, "workspace": workspace.slug})
    else:
        click.echo(f"{name} is no fact any more.")
