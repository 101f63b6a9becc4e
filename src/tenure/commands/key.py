"""`tenure key`: create, list and revoke the keys programs call with."""

import click

from tenure.actions.keys import create_key, revoke_key
from tenure.commands.asking import (
    BY,
    json_option,
    print_json,
    print_json_list,
    print_table,
    the_workspace,
    workspace_option,
)
from tenure.records.api_key import ApiKey


@click.group()
def command() -> None:
    """Create, list and revoke keys for programs."""


@command.command()
@workspace_option
@click.option("--kind", type=click.Choice(ApiKey.Kind.values), default="write", show_default=True)
@click.option("--name", default="", help="What it is for.")
@json_option
def create(slug: str | None, kind: str, name: str, as_json: bool) -> None:
    """Make a key; it is shown this once and only its hash is kept."""
    key = create_key(workspace=the_workspace(slug), kind=kind, name=name, by=BY)
    if as_json:
        print_json({"key": key})
    else:
        click.echo(key)
        click.echo("Keep it: it cannot be shown again.", err=True)


@command.command("list")
@workspace_option
@json_option
def list_(slug: str | None, as_json: bool) -> None:
    """List the keys of a workspace by their first characters."""
    keys = ApiKey.objects.filter(workspace=the_workspace(slug)).order_by("pk")
    if as_json:
        print_json_list(
            {"id": k.pk, "kind": k.kind, "name": k.name, "hint": k.hint, "revoked": k.revoked_at is not None}
            for k in keys
        )
        return
    rows = [(k.pk, k.kind, k.hint + "…", k.name, "revoked" if k.revoked_at else "in use") for k in keys]
    print_table(("Id", "Kind", "Begins with", "Name", "State"), rows, "No key yet: tenure key create")


@command.command()
@click.argument("key_id", type=int)
@workspace_option
@json_option
def revoke(key_id: int, slug: str | None, as_json: bool) -> None:
    """Refuse a key from now on."""
    workspace = the_workspace(slug)
    if not revoke_key(workspace=workspace, key_id=key_id, by=BY):
        raise click.UsageError(f"Workspace {workspace.slug} has no key {key_id} in use: see tenure key list.")
    if as_json:
        print_json({"revoked": key_id})
    else:
        click.echo(f"Key {key_id} is refused from now on.")
