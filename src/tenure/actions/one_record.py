"""Creates or changes one record as a program asks for it: wholly, or not at all."""

from collections.abc import Mapping, Sequence

from django.db import models, transaction

from tenure.actions.clearing import clear
from tenure.actions.importing.progress import take_turns
from tenure.actions.importing.records import TABLES, Outcome
from tenure.actions.records import Said, upsert
from tenure.records.workspace import Workspace
from tenure.sources.problems import Problem

Values = Mapping[str, object]


class NotWritten(Exception):  # noqa: N818 - reads as what happened
    """Nothing was written, because of these problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.reason for problem in problems))
        self.problems = problems


class IsThere(Exception):  # noqa: N818 - reads as what is the matter
    """The record that was to be created is there already."""


def create_one(*, workspace: Workspace, kind: str, rows: Sequence[Said], by: str) -> int:
    """Create a record from what an import would say of it in these rows; its number.

    Raises IsThere, and NotWritten for whatever an import would report, even where it would go on without that cell.
    """
    with transaction.atomic():
        take_turns(workspace.pk)
        table = _table(kind)
        if _has_key(table) and table._default_manager.filter(workspace=workspace, key__in=_keys(rows)).exists():
            raise IsThere
        last = table._default_manager.filter(workspace=workspace).aggregate(last=models.Max("pk"))["last"] or 0
        outcome = upsert(workspace=workspace, kind=kind, rows=rows, by=by)
        _check(outcome)
        numbers = set(outcome.records.values())
        if outcome.created < len(rows) or min(numbers) <= last:
            raise IsThere
        if len(numbers) > 1:
            raise NotWritten([Problem(1, "key", "", f"these are {len(numbers)} records; give them one key")])
    return numbers.pop()


def change_one(
    *, workspace: Workspace, kind: str, number: int, rows: Sequence[Said], cleared: Sequence[str], by: str
) -> None:
    """Change a record to what these rows say of it, and forget its fields in ``cleared``.

    Raises NotWritten as `create_one` does, and for a field that cannot be without a value.
    """
    with transaction.atomic():
        take_turns(workspace.pk)
        if rows:
            outcome = upsert(workspace=workspace, kind=kind, rows=rows, by=by)
            _check(outcome)
            if set(outcome.records.values()) != {number}:
                raise NotWritten([Problem(1, "key", "", "the rows are about another record than the one named")])
        if cleared:
            problems = clear(workspace=workspace, kind=kind, number=number, names=cleared, by=by)
            if problems:
                raise NotWritten(problems)


def _check(outcome: Outcome) -> None:
    if outcome.problems or outcome.failed:
        raise NotWritten(outcome.problems)


def _table(kind: str) -> type[models.Model]:
    return TABLES[kind.removesuffix("s")]


def _keys(rows: Sequence[Said]) -> set[str]:
    """The keys that rows name; one with a zero byte cannot be there, and no database takes it."""
    keys = (str(row.get("key", row.get("user_id")) or "").strip() for row in rows)
    return {key for key in keys if key and "\0" not in key}


def _has_key(table: type[models.Model]) -> bool:
    return any(field.name == "key" for field in table._meta.concrete_fields)
