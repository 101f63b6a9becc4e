"""What would an import do? Writes its first rows and takes that back at once: nothing stays, and nobody else sees it."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db import IntegrityError, OperationalError, transaction

from tenure import clock
from tenure.actions.importing.batches import batches, prepared, write_batch
from tenure.actions.importing.progress import take_turns
from tenure.actions.importing.repeats import fold_repeats
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.sources.problems import Problem
from tenure.sources.reading import Reading

MOST_ROWS = 2_000
_BATCH_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Rows that would be created, updated, left as they are and left out, of the first ``rows``; ``is_all`` of them or not.

    ``refused`` is what can be read and still cannot go in beside what is there: an account that does not exist, say.
    """

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    is_all: bool = True
    refused: tuple[Problem, ...] = ()


def plan_import(*, workspace: Workspace, reading: Reading, most: int = MOST_ROWS) -> Plan | None:
    """What the first rows of a file would come to; None while others write so much that it cannot be tried.

    Events are only counted: each is new until its id is met again.
    """
    if reading.kind.name == "events":
        return _count_events(reading, most)
    try:
        return _try(workspace, reading, most)
    except (IntegrityError, OperationalError):
        return None


def _try(workspace: Workspace, reading: Reading, most: int) -> Plan:
    found = Counter(rows=0)
    refused: list[Problem] = []
    with transaction.atomic():
        take_turns(workspace.pk)
        of = Import.objects.create(
            workspace=workspace, kind=reading.kind.name, file_name="", digest="", by="dry run", started_at=clock.now()
        )
        rows = islice(fold_repeats(prepared(of.kind, reading.rows()), reading, 0), most)
        for batch in batches(rows, _BATCH_ROWS):
            outcome = write_batch(of, reading, batch)
            found["rows"] += len(batch)
            for name in ("created", "updated", "unchanged", "failed"):
                found[name] += getattr(outcome, name)
            unread = {problem for row in batch for problem in row.problems}
            refused += [problem for problem in outcome.problems if problem not in unread]
        transaction.set_rollback(True)
    return Plan(**found, is_all=found["rows"] >= reading.count, refused=tuple(refused))


def _count_events(reading: Reading, most: int) -> Plan:
    seen = failed = 0
    for row in islice(reading.rows(), most):
        seen += 1
        failed += row.is_bad
    return Plan(rows=seen, created=seen - failed, failed=failed, is_all=seen >= reading.count)
