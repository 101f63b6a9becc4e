"""`tenure erase`: remove every byte about a person or an account."""

import sys

import click

from tenure.actions.erase import NobodyToErase, StillThere, erase_account, erase_person
from tenure.answers.process import home, spool
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option


@click.command()
@workspace_option
@click.option("--account", "-a", "key", help="Erase this account with its contacts, contracts and events.")
@click.option("--user", "-u", "user_id", help="Erase this person by user id: events, contact, ids that lead to it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def command(slug: str | None, key: str | None, user_id: str | None, yes: bool, as_json: bool) -> None:
    """Remove every byte about a person or an account; it cannot be undone."""
    workspace = the_workspace(slug)
    if (key is None) == (user_id is None):
        raise click.UsageError("Say whom to erase: either --account KEY or --user ID.")
    if not yes and sys.stdin.isatty():
        click.confirm(f"Erase {key or user_id} from {workspace.slug} for good?", abort=True)
    try:
        if key is not None:
            events = erase_account(workspace=workspace, key=key, home=home(), spool=spool(), by=BY)
        else:
            events = erase_person(workspace=workspace, user_id=str(user_id), home=home(), spool=spool(), by=BY)
    except NobodyToErase as error:
        raise click.UsageError(str(error)) from None
    except StillThere as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        print_json({"erased": key or user_id, "events": events})
    else:
        click.echo(f"Erased, with {events} events. Backups made before still hold them.")
