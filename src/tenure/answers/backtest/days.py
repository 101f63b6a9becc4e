"""What was known of every account on each of many days? As it was stored that day, else recomputed from all known now."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from tenure.answers.aims import aims_of
from tenure.answers.backtest.beside import Asking, Beside, facts_of
from tenure.answers.backtest.past import Among, Copies, Cut, Past
from tenure.answers.backtest.shifted import moved_back, whose
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.facts import facts
from tenure.answers.process import home
from tenure.answers.rule_facts import there
from tenure.eventlog import facts_log
from tenure.facts.declare import Fact
from tenure.facts.objectives import PROGRESS, objective_progress, read_by
from tenure.facts.values import from_json
from tenure.records.workspace import Workspace
from tenure.rules.leaves import earlier
from tenure.values.moment import Moment, day_of

Known = Literal["now", "then"]


@dataclass(frozen=True, slots=True)
class KnownDay:
    """All that is asked for as of the end of a day (a key), by account, and whence it is known."""

    day: int
    known: Known
    facts: Mapping[int, dict[str, object]]


def known_days(
    past: Past, asking: Asking, days: Sequence[int], among: Among, cut: Cut | None = None
) -> Iterator[KnownDay]:
    """Each of the days, in rising order, with the accounts ``among`` which one looks then.

    With ``cut`` nothing is taken from what was stored, nor where more than facts is asked. Days before which something is asked for follow one another.
    """
    workspace = past.workspace
    asked = asking(Moment.end_of(day_of(days[-1])))
    names = there(workspace, facts_of(asked))
    reach = max((ago for _, ago in asked.earlier), default=0)
    whole = [*range(days[0] - reach, days[0]), *days]
    is_stored = cut is None and not (asked.did or asked.followed or asked.watches)
    stored = _Stored.of(workspace, names) if is_stored else None
    kept: dict[int, KnownDay] = {}
    for one in _each(_Recomputing(past, names, Beside(workspace, asking), among, cut), whole, stored):
        kept[one.day] = one
        kept.pop(one.day - reach - 1, None)
        if one.day >= days[0]:
            yield _with_earlier(one, kept, asked.earlier)


def _with_earlier(one: KnownDay, kept: Mapping[int, KnownDay], pairs: Iterable[tuple[str, int]]) -> KnownDay:
    found = one.facts
    for name, ago in pairs:
        before = kept[one.day - ago].facts
        found = {
            account: {**facts_, earlier(name, ago): before.get(account, {}).get(name)}
            for account, facts_ in found.items()
        }
    return replace(one, facts=found)


def _each(recomputing: "_Recomputing", days: Sequence[int], stored: "_Stored | None") -> Iterator[KnownDay]:
    were = stored.days if stored is not None else frozenset()
    recomputed = recomputing.each([day for day in days if day not in were])
    for day in days:
        found = stored.on(day) if stored is not None and day in were else None
        if found is not None:
            yield KnownDay(day, "then", found)
        else:
            yield from recomputing.each([day]) if day in were else [next(recomputed)]


@dataclass(frozen=True, slots=True)
class _Recomputing:
    """Facts of copies of the accounts, many days at once; see `tenure.answers.backtest.shifted`."""

    past: Past
    names: Sequence[str]
    beside: Beside
    among: Among
    cut: Cut | None

    def each(self, days: Sequence[int]) -> Iterator[KnownDay]:
        """Some days, in rising order."""
        workspace = self.past.workspace
        aims = aims_of(workspace, None) if PROGRESS in self.names else {}
        helping = there(workspace, read_by(one for some in aims.values() for one in some))
        wanted = [*dict.fromkeys(name for name in (*self.names, *helping) if name != PROGRESS)]
        catalogue = catalogue_of(workspace)
        dated = [name for name in wanted if name in catalogue and catalogue[name].type == "date"]
        for some in self.past.at_once(days, wanted):
            copies = Copies(self.past, some, self.among, self.cut)
            known = {
                copy: cast("dict[str, object]", values)
                for copy, values in facts(workspace, copies.moment, names=wanted, given=copies)
            }
            self.beside.of_copies(copies, some, known)
            found: dict[int, dict[int, dict[str, object]]] = {day: {} for day in some}
            for copy, mine in known.items():
                account, number = whose(copy)
                day = some[number]
                for name in dated:
                    mine[name] = moved_back(mine[name], some[-1] - day)
                if PROGRESS in self.names:
                    mine[PROGRESS] = objective_progress(aims.get(account, ()), mine, Moment.end_of(day_of(day)))
                found[day][account] = mine
            for day in some:
                self.beside.of_day(day, found[day])
                yield KnownDay(day, "now", found[day])


@dataclass(frozen=True, slots=True)
class _Stored:
    """The days that were stored."""

    workspace: Workspace
    names: Sequence[str]
    catalogue: Mapping[str, Fact]
    days: frozenset[int]

    @classmethod
    def of(cls, workspace: Workspace, names: Sequence[str]) -> "_Stored":
        return cls(workspace, names, catalogue_of(workspace), facts_log.stored_days(home(), workspace.slug))

    def on(self, day: int) -> dict[int, dict[str, object]] | None:
        """The facts as they were stored of one day; None where one of them was no fact then."""
        table = facts_log.stored(home(), self.workspace.slug, Moment.end_of(day_of(day)))
        found: dict[int, dict[str, object]] = {}
        for account, text in (
            () if table is None else zip(table["account"].to_pylist(), table["facts"].to_pylist(), strict=True)
        ):
            known = json.loads(text)
            if any(name not in known and name in self.catalogue for name in self.names):
                return None
            found[account] = {name: from_json(name, known.get(name), self.catalogue) for name in self.names}
        return found or None
