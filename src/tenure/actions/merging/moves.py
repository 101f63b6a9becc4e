"""What does a merge do to rows? They move, give way, change or are made, and each is kept so that it can be taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any, Final

from django.db import models

from tenure import clock
from tenure.actions.merging.rows import Json, changes, clashing, make_row, put_back, row_as_json
from tenure.records.audit import AuditEntry
from tenure.records.merge import Merge
from tenure.records.workspace import Workspace

DAYS: Final = 30  # within which a merge can be taken back


class MergeError(ValueError):
    """Two records that cannot be made one; the sentence says why."""


@dataclass(slots=True)
class Undoing:
    """All that a merge did, by table: enough to have everything as it was.

    ``gone`` is the record that went. ``moved`` are numbers by table.column. ``dropped`` and ``made`` are whole rows;
    ``changed`` are rows with the columns that differ, ``before`` and ``after``.
    """

    gone: Json
    moved: dict[str, list[int]] = field(default_factory=dict)
    dropped: dict[str, list[Json]] = field(default_factory=dict)
    changed: dict[str, list[Json]] = field(default_factory=dict)
    made: dict[str, list[Json]] = field(default_factory=dict)

    @classmethod
    def parse(cls, said: Json) -> "Undoing":
        """From what a merge keeps; raises KeyError for anything else."""
        return cls(**{one.name: said[one.name] for one in fields(cls)})

    def as_json(self) -> Json:
        """The form that `parse` reads."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def move(self, kept: models.Model, gone: models.Model, *, apart: Sequence[type[models.Model]] = ()) -> None:
        """Let every row that names the one name the other, but for those of tables ``apart``.

        A row that says of the one what another says of the other already gives way to it.
        """
        for relation in gone._meta.related_objects:
            table, column = relation.related_model, relation.field.name
            if not isinstance(table, type) or table in apart:
                continue
            rows = table._default_manager.filter(**{column: gone})
            numbers = [pk for pk in rows.values_list("pk", flat=True) if not (table is type(kept) and pk == kept.pk)]
            twice = clashing(table, column, numbers, kept.pk)
            self.drop(table._default_manager.filter(pk__in=twice))
            if numbers := [pk for pk in numbers if pk not in twice]:
                self.moved[f"{table._meta.model_name}.{column}"] = numbers
                table._default_manager.filter(pk__in=numbers).update(**{column: kept})

    def drop(self, rows: models.QuerySet[Any]) -> None:
        """Keep rows as they are, and delete them."""
        if said := [row_as_json(row) for row in rows.order_by("pk")]:
            self.dropped.setdefault(rows.model._meta.model_name or "", []).extend(said)
            rows.delete()

    @contextmanager
    def watching(self, rows: models.QuerySet[Any]) -> Iterator[None]:
        """Keep what becomes of these rows within, and those that come to them."""
        name = rows.model._meta.model_name or ""
        before = {row.pk: row_as_json(row) for row in rows.all()}
        yield
        after = {row.pk: row_as_json(row) for row in rows.all()}
        self.changed.setdefault(name, []).extend(changes(before, after))
        self.made.setdefault(name, []).extend(row for pk, row in after.items() if pk not in before)

    def take_back(self, kept: models.Model, tables: dict[str, type[models.Model]]) -> Any:
        """Do the contrary of all that. What was changed since stays; returns the record that had gone."""
        model = type(kept)
        self._clear_away(tables, only=("accountkey",))  # its key is needed again
        gone = make_row(model, self.gone)
        for place, numbers in self.moved.items():
            table, column = place.split(".")
            rows = tables[table]._default_manager.filter(pk__in=numbers, **{column: kept})
            rows.update(**{column: gone})
        for name, rows_changed in self.changed.items():
            for one in reversed(rows_changed):
                put_back(tables[name], one["id"], one["before"], one["after"])
        self._clear_away(tables)
        for name, rows_dropped in self.dropped.items():
            for one in rows_dropped:
                make_row(tables[name], one)
        return gone

    def _clear_away(self, tables: dict[str, type[models.Model]], only: Sequence[str] = ()) -> None:
        """Delete what was made, as far as it says what it said then."""
        for name, rows in self.made.items():
            if only and name not in only:
                continue
            there = tables[name]._default_manager.in_bulk([one["id"] for one in rows])
            same = [one["id"] for one in rows if one["id"] in there and row_as_json(there[one["id"]]) == one]
            tables[name]._default_manager.filter(pk__in=same).delete()


def may_take_back(merge: Merge) -> bool:
    """Whether it is young enough, and was not taken back."""
    return merge.undone_at is None and clock.now() - merge.at < timedelta(days=DAYS)


def note_merge(
    *, workspace: Workspace, noun: str, kept: models.Model, gone: Json, undoing: Undoing, chosen: Sequence[str],
    names: tuple[str, str], by: str,
) -> Merge:  # fmt: skip
    """Write down the merge and its entry in the audit; ``names`` are those that the kept and the gone one had."""
    merge = Merge.objects.create(
        workspace=workspace, noun=noun, kept=kept.pk, kept_name=names[0], gone_name=names[1],
        undoing=undoing.as_json(), by=by, at=clock.now(),
    )  # fmt: skip
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=by, verb="merge", noun=noun, record=kept.pk, before=gone,
        after={"chosen": list(chosen), "name": names[0]},
    )  # fmt: skip
    return merge
