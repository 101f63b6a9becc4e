"""What happened with an account? Use by the day, touchpoints, tickets, incidents, orders, changes of health and notes,
newest first.
"""

import heapq
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, Final, Literal, NamedTuple

from django.db.models import Model, Q

from tenure import clock
from tenure.answers.timeline_words import (
    Words,
    alert_over_words,
    alert_words,
    closed_words,
    health_words,
    incident_closed_words,
    incident_told_words,
    incident_words,
    note_words,
    opened_words,
    order_words,
    touchpoint_words,
    use_words,
)
from tenure.answers.used_days import UsedDay, used_days
from tenure.records.account import Account
from tenure.records.health import HealthChange
from tenure.records.incident import IncidentAccount
from tenure.records.note import Note
from tenure.records.order import Order
from tenure.records.signal import Alert
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.values.moment import Moment, day_key, is_day

Kind = Literal[
    "use", "touchpoint", "ticket_opened", "ticket_closed", "incident", "incident_told", "incident_closed", "order",
    "health", "note", "alert", "alert_over",
]  # fmt: skip
_SLICE: Final = 50  # rows of a table that are read at once
_END_OF_DAY: Final = time(23, 59, 59, 999_999)


class Position(NamedTuple):
    """Where in a timeline an entry stands; what is newer is larger. Of one time, kinds stand in a fixed order."""

    at: datetime
    rank: int
    id: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. A day's use has no time of its own; it stands above whatever else was that day.

    ``is_day``: of its time only the day is known.
    """

    kind: Kind
    position: Position
    day: date
    at: datetime | None
    key: str | None  # of the record, where it has one
    words: Words
    is_day: bool


@dataclass(frozen=True, slots=True)
class _Source:
    """Rows of one table that are entries of one kind, by the time in a column."""

    kind: Kind
    table: type[Model]
    column: str
    say: Callable[[Any], Words]
    joins: tuple[str, ...] = ()
    only: Q = Q()  # noqa: RUF009 - nobody changes it; what of the table is an entry


_SOURCES: Final = (
    _Source("ticket_closed", Ticket, "closed_at", closed_words),
    _Source("ticket_opened", Ticket, "opened_at", opened_words, ("contact",)),
    _Source("health", HealthChange, "at", health_words),
    _Source("order", Order, "ordered_at", order_words),
    _Source("touchpoint", Touchpoint, "at", touchpoint_words, ("contact",), Q(is_held=True)),
    _Source("note", Note, "at", note_words),
    _Source("incident_closed", IncidentAccount, "incident__closed_at", incident_closed_words, ("incident",)),
    _Source("incident_told", IncidentAccount, "told_at", incident_told_words, ("incident", "contact")),
    _Source("incident", IncidentAccount, "found_at", incident_words, ("incident",)),
    _Source("alert_over", Alert, "ended_at", alert_over_words, ("signal",)),
    _Source("alert", Alert, "opened_at", alert_words, ("signal",)),
)
_USE_RANK: Final = len(_SOURCES)


def timeline(
    account: Account, limit: int, *, before: Position | None = None, kinds: Collection[Kind] | None = None
) -> list[Entry]:
    """The newest entries of an account, at most so many; only those that stand below a position, when one is given.

    ``kinds``: only of these; None for all.
    """
    streams = [
        _rows(account, source, rank, before)
        for rank, source in enumerate(_SOURCES)
        if kinds is None or source.kind in kinds
    ]
    if kinds is None or "use" in kinds:
        streams.append(_used(account, before))
    merged = heapq.merge(*streams, key=lambda entry: entry.position, reverse=True)
    return list(islice(merged, limit))


def _rows(account: Account, source: _Source, rank: int, before: Position | None) -> Iterator[Entry]:
    rows = source.table._default_manager.filter(source.only, workspace=account.workspace_id, account=account)
    rows = rows.filter(**{f"{source.column}__isnull": False}).order_by(f"-{source.column}", "-pk")
    rows = rows.select_related(*source.joins) if source.joins else rows
    while True:
        some = list((rows if before is None else rows.filter(_below(source.column, rank, before)))[:_SLICE])
        for row in some:
            at = _reach(row, source.column).astimezone(UTC)
            before = Position(at, rank, row.pk)
            only_day = row.is_day if isinstance(row, Touchpoint) else is_day(at)
            yield Entry(source.kind, before, at.date(), at, getattr(row, "key", None), source.say(row), only_day)
        if len(some) < _SLICE:
            return


def _reach(row: Any, column: str) -> datetime:
    for name in column.split("__"):
        row = getattr(row, name)
    at: datetime = row
    return at


def _below(column: str, rank: int, before: Position) -> Q:
    """What stands below a position, among rows of this rank."""
    if rank == before.rank:
        return Q(**{f"{column}__lt": before.at}) | Q(**{column: before.at, "pk__lt": before.id})
    return Q(**{f"{column}__{'lte' if rank < before.rank else 'lt'}": before.at})


def _used(account: Account, before: Position | None) -> Iterator[Entry]:
    moment = Moment(clock.now())
    if before is not None:
        day = before.at.date()
        # The day's own entry stands above all others of that day, so what is below it began before that day.
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        moment = min(moment, Moment(start))
    for used in used_days(account, moment):
        yield _used_entry(used)


def _used_entry(used: UsedDay) -> Entry:
    at = datetime.combine(used.day, _END_OF_DAY, UTC)
    position = Position(at, _USE_RANK, day_key(used.day))
    return Entry("use", position, used.day, None, None, use_words(used), is_day=True)
