"""For whom does a rule hold, while somebody still writes it? Facts of all accounts, held in this process's memory.

A column is a fact: its distinct values, and for each account the place of its value among them. A comparison is asked of
each distinct value by `tenure.rules.match`, which alone knows what holds, and the answers are kept until facts change: who
changes one line of a rule waits for that line only. What stands in the log is looked up for everybody, and kept a minute.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import Any, Final

import msgspec
import numpy as np
from django.db.models import F, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from tenure import clock
from tenure.answers.contact_facts import contacts_of
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.rule_facts import rule_facts
from tenure.facts.contact import CONTACT
from tenure.facts.declare import Fact
from tenure.facts.values import from_json
from tenure.records.health import AccountHealth
from tenure.records.workspace import Workspace
from tenure.rules.comparison import Comparison
from tenure.rules.match import matches
from tenure.rules.today import at
from tenure.rules.tree import AllOf, AnyOf, Leaf, Not, Rule
from tenure.values.moment import MICROSECOND, Moment

Mask = NDArray[np.bool_]
Codes = NDArray[np.int32]
FRESH: Final = 60.0  # seconds for which answers of the log are kept
PEOPLE_FRESH: Final = 20.0  # … and contacts
MOST: Final = 4  # workspaces
_ROWS: Final = 2_000
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_LEAVES: Final = 500  # answers remembered of one workspace


@dataclass(slots=True)
class Column:
    """One fact. The first of the values is None: unknown."""

    codes: Codes
    values: list[Any] = field(default_factory=lambda: [None])
    places: dict[Any, int] = field(default_factory=dict)

    def set(self, place: int, value: Any, typed: Callable[[Any], Any]) -> None:
        """Note the value of one account in its stored form, of which ``typed`` makes what rules compare."""
        if value is None:
            self.codes[place] = 0
            return
        key = (value["amount"], value["currency"]) if isinstance(value, dict) else (value.__class__, value)
        code = self.places.get(key)
        if code is None:
            code = self.places[key] = len(self.values)
            self.values.append(typed(value))
        self.codes[place] = code

    def where(self, leaf: Comparison) -> Mask:
        """For which accounts a comparison holds."""
        held = [matches(leaf, {leaf.fact: value}) for value in self.values]
        return np.asarray(held, dtype=bool)[self.codes]


@dataclass(slots=True)
class Columns:
    """What is known of a number of accounts, or of contacts, in the order of ``numbers``."""

    numbers: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    by_name: dict[str, Column] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of a fact, empty where nobody has a value."""
        if name not in self.by_name:
            self.by_name[name] = Column(np.zeros(len(self.numbers), np.int32))
        return self.by_name[name]

    def grow(self, numbers: Iterable[int]) -> None:
        """Room for more of them, of whom nothing is known yet."""
        more = np.fromiter(numbers, np.int64)
        self.numbers = np.concatenate([self.numbers, more])
        for one in self.by_name.values():
            one.codes = np.concatenate([one.codes, np.zeros(len(more), np.int32)])


@dataclass(slots=True)
class Held:
    """One workspace as this process remembers it."""

    columns: Columns = field(default_factory=Columns)
    places: dict[int, int] = field(default_factory=dict)
    there: Mask = field(default_factory=lambda: np.zeros(0, bool))
    until: datetime | None = None  # nothing was computed after this, as far as was looked
    masks: dict[Leaf, tuple[float, Mask]] = field(default_factory=dict)
    people: Columns | None = None
    whose: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # place of each contact's account
    people_at: float = 0.0
    lock: Lock = field(default_factory=Lock)


