"""What do the watches say of accounts? Their days read once, each watch judged over all of them together.

Only complete days are judged, so a verdict stands for a whole day; of the day so far only that anything came counts.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.process import engine
from tenure.answers.tables import NOTHING, tables_of
from tenure.calc.watch.judge import judge_all
from tenure.calc.watch.series import DAYS, Histories
from tenure.calc.watch.verdict import Verdict
from tenure.eventlog.engines.engine import StaleFiles
from tenure.eventlog.today import Today
from tenure.facts.ask import Question
from tenure.facts.custom import CustomFact
from tenure.facts.custom_rows import custom_event_days, custom_measured_days
from tenure.facts.usage_days import all_usage_days
from tenure.records.workspace import Workspace
from tenure.rules.leaves import Watch
from tenure.values.moment import Moment

FIRST_USED: Final = "first_event_days"  # since when an account's usage was seen


def verdicts(
    workspace: Workspace,
    moment: Moment,
    asked: Collection[Watch],
    known: Mapping[int, Mapping[str, object]],
    *,
    today: Today | None = None,
    given: Mapping[str, pa.Table] = NOTHING,
) -> dict[int, dict[str, Verdict]]:
    """Account -> the key of a watch -> what it found. ``known`` are the accounts, with the fact `FIRST_USED`.

    ``today`` and ``given`` are as `tenure.answers.facts.facts` takes them.
    """
    found: dict[int, dict[str, Verdict]] = {account: {} for account in known}
    accounts = sorted(known)
    began = [_began(moment, known[account].get(FIRST_USED)) for account in accounts]
    for source in sorted({watch.source for watch in asked}):
        watches = [watch for watch in asked if watch.source == source]
        names = sorted({watch.of for watch in watches})
        for of, rows in _series(workspace, moment, source, names, accounts, today, given):
            histories = _histories(moment, source, rows, accounts, began)
            for watch in watches:
                if watch.of == of:
                    for account, verdict in zip(accounts, judge_all(watch.kind, histories), strict=True):
                        found[account][watch.key] = verdict
    return found


def watched_days(workspace: Workspace, moment: Moment, watch: Watch, account: int, days: int) -> list[float]:
    """What a watch looks at of one account: the total of each of the last complete days, the oldest first."""
    ((_, rows),) = _series(workspace, moment, watch.source, [watch.of], [account])
    totals, _, _ = _matrix(rows, [account], "times" if watch.source == "event" else "total")
    return [float(total) for total in totals[0][-days:]]


def _series(  # noqa: PLR0917 - what `verdicts` is asked
    workspace: Workspace,
    moment: Moment,
    source: str,
    names: Sequence[str],
    accounts: Sequence[int],
    today: Today | None = None,
    given: Mapping[str, pa.Table] = NOTHING,
) -> Iterator[tuple[str, pa.Table]]:
    """Each event or metric and its days (account, age, times, total), all of a source in one question; "" is all usage."""
    question = _question(workspace, source)
    customs = [
        CustomFact("watched", "measurement" if source == "metric" else "event", of, "count", DAYS) for of in names
    ]
    try:
        rows = _run(question, workspace, moment, accounts, customs, today, given)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        rows = _run(question, workspace, moment, accounts, customs, today, given)
    if source == "usage":
        yield "", rows
        return
    for number, of in enumerate(names):
        yield of, rows.filter(pc.equal(rows["number"], number))


def _histories(moment: Moment, source: str, rows: pa.Table, accounts: Sequence[int], began: Sequence[int]) -> Histories:
    totals, came_today, oldest = _matrix(rows, accounts, "times" if source == "event" else "total")
    # A metric is not measured before its first figure, or never.
    measured = np.where(oldest >= 0, moment.window_day - oldest, moment.window_day)
    since = measured if source == "metric" else np.array(began, dtype=np.int64)
    return Histories.of(moment.window_day - DAYS, totals, since, came_today)


def _began(moment: Moment, days: object) -> int:
    """The day key of an account's first use; the moment's own of one that was never seen."""
    return moment.day - days if isinstance(days, int) else moment.window_day


def _question(workspace: Workspace, source: str) -> Question:
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    if source == "metric":
        return custom_measured_days()
    return all_usage_days(by_group) if source == "usage" else custom_event_days(by_group)


def _run(  # noqa: PLR0917 - what `_series` is asked
    question: Question,
    workspace: Workspace,
    moment: Moment,
    accounts: Sequence[int],
    customs: Sequence[CustomFact],
    today: Today | None,
    given: Mapping[str, pa.Table],
) -> pa.Table:
    tables = tables_of([question], workspace, moment, accounts, today=today, customs=customs, given=given)
    return engine().run(*question, tables)


def _matrix(rows: pa.Table, accounts: Sequence[int], column: str) -> tuple[Any, Any, Any]:
    """Totals by account and day (the oldest first), whether the day so far has any, and the age of the oldest row."""
    place = np.searchsorted(accounts, ids := rows["account"].to_numpy())
    mine = (place < len(accounts)) & (np.take(accounts, np.minimum(place, len(accounts) - 1)) == ids)
    ages, values = rows["age"].to_numpy(), np.nan_to_num(rows[column].to_numpy().astype(np.float64))
    totals = np.zeros((len(accounts), DAYS))
    closed = mine & (ages >= 1) & (ages <= DAYS)
    np.add.at(totals, (place[closed], DAYS - ages[closed]), values[closed])
    came_today = np.zeros(len(accounts), dtype=bool)
    came_today[place[mine & (ages == 0) & (values > 0)]] = True
    oldest = np.full(len(accounts), -1, dtype=np.int64)
    np.maximum.at(oldest, place[closed], ages[closed])
    return totals, came_today, oldest
