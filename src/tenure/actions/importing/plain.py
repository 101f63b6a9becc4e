"""Writes rows of the plain kinds: one row is one record, found again by its key, and belongs to one account."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenure.actions.bulk import insert, reserve, update
from tenure.actions.importing.records import TABLES, Change, Json, Outcome, as_json
from tenure.actions.importing.whose import Place, Whose
from tenure.records.imports import Import
from tenure.records.slices import rows_of
from tenure.sources.problems import Problem, shortened
from tenure.sources.reading import Reading, Row

_PLAIN = frozenset({int, str, float, type(None)})  # as JSON they are what they are
Key = Any  # of a record, whatever tells it from others: it can be looked up
Values = dict[str, Any]  # column of the table -> value


class KeptOut(Exception):  # noqa: N818 - reads as what happened
    """A row stays out; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


@dataclass(slots=True)
class Given:
    """A row on its way into a record: ``now`` is what the record will be, ``was`` what it is (None: not there yet)."""

    row: Row
    reading: Reading
    now: Values
    was: Values | None
    problems: list[Problem]

    def report(self, name: str, reason: str) -> None:
        """Say what is wrong with a cell. What becomes of it is the caller's to do."""
        self.problems.append(self._problem(name, reason))

    def keep_out(self, name: str, reason: str) -> KeptOut:
        """What to raise so that the row stays out."""
        return KeptOut(self._problem(name, reason))

    def _problem(self, name: str, reason: str) -> Problem:
        return Problem(self.row.number, self.reading.header(name), _shown(self.row.values.get(name)), reason)


def _shown(value: Any) -> str:
    return "" if value is None else shortened(getattr(value, "number", value))


def nothing_to_settle(given: Given) -> None:
    """For records that are what their cells say."""


def own_key(row: Row, place: Place) -> Key:  # noqa: ARG001 - others make the key of the place
    """The key that the row names."""
    return row.values["key"]


@dataclass(frozen=True, slots=True)
class Noun:
    """How rows of one kind become records of one table (its name in ``TABLES``).

    ``columns``: what the table holds, with what a new record has where its row says nothing. ``taken``: those that are
    the cell as it was read; a blank one says nothing. ``settle`` makes the others, and may raise `KeptOut`. ``told``:
    the columns that an import notes of a new record, so that undo can tell whether they were changed; all when empty.
    """

    table: str
    columns: Mapping[str, Any]
    taken: tuple[str, ...]
    settle: Callable[[Given], None] = nothing_to_settle
    key_of: Callable[[Row, Place], Key] = own_key
    find: "Find | None" = None
    told: tuple[str, ...] = ()
    brings_people: bool = False


Find = Callable[
    [Noun, Import, Sequence[Key]], dict[Key, tuple[int, Values]]
]  # the records there are, with their number


@dataclass(slots=True)
class Draft:
    """One record that a batch is about, as it will be; ``row`` said so last. ``history``: dated values beside it."""

    row: int
    pk: int | None
    was: Values | None
    now: Values
    rows: list[int] = field(default_factory=list)
    history: Json | None = None


def write(noun: Noun, of: Import, reading: Reading, rows: Sequence[Row]) -> Outcome:
    """Create or update the record of each row. Runs inside the caller's transaction.

    A row whose account is not known stays out, unless accounts are people and the noun brings new ones along.
    """
    outcome = Outcome()
    store(noun, of, plan(noun, of, reading, rows, outcome), outcome)
    return outcome


