"""Which events does a workspace send, and which properties does one carry? What forms of rules offer; kept a minute."""

from collections.abc import Callable
from typing import Final

import msgspec

from tenure import clock
from tenure.answers.done_events import scalars
from tenure.answers.process import engine, home, spool
from tenure.eventlog.engines.engine import Files, StaleFiles, Tables
from tenure.eventlog.schema import DAYS
from tenure.eventlog.tables import date_of, events_table
from tenure.eventlog.usage import usage
from tenure.facts import event_names as asked
from tenure.facts import event_rows, moments
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

FRESH: Final = 60.0  # seconds
_DAYS: Final = 7  # of which payloads are looked at
_MOST: Final = 500  # answers remembered
_known: dict[tuple[str, str, str], tuple[float, list[str]]] = {}


def event_names(workspace: Workspace) -> list[str]:
    """The names of the last months, those that come most often first."""
    return _remembered(workspace, "", lambda: _names(workspace))


def property_names(workspace: Workspace, event: str) -> list[str]:
    """What some of the latest events of that name carry, in the order of the alphabet."""
    return _remembered(workspace, event, lambda: _properties(workspace, event))


def _remembered(workspace: Workspace, event: str, ask: Callable[[], list[str]]) -> list[str]:
    key, now = (str(home().root), workspace.slug, event), clock.monotonic()
    held = _known.get(key)
    if held is not None and now - held[0] <= FRESH:
        return held[1]
    try:
        found = ask()
    except StaleFiles:  # maintenance replaced files between listing and reading: list again, once
        found = ask()
    if len(_known) >= _MOST:
        _known.clear()
    _known[key] = (now, found)
    return found


def _names(workspace: Workspace) -> list[str]:
    moment = Moment(clock.now())
    used = usage(home(), spool(), workspace.slug, moment, asked.LATELY)
    tables: Tables = {
        "closed": Files(used.closed, DAYS),
        "open": used.open,
        "open_keys": used.open_keys,
        "moment": moments.frame(moment),
    }
    return [str(name) for name in engine().run(*asked.event_names(), tables)["event"].to_pylist()]


def _properties(workspace: Workspace, event: str) -> list[str]:
    moment = Moment(clock.now())
    days = [date_of(day) for day in range(moment.window_day - _DAYS, moment.window_day + 1)]
    tables: Tables = {
        "events": Files(tuple(events_table(home(), workspace.slug).files(days)), event_rows.READ),
        "named": event_rows.named({event: _DAYS}),
        "moment": moments.frame(moment),
    }
    decode = msgspec.json.Decoder(dict[str, object]).decode
    found: set[str] = set()
    for payload in engine().run(*asked.payloads(), tables)["payload"].to_pylist():
        found.update(name for name, _ in scalars(decode(payload) if payload else {}))
    return sorted(found)
