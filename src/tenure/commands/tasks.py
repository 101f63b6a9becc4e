"""`tenure tasks`: what is to be done, by whom and by when."""

from typing import Any

import click

from tenure.answers.tasks import open_tasks
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option
from tenure.records.task import Task


@click.command()
@workspace_option
@click.option("--account", "-a", "key", help="Only those about the account with this key.")
@click.option("--owner", help="Only those of the member with this e-mail address.")
@click.option("--all", "everything", is_flag=True, help="Also those that are done or dropped.")
@json_option
def command(slug: str | None, key: str | None, owner: str | None, everything: bool, as_json: bool) -> None:
    """List the open tasks, due first what comes first."""
    workspace = the_workspace(slug)
    rows = Task.objects.filter(workspace=workspace) if everything else open_tasks(workspace)
    if key is not None:
        rows = rows.filter(account__key=key)
    if owner is not None:
        rows = rows.filter(owner__user__email__iexact=owner)
    found = [_told(row) for row in rows.select_related("account", "owner__user").order_by("due_on", "pk")]
    found.sort(key=lambda row: row["due_on"] or "9999")
    if as_json:
        print_json_list(found)
        return
    table = [(row["due_on"] or "", row["title"], row["account"] or "", row["owner"] or "") for row in found]
    print_table(("Due", "Task", "Account", "Owner"), table, "Nothing is to be done.")


def _told(row: Task) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "reason": row.reason or None,
        "account": row.account.key if row.account else None,
        "owner": row.owner.user.email if row.owner else None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "repeat": row.repeat or None,
        "state": "done" if row.done_at else "dropped" if row.dropped_at else "open",
    }
