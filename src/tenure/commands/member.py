"""`tenure member`: let a person into a workspace."""

import click

from tenure.actions.workspaces import add_member
from tenure.commands.asking import BY, json_option, print_json, the_workspace, workspace_option
from tenure.records.member import Member


@click.group()
def command() -> None:
    """Let a person into a workspace."""


@command.command()
@click.argument("email")
@click.option("--name", default="", help="How the person is called; the address when left out.")
@click.option("--role", type=click.Choice(Member.Role.values), default="owner", show_default=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
@workspace_option
@json_option
def add(email: str, name: str, role: str, password: str, slug: str | None, as_json: bool) -> None:
    """Add a member who signs in with this address and password."""
    workspace = the_workspace(slug)
    if "@" not in email:
        raise click.BadParameter(f"“{email}” is not an e-mail address", param_hint="EMAIL")
    member = add_member(workspace=workspace, email=email, name=name or email, role=role, by=BY, password=password)
    if as_json:
        print_json({"member": member.pk, "workspace": workspace.slug})
    else:
        click.echo(f"{email} can sign in to {workspace.slug} as {member.role}.")