def plan(noun: Noun, of: Import, reading: Reading, rows: Sequence[Row], outcome: Outcome) -> list[Draft]:
    """What the records of these rows will be, each once; what stays out is in ``outcome``."""
    whose = Whose(of, reading, rows, brings_people=noun.brings_people)
    outcome.changes += whose.made
    outcome.stale.update(change.record for change in whose.made if change.table == "account")
    placed: list[tuple[Row, Place, Key]] = []
    for row in rows:
        place = whose.place(row)
        if isinstance(place, Problem):
            outcome.refuse(place)
        else:
            placed.append((row, place, noun.key_of(row, place)))
    find = noun.find or _by_key
    known = find(noun, of, list({key: None for _, _, key in placed}))
    drafts: dict[Hashable, Draft] = {}
    for row, place, key in placed:
        draft = drafts.get(key)
        if draft is None:
            pk, was = known.get(key, (None, None))
            draft = Draft(row.number, pk, was, was or _blank(noun, of, key))
        try:
            draft.now = _as_given(noun, Given(row, reading, dict(draft.now), draft.was, outcome.problems), place)
        except KeptOut as kept:
            outcome.refuse(kept.problem)
            continue
        if "contact_id" in noun.columns and place.contact is None and (problem := whose.stranger(row)):
            outcome.problems.append(problem)
        draft.row = row.number
        draft.rows.append(row.number)
        drafts[key] = draft
    return list(drafts.values())


def _by_key(noun: Noun, of: Import, keys: Sequence[Key]) -> dict[Key, tuple[int, Values]]:
    records = TABLES[noun.table]._default_manager.filter(workspace=of.workspace_id)
    names = tuple(noun.columns)
    return {
        key: (pk, dict(zip(names, values, strict=True)))
        for key, pk, *values in rows_of(records, "key", sorted(keys), ("key", "pk", *names))
    }


def _blank(noun: Noun, of: Import, key: Key) -> Values:
    made: Values = dict(noun.columns)
    if "key" in made:
        made["key"] = key
    if "created_at" in made:
        made["created_at"] = of.started_at
    return made


def _as_given(noun: Noun, given: Given, place: Place) -> Values:
    now, said = given.now, given.row.values
    now["account_id"] = place.account
    if "asset_id" in now:
        now["asset_id"] = place.asset
    if place.contact is not None and "contact_id" in now:
        now["contact_id"] = place.contact
    for name in noun.taken:
        value = said.get(name)
        if value is not None:
            now[name] = value
    noun.settle(given)
    return now


def store(noun: Noun, of: Import, drafts: Sequence[Draft], outcome: Outcome) -> None:
    """Write what is new or changed, and note what undo needs; numbers of new records are in their drafts afterwards."""
    model, names, told = TABLES[noun.table], tuple(noun.columns), noun.told or _told(noun)
    new = [draft for draft in drafts if draft.pk is None]
    for draft, pk in zip(new, reserve(model, len(new)) if new else (), strict=True):
        draft.pk = pk
    insert(
        model,
        ("pk", "workspace", *names),
        [(draft.pk, of.workspace_id, *(draft.now[name] for name in names)) for draft in new],
    )
    changed: list[Draft] = []
    for draft in drafts:
        assert draft.pk is not None  # noqa: S101 - given just above
        outcome.records.update(dict.fromkeys(draft.rows, draft.pk))
        outcome.unchanged += len(draft.rows) - 1  # further rows about the same record
        before, after = _difference(draft, told)
        has_news = bool(after)
        if draft.history or (draft.history is not None and after):
            after["history"] = draft.history
        if not after:
            outcome.unchanged += 1
            continue
        outcome.changes.append(Change(draft.row, noun.table, draft.pk, before, after))
        outcome.stale.add(draft.now["account_id"])
        if draft.was is None:
            outcome.created += 1
            continue
        outcome.updated += 1
        outcome.stale.add(draft.was["account_id"])
        if has_news:
            changed.append(draft)
    update(model, names, [(*(draft.now[name] for name in names), draft.pk) for draft in changed])


def _told(noun: Noun) -> tuple[str, ...]:
    return tuple(name for name in noun.columns if name != "created_at")  # which nobody changes


def _difference(draft: Draft, told: Sequence[str]) -> tuple[Json | None, Json]:
    """What an import notes of a record: of a new one all that is told, of another one what changed."""
    was, now = draft.was, draft.now
    if was is None:
        return None, {name: value if type(value := now[name]) in _PLAIN else as_json(value) for name in told}
    names = [name for name, value in now.items() if was[name] != value]
    return {name: as_json(was[name]) for name in names}, {name: as_json(now[name]) for name in names}
