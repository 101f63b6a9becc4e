"""How did accounts use the product in the thirteen weeks before a day? What the churn register keeps of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tenure.answers.facts import facts
from tenure.answers.process import engine
from tenure.answers.tables import tables_of
from tenure.eventlog.engines.engine import StaleFiles
from tenure.facts.schemas import HORIZON_DAYS
from tenure.facts.usage_days import usage_days
from tenure.records.workspace import Workspace
from tenure.values.moment import DAY, Moment

WEEKS: Final = 13  # the last 90 days: the first of the weeks lacks a day
_SEEN: Final = "first_event_days"


@dataclass(frozen=True, slots=True)
class LastUsage:
    """Active days in each of the weeks before a day, the earliest first; without weeks nothing was ever seen of it."""

    until: date | None
    weeks: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.weeks)

    def as_json(self) -> dict[str, Any]:
        """The form that `parse` reads."""
        return {"until": self.until.isoformat() if self.until else None, "weeks": list(self.weeks)}


UNKNOWN: Final = LastUsage(None, ())


def parse(data: object) -> LastUsage:
    """Read what a departure keeps; what was never read is unknown."""
    if not isinstance(data, Mapping):
        return UNKNOWN
    until, weeks = data.get("until"), data.get("weeks") or ()
    return LastUsage(date.fromisoformat(until) if until else None, tuple(int(days) for days in weeks))


def last_usage(workspace: Workspace, accounts: Sequence[int], until: date) -> dict[int, LastUsage]:
    """The usage of accounts before a day (which does not count) as it is known now; two questions, however many they are."""
    try:
        return _read(workspace, accounts, until)
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        return _read(workspace, accounts, until)


def _read(workspace: Workspace, accounts: Sequence[int], until: date) -> dict[int, LastUsage]:
    moment = Moment.end_of(until - DAY)
    question = usage_days(workspace.accounts_are == workspace.AccountsAre.COMPANIES)
    tables = tables_of([question], workspace, moment, accounts)
    weeks = {account: [0] * WEEKS for account in accounts}
    for row in engine().run(*question, tables).to_pylist():
        if row["account"] in weeks and 1 <= row["age"] <= HORIZON_DAYS and row["events"]:
            weeks[row["account"]][WEEKS - 1 - (row["age"] - 1) // 7] += 1
    seen = {account for account, days in weeks.items() if any(days)}
    if silent := [account for account in accounts if account not in seen]:
        known = facts(workspace, moment, silent, names=[_SEEN])
        seen |= {account for account, fact in known if fact[_SEEN] is not None}
    return {account: LastUsage(until, tuple(days) if account in seen else ()) for account, days in weeks.items()}
