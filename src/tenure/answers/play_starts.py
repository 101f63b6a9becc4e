"""Which accounts will start a play, and when? What the calendar says is sure; the rest is as it was lately."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from tenure.answers.fact_query import value_of
from tenure.plays.play import ByHand, OnAlert, OnDate, OnNewAccount, OnSegment, Trigger
from tenure.records.account import Account
from tenure.records.segment import SegmentChange
from tenure.records.signal import Alert
from tenure.records.workspace import Workspace
from tenure.values.moment import DAY
from tenure.values.voice import later
from tenure.values.zone import time_in

LATE: Final = 7  # days that a date is looked back for: nights without a worker, and dates that became known late
Starts = Mapping[int, datetime]  # account -> when, as the clocks of the workspace show it

_LIKE_BEFORE: Final = later("Nobody knows beforehand when that happens: this is as it was in the {days} days before.")
_NEW: Final = later(
    "Nobody knows which accounts will be new: this shows those of the {days} days before, as they are now."
)
_BY_HAND: Final = later("A member starts it, so nothing happens by itself.")
NOT_FORESEEN: Final[Mapping[type, str]] = {
    OnAlert: _LIKE_BEFORE, OnSegment: _LIKE_BEFORE, OnNewAccount: _NEW, ByHand: _BY_HAND,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when one looks ahead, as the clocks of the workspace show it."""

    now: datetime
    days: int

    @property
    def until(self) -> datetime:
        """The end of it."""
        return self.now + timedelta(days=self.days)

    def midnight(self, day: date, of: OnDate) -> datetime:
        """When a date that a fact says starts a play: no earlier than now."""
        return max(datetime.combine(day + of.days * DAY, time(), self.now.tzinfo), self.now)

    def ahead_of(self, at: datetime, zone: str) -> datetime:
        """What was ``at`` some time in as many days before, as many days later."""
        return time_in(at, zone) + timedelta(days=self.days)


def starts_of(workspace: Workspace, trigger: Trigger, window: Window) -> Starts:
    """When each account that does starts a play; each once."""
    found: dict[int, datetime] = {}
    for account, at in _STARTS[type(trigger)](workspace, trigger, window):
        found[account] = min(at, found.get(account, at))
    return found


def cause_of(trigger: OnDate, day: date) -> str:
    """What a date that a fact says is called as the cause of a run."""
    return f"{trigger.fact} {day.isoformat()}"


def fall_on(
    workspace: Workspace, of: OnDate, today: date, days: int = 0, account: int | None = None
) -> Iterator[tuple[int, date]]:
    """(account, the date that its fact says) where that starts a play today, should have lately, or will within days.

    Of all accounts, or of one.
    """
    wanted = [today - of.days * DAY + ahead * DAY for ahead in range(1 - LATE, days + 1)]
    known = Account.objects.filter(workspace=workspace).annotate(day=value_of(of.fact, "date"))
    if account is not None:
        known = known.filter(pk=account)
    for pk, day in known.filter(day__in=[one.isoformat() for one in wanted]).values_list("pk", "day"):
        yield pk, day if isinstance(day, date) else date.fromisoformat(day)


def _on_date(workspace: Workspace, of: OnDate, window: Window) -> Iterator[tuple[int, datetime]]:
    for account, day in fall_on(workspace, of, window.now.date(), window.days):
        yield account, window.midnight(day, of)


def _on_alert(workspace: Workspace, of: OnAlert, window: Window) -> Iterator[tuple[int, datetime]]:
    rows = Alert.objects.filter(workspace=workspace, signal__slug=of.signal)
    return _lately(rows, "opened_at", workspace, window)


def _on_segment(workspace: Workspace, of: OnSegment, window: Window) -> Iterator[tuple[int, datetime]]:
    rows = SegmentChange.objects.filter(workspace=workspace, segment__slug=of.segment, contact=None)
    return _lately(rows.filter(entered=of.entered), "at", workspace, window)


def _on_new(workspace: Workspace, _: OnNewAccount, window: Window) -> Iterator[tuple[int, datetime]]:
    return _lately(Account.objects.filter(workspace=workspace), "created_at", workspace, window, "pk")


def _lately(
    rows: Any, when: str, workspace: Workspace, window: Window, account: str = "account"
) -> Iterator[tuple[int, datetime]]:
    since = window.now - timedelta(days=window.days)
    for pk, at in rows.filter(**{f"{when}__gt": since, f"{when}__lte": window.now}).values_list(account, when):
        yield pk, window.ahead_of(at, workspace.time_zone)


def _by_hand(*_: object) -> Iterator[tuple[int, datetime]]:
    return iter(())


_STARTS: Final[Mapping[type, Callable[..., Iterator[tuple[int, datetime]]]]] = {
    OnAlert: _on_alert, OnSegment: _on_segment, OnDate: _on_date, OnNewAccount: _on_new, ByHand: _by_hand,
}  # fmt: skip
