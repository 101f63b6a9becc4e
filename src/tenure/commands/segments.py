"""`tenure segments`: which there are, whom they mean, and who is in one."""

from typing import Any

import click

from tenure.answers.segments import segment_rows, segments_of
from tenure.commands.asking import json_option, print_json_list, print_table, the_workspace, workspace_option
from tenure.records.segment import SegmentMember
from tenure.records.workspace import Workspace


@click.command()
@workspace_option
@click.option("--segment", "-s", "segment", help="Only the one with this slug.")
@click.option("--members", is_flag=True, help="Who is in it; --segment says in which.")
@json_option
def command(slug: str | None, segment: str | None, members: bool, as_json: bool) -> None:
    """List the segments, or the members of one."""
    workspace = the_workspace(slug)
    rows = segments_of(workspace)
    if segment is not None and not rows.filter(slug=segment).exists():
        there = ", ".join(rows.values_list("slug", flat=True)[:20]) or "none yet"
        raise click.UsageError(f"There is no segment “{segment}”. There are: {there}.")
    if members:
        if segment is None:
            raise click.UsageError("Say with --segment whose members.")
        _tell_members(_members(workspace, segment), as_json)
        return
    chosen = rows if segment is None else rows.filter(slug=segment)
    found = [{**row, "created_at": row["created_at"].isoformat()} for row in segment_rows(workspace, list(chosen))]
    if as_json:
        print_json_list(found)
        return
    table = [(row["name"], str(row["size"]) if row["counted"] else "being counted", row["says"]) for row in found]
    print_table(("Segment", "Size", "Whom it means"), table, "No segment is kept yet.")


def _members(workspace: Workspace, segment: str) -> list[dict[str, Any]]:
    rows = SegmentMember.objects.filter(workspace=workspace, segment__slug=segment, segment__retired_at=None)
    told = rows.order_by("account__key", "pk").values_list("account__key", "contact__key", "since")
    return [{"account": account, "contact": contact, "since": since.isoformat()} for account, contact, since in told]


def _tell_members(found: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json_list(found)
        return
    table = [(row["account"], row["contact"] or "", row["since"][:10]) for row in found]
    print_table(("Account", "Contact", "Since"), table, "Nobody is in it now.")
