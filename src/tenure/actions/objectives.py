"""Agrees on objectives with accounts, says by hand how far they are, and ends them."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import Json, difference, snapshot
from tenure.actions.staleness import mark_stale
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.objective import Objective
from tenure.values.voice import worded

LONGEST_TITLE = 300


class ObjectiveError(ValueError):
    """An objective that cannot be kept; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an objective says: from which value to which, read from which fact or by hand, and what it is worth."""

    title: str
    baseline: float
    target: float
    fact: str = ""
    actual: float | None = None
    due_on: date | None = None
    worth: int | None = None
    cost: int | None = None
    currency: str = ""


def add_objective(*, account: Account, said: Said, by: str) -> AuditEntry:
    """Agree on an objective from today on. Raises ObjectiveError for a title or numbers that do not fit."""
    _check(said)
    now = clock.now()
    with transaction.atomic():
        row = Objective(
            workspace=account.workspace,
            account=account,
            since=now.date(),
            by=by,
            created_at=now,
            title=said.title.strip(),
        )
        _put(row, said)
        row.save(force_insert=True)
        return _note(row, "create", by, None, snapshot(row))


def change_objective(*, objective: Objective, said: Said, by: str) -> AuditEntry | None:
    """Let it say this instead; None when it did already. Raises ObjectiveError as `add_objective` does."""
    _check(said)
    with transaction.atomic():
        row = Objective.objects.select_for_update().get(workspace=objective.workspace_id, pk=objective.pk)
        was = snapshot(row)
        row.title = said.title.strip()
        _put(row, said)
        return _saved(row, was, "change", by)


def end_objective(*, objective: Objective, by: str) -> AuditEntry | None:
    """It counts no more; None when it was ended already."""
    with transaction.atomic():
        row = Objective.objects.select_for_update().get(workspace=objective.workspace_id, pk=objective.pk)
        was = snapshot(row)
        row.ended_at = row.ended_at or clock.now()
        return _saved(row, was, "end", by)


def _put(row: Objective, said: Said) -> None:
    if said.actual != row.actual:
        row.actual_since = None if said.actual is None else clock.now()
    row.baseline, row.target, row.fact, row.actual = said.baseline, said.target, said.fact, said.actual
    row.due_on, row.worth, row.cost, row.currency = said.due_on, said.worth, said.cost, said.currency


def _check(said: Said) -> None:
    if not 1 <= len(said.title.strip()) <= LONGEST_TITLE:
        raise ObjectiveError(
            worded("An objective needs a title of at most {most} characters.", most=str(LONGEST_TITLE))
        )
    numbers = [said.baseline, said.target, *([] if said.actual is None else [said.actual])]
    if not all(isfinite(one) and abs(one) < 1e15 for one in numbers):
        raise ObjectiveError(worded("Baseline, target and actual are numbers."))
    if any(amount is not None and not 0 <= amount < 10**15 for amount in (said.worth, said.cost)):
        raise ObjectiveError(worded("What it is worth and what it costs are amounts of zero or more."))


def _saved(row: Objective, was: Json, verb: str, by: str) -> AuditEntry | None:
    before, after = difference(was, snapshot(row))
    if not after:
        return None
    row.save()
    return _note(row, verb, by, before, after)


def _note(row: Objective, verb: str, by: str, before: Json | None, after: Json) -> AuditEntry:
    mark_stale(row.workspace, [row.account_id])
    return AuditEntry.objects.create(
        workspace=row.workspace, at=clock.now(), by=by, verb=verb, noun="objective", record=row.pk, before=before,
        after=after,
    )  # fmt: skip
