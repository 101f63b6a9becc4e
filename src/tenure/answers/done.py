"""What did accounts do before a moment? How often an event came, and whether one followed another."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import pyarrow as pa

from tenure.answers.custom_facts import questions
from tenure.answers.done_events import Event, events_of
from tenure.answers.process import engine
from tenure.answers.tables import NOTHING, tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.eventlog.today import Today
from tenure.facts import custom
from tenure.facts.custom import CustomFact
from tenure.records.workspace import Workspace
from tenure.rules.leaves import Did, Followed
from tenure.rules.match import matches
from tenure.rules.tree import AllOf
from tenure.values.moment import Moment

Answered = Mapping[int, Mapping[str, object]]  # account -> the key of a leaf -> its value


def times_done(
    workspace: Workspace,
    moment: Moment,
    asked: Collection[Did],
    accounts: Sequence[int],
    *,
    today: Today | None = None,
    given: Mapping[str, pa.Table] = NOTHING,
) -> Answered:
    """How often each event came in its window; an account without an entry did it 0 times.

    ``today`` and ``given`` are as `tenure.answers.facts.facts` takes them; what asks for properties reads the events.
    """
    by_key = {did.key: did for did in asked}
    plain = [did for did in by_key.values() if not did.where]
    picky = [did for did in by_key.values() if did.where]
    counted = _counted(workspace, moment, plain, accounts, today, given) if plain else {}
    return _joined(counted, _picked(workspace, moment, picky, accounts)) if picky else counted


def followed(workspace: Workspace, moment: Moment, asked: Collection[Followed], accounts: Sequence[int]) -> Answered:
    """Of which accounts each first event of the window was followed; False has no entry."""
    windows: dict[str, int] = {}
    for one in asked:
        windows[one.first] = max(one.days, windows.get(one.first, 0))
        windows[one.then] = max(one.days, windows.get(one.then, 0))
    found: dict[int, dict[str, object]] = {}
    for account, events in (events_of(workspace, moment, windows, accounts) if windows else {}).items():
        for one in asked:
            if _follows(one, moment, events):
                found.setdefault(account, {})[one.key] = True
    return found


def _counted(  # noqa: PLR0917 - what `times_done` is asked
    workspace: Workspace,
    moment: Moment,
    asked: Sequence[Did],
    accounts: Sequence[int],
    today: Today | None,
    given: Mapping[str, pa.Table],
) -> Answered:
    """From the days of usage, as facts that count an event are: no event is read."""
    customs = [CustomFact(did.key, "event", did.event, "count", did.days or 0) for did in asked]
    wanted = questions(workspace, customs)
    try:
        tables = tables_of(wanted, workspace, moment, accounts, today=today, customs=customs, given=given)
        return custom.by_account([engine().run(*one, tables) for one in wanted], customs)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        tables = tables_of(wanted, workspace, moment, accounts, today=today, customs=customs, given=given)
        return custom.by_account([engine().run(*one, tables) for one in wanted], customs)


def _picked(workspace: Workspace, moment: Moment, asked: Sequence[Did], accounts: Sequence[int]) -> Answered:
    """From the events themselves, for what they carry stands nowhere else."""
    windows: dict[str, int] = {}
    for did in asked:
        windows[did.event] = max(did.days or 0, windows.get(did.event, 0))
    found: dict[int, dict[str, object]] = {}
    for account, events in events_of(workspace, moment, windows, accounts).items():
        for did in asked:
            begins = _begins(moment, did.days or 0)
            mine = [event for event in events if event.name == did.event and event.time >= begins]
            times = sum(matches(AllOf(did.where), event.properties) for event in mine)
            found.setdefault(account, {})[did.key] = times
    return found


def _follows(one: Followed, moment: Moment, events: Iterable[Event]) -> bool:
    begins = _begins(moment, one.days)
    first = [event.time for event in events if event.name == one.first and event.time >= begins]
    then = sorted(event.time for event in events if event.name == one.then)
    for time in first:
        at = bisect_left(then, time + timedelta(microseconds=1))  # what comes at the same instant follows nothing
        if at < len(then) and then[at] <= time + timedelta(days=one.within):
            return True
    return False


def _begins(moment: Moment, days: int) -> datetime:
    """The start of a window of so many complete days and today so far."""
    midnight = moment.at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days)


def _joined(one: Answered, other: Answered) -> Answered:
    return {account: {**one.get(account, {}), **other.get(account, {})} for account in one.keys() | other.keys()}
