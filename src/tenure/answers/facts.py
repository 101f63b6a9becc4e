"""What do we know about accounts as of a moment? Joins records and log, computes every fact asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

import pyarrow as pa

from tenure import clock
from tenure.answers.aims import aims_of
from tenure.answers.custom_facts import customs_of, questions
from tenure.answers.process import engine
from tenure.answers.tables import NOTHING, tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.eventlog.today import Today
from tenure.facts import ask, custom
from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.custom import CustomFact
from tenure.facts.objectives import PROGRESS, objective_progress, read_by
from tenure.facts.values import FactValue
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

Facts = dict[str, FactValue]
_ROWS = 5_000
_NO_TRAITS = pa.table({"account": [], "name": [], "value": []})
_SEEN = "first_event_days"  # known of every account that was ever seen


def facts(
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int] | None = None,
    *,
    names: Sequence[str] | None = None,
    today: Today | None = None,
    given: Mapping[str, pa.Table] = NOTHING,
) -> Iterator[tuple[int, Facts]]:
    """(account, its facts) for some accounts or all, in no order; every fact when ``names`` is None.

    The workspace's own facts are among them. A fact without data is None. ``today`` is the facts round's own memory of
    open days; others read them from the log. ``given`` are frames of all accounts that the caller has read already. Raises
    UnknownFact for a name nobody declared.
    """
    aims = aims_of(workspace, accounts) if names is None or PROGRESS in names else None
    asked = _Asked.of(workspace, names, frozenset() if aims is None else read_by(chain(*aims.values())))
    try:
        wide, traits, own = _run(asked, workspace, moment, accounts, today, given)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        wide, traits, own = _run(asked, workspace, moment, accounts, today, given)
    traits_of, own_of = ask.traits_by_account(traits), custom.by_account(own, asked.customs)
    missing: Facts = dict.fromkeys(name for name in names or () if is_trait(name))
    for batch in wide.to_batches(max_chunksize=_ROWS):
        for row in batch.to_pylist():
            account = row.pop("account")
            seen = row.get(_SEEN) is not None
            if asked.drops_seen:
                del row[_SEEN]
            mine = {one.name: one.when_nothing_came(seen) for one in asked.customs} | own_of.get(account, {})
            known = missing | mine | ask.typed(row) | traits_of.get(account, {})
            if aims is not None:
                known[PROGRESS] = objective_progress(aims.get(account, ()), known, moment)
            for name in asked.helping:
                known.pop(name, None)
            yield account, known


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of the engine: declared facts (None: all), the workspace's own, and whether one only helps those.

    ``helping`` are facts that nobody asked for and that objectives read.
    """

    names: tuple[str, ...] | None
    customs: tuple[CustomFact, ...]
    drops_seen: bool
    helping: frozenset[str] = frozenset()

    @classmethod
    def of(cls, workspace: Workspace, names: Sequence[str] | None, read: frozenset[str]) -> "_Asked":
        customs = customs_of(workspace)
        if names is None:
            return cls(None, customs, False)
        there = {one.name for one in customs} | CATALOGUE.keys()
        helping = frozenset(name for name in read - set(names) if name in there or is_trait(name))
        wanted = (*names, *sorted(helping))
        customs = tuple(one for one in customs if one.name in wanted)
        own = {one.name for one in customs}
        declared = tuple(name for name in wanted if name not in own)
        drops = bool(customs) and _SEEN not in declared
        return cls((*declared, _SEEN) if drops else declared, customs, drops, helping)


def _run(  # noqa: PLR0917 - what `facts` is asked
    asked: _Asked,
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int] | None,
    today: Today | None,
    given: Mapping[str, pa.Table],
) -> tuple[pa.Table, pa.Table, list[pa.Table]]:
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    facts_, traits = ask.question(asked.names, by_group=by_group), ask.trait_question(asked.names)
    own = questions(workspace, asked.customs)
    has_traits = asked.names is None or any(is_trait(name) for name in asked.names)
    read = [facts_, traits, *own] if has_traits else [facts_, *own]  # reading every dated value takes long for none
    tables = tables_of(read, workspace, moment, accounts, today=today, customs=asked.customs, given=given)
    said = engine().run(*traits, tables) if has_traits else _NO_TRAITS
    return engine().run(*facts_, tables), said, [engine().run(*one, tables) for one in own]


def oldest(workspace: Workspace) -> datetime:
    """Events before this time are not kept: the workspace's length of history before now."""
    now = clock.now()
    return datetime(now.year - workspace.history_years, now.month, 1, tzinfo=UTC)
