"""`tenure workspace`: create workspaces and list them."""

import click

from tenure.actions.database import migrate_if_needed
from tenure.actions.workspaces import WorkspaceTaken, create_workspace
from tenure.commands.asking import BY, json_option, print_json, print_json_list, print_table
from tenure.records.workspace import Workspace


@click.group()
def command() -> None:
    """Create workspaces and list them."""
    migrate_if_needed()


@command.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(Workspace.Kind.values), default="saas", show_default=True)
@click.option("--currency", default="EUR", show_default=True, help="ISO code of the currency it reports in.")
@click.option(
    "--accounts",
    "accounts_are",
    type=click.Choice(Workspace.AccountsAre.values),
    help="What an account is; people for a shop, else companies.",
)
@json_option
def create(name: str, kind: str, currency: str, accounts_are: str | None, as_json: bool) -> None:
    """Make a workspace with a ready-made scorecard for its kind, so that scores appear without set-up."""
    people = None if accounts_are is None else accounts_are == Workspace.AccountsAre.PEOPLE
    try:
        made = create_workspace(name=name, kind=kind, currency=currency, people=people, by=BY)
    except (WorkspaceTaken, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        print_json({"workspace": made.slug})
        return
    click.echo(f"Workspace {made.slug} is ready: {made.get_kind_display()}, its accounts are {made.accounts_are}.")
    click.echo(f"Next: tenure import accounts FILE --workspace {made.slug}")


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the workspaces."""
    found = Workspace.objects.order_by("slug")
    if as_json:
        print_json_list(
            {"workspace": w.slug, "name": w.name, "kind": w.kind, "accounts": w.accounts_are} for w in found
        )
    else:
        rows = [(w.slug, w.name, w.get_kind_display(), w.accounts_are) for w in found]
        print_table(
            ("Workspace", "Name", "Kind", "Accounts are"), rows, "No workspace yet: tenure workspace create NAME"
        )