_held: dict[tuple[str, int], Held] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of those for whom the rule holds, and how many were asked."""

    numbers: NDArray[np.int64]
    all: int


def found(workspace: Workspace, rule: Rule, *, of_contacts: bool = False) -> Found:
    """For which accounts, or contacts, a rule holds by what was stored last."""
    moment = Moment(clock.now() + MICROSECOND)  # what arrived in this very microsecond counts
    held = _of(workspace)
    with held.lock:
        _refresh(workspace, held)
        absolute = at(rule, moment)
        if not of_contacts:
            mask = _mask(workspace, moment, held, absolute, of_contacts=False) & held.there
            return Found(held.columns.numbers[mask], int(held.there.sum()))
        people = _people(workspace, moment, held)
        there = held.there[held.whose]
        mask = _mask(workspace, moment, held, absolute, of_contacts=True) & there
        return Found(people.numbers[mask], int(there.sum()))


def columns_of(workspace: Workspace) -> tuple[Columns, Mask]:
    """Every fact of the accounts, and which of them are still there."""
    held = _of(workspace)
    with held.lock:
        _refresh(workspace, held)
        return held.columns, held.there


def forget() -> None:
    """Remember nothing, as tests ask for that change what is stored behind it."""
    _held.clear()


def _of(workspace: Workspace) -> Held:
    key = (workspace.slug, workspace.pk)
    if key not in _held and len(_held) >= MOST:
        _held.clear()
    return _held.setdefault(key, Held())


def _mask(workspace: Workspace, moment: Moment, held: Held, rule: Rule, *, of_contacts: bool) -> Mask:
    if isinstance(rule, AllOf | AnyOf):
        parts = [_mask(workspace, moment, held, one, of_contacts=of_contacts) for one in rule.rules]
        joined: Mask = np.all(parts, axis=0) if isinstance(rule, AllOf) else np.any(parts, axis=0)
        return joined
    if isinstance(rule, Not):
        return ~_mask(workspace, moment, held, rule.rule, of_contacts=of_contacts)
    if isinstance(rule, Comparison) and rule.fact.startswith(CONTACT):
        assert held.people is not None or not of_contacts  # noqa: S101 - `found` read them
        return (
            _unknown(rule, held)
            if held.people is None or not of_contacts
            else held.people.column(rule.fact).where(rule)
        )
    mine = _leaf(workspace, moment, held, rule)
    return mine[held.whose] if of_contacts else mine


def _unknown(rule: Comparison, held: Held) -> Mask:
    """Of an account nothing is known that is asked of a contact."""
    return np.full(len(held.columns.numbers), matches(rule, {}))


def _leaf(workspace: Workspace, moment: Moment, held: Held, leaf: Leaf) -> Mask:
    now = clock.monotonic()
    known = held.masks.get(leaf)
    if known is not None and (isinstance(leaf, Comparison) or now - known[0] <= FRESH):
        return known[1]
    if isinstance(leaf, Comparison):
        mask = held.columns.column(leaf.fact).where(leaf)
    else:
        mask = np.zeros(len(held.columns.numbers), bool)
        for account, facts in rule_facts(workspace, moment, [leaf]):
            if account in held.places:
                mask[held.places[account]] = matches(leaf, facts)
    if len(held.masks) >= _LEAVES:
        held.masks.clear()
    held.masks[leaf] = (now, mask)
    return mask


def _refresh(workspace: Workspace, held: Held) -> None:
    """Read what was computed since the last look, and who is gone."""
    stored = AccountHealth.objects.filter(workspace=workspace)
    new = stored if held.until is None else stored.filter(computed_at__gt=held.until)
    rows = new.annotate(text=Cast(F("facts"), TextField())).order_by().values_list("account", "computed_at", "text")
    catalogue = catalogue_of(workspace)
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    until, changed = held.until or _EARLIEST, False
    some: list[tuple[int, Mapping[str, Any]]] = []
    for account, computed_at, text in rows.iterator(chunk_size=_ROWS):
        some.append((account, decode(text)))
        until, changed = max(until, computed_at), True
        if len(some) == _ROWS:
            _take(held, some, catalogue)
            some = []
    _take(held, some, catalogue)
    held.until = until if changed else held.until
    if changed or stored.count() != int(held.there.sum()):
        numbers = np.fromiter(stored.order_by().values_list("account", flat=True), np.int64)
        held.there = np.isin(held.columns.numbers, numbers)
        held.masks.clear()


def _take(held: Held, some: Iterable[tuple[int, Mapping[str, Any]]], catalogue: Mapping[str, Fact]) -> None:
    known = list(some)
    fresh = [account for account, _ in known if account not in held.places]
    for account in fresh:
        held.places[account] = len(held.places)
    held.columns.grow(fresh)
    _fill(held.columns, ((held.places[account], facts) for account, facts in known), catalogue)


def _fill(columns: Columns, rows: Iterable[tuple[int, Mapping[str, Any]]], catalogue: Mapping[str, Fact]) -> None:
    for place, facts in rows:
        for name, value in facts.items():
            column = columns.by_name.get(name)
            if column is None:
                if value is None:
                    continue
                column = columns.column(name)
            column.set(place, value, partial(from_json, name, catalogue=catalogue))
        for name in columns.by_name.keys() - facts.keys():  # a trait that was taken away
            columns.by_name[name].codes[place] = 0


def _people(workspace: Workspace, moment: Moment, held: Held) -> Columns:
    """Contacts and what is known of them; those whose account was never looked at are left out."""
    now = clock.monotonic()
    if held.people is None or now - held.people_at > PEOPLE_FRESH:
        people, whose = Columns(), []
        rows = [
            (held.places[account], contact, facts)
            for account, theirs in contacts_of(workspace, moment, None).items()
            for contact, facts in theirs
            if account in held.places
        ]
        people.grow(contact for _, contact, _ in rows)
        whose = [place for place, _, _ in rows]
        for place, (_, _, facts) in enumerate(rows):
            for name, value in facts.items():
                people.column(name).set(place, value, lambda plain: plain)
        held.people, held.whose, held.people_at = people, np.asarray(whose, np.int64), now
    return held.people
