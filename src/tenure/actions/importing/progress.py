"""How far is an import? Its counts move in the transaction of the rows they count, and only for one process at a time."""

from collections.abc import Callable

from tenure.actions.bulk import insert
from tenure.actions.importing.records import Outcome
from tenure.actions.webhooks import tell_created
from tenure.records.imports import Import, ImportRow
from tenure.records.workspace import Workspace
from tenure.sources.problems import Problem
from tenure.values.voice import worded

MOST_ERRORS = 1_000
SAME_AS = "same_as"  # in the settings of an import of events: the earlier one of the very same file
Progress = Callable[[int, int], None]  # rows done, rows in all


class ImportRefused(Exception):  # noqa: N818 - reads as what happened
    """The import cannot go on; the sentence says why and what to do."""


def advance(of: Import, rows: int) -> None:
    """Claim the next rows: at most one process gets them. Inside the transaction that writes them.

    Raises ImportRefused when another process was there first, or the import is no longer running.
    """
    take_turns(of.workspace_id)
    mine = Import.objects.filter(
        pk=of.pk, workspace=of.workspace_id, state=Import.State.RUNNING, rows_done=of.rows_done
    )
    if not mine.update(rows_done=of.rows_done + rows):
        raise ImportRefused(
            worded("Import {number} is being continued or taken back by another process.", number=str(of.pk))
        )
    of.rows_done += rows
    of.refresh_from_db(fields=["created", "updated", "unchanged", "failed", "errors"])


def take_turns(workspace: int) -> None:
    """Let those who write many records of a workspace do so one after the other, until the transaction ends.

    Two that write the same records in different order would wait for each other. (SQLite has one writer anyway.)
    """
    Workspace.objects.select_for_update(no_key=True).filter(pk=workspace).values_list("pk").first()


def note_changes(of: Import, outcome: Outcome) -> None:
    """Count what a batch came to and keep what undo needs, after `advance` in the same transaction."""
    insert(
        ImportRow,
        ("workspace", "of", "row", "table", "record", "before", "after"),
        [
            (of.workspace_id, of.pk, change.row, change.table, change.record, change.before, change.after)
            for change in outcome.changes
        ],
    )
    tell_created(of.workspace, outcome.new_accounts())
    count(of, outcome)


def count(of: Import, outcome: Outcome) -> None:
    """Add a batch's counts and problems to the import's."""
    of.created += outcome.created
    of.updated += outcome.updated
    of.unchanged += outcome.unchanged
    of.failed += outcome.failed
    fields = ["created", "updated", "unchanged", "failed"]
    if add_errors(of, outcome.problems):
        fields.append("errors")
    of.save(update_fields=fields)


def add_errors(of: Import, problems: list[Problem]) -> bool:
    """Keep the first thousand problems; whether there were any new ones to keep."""
    room = MOST_ERRORS - len(of.errors)
    if room <= 0 or not problems:
        return False
    told = [*of.errors, *(problem.as_json() for problem in problems[:room])]
    of.errors = sorted(told, key=lambda problem: problem["row"])  # parents are looked at after everything else
    return True
