"""Which alerts are there for somebody to look at? Open ones, those that rest, and those that are over."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from tenure import clock
from tenure.calc import signal
from tenure.records.signal import Alert, Signal
from tenure.records.workspace import Workspace
from tenure.rules.asks import asks
from tenure.rules.definition import RuleError

LATELY: Final = 90  # days over which firing and its reasons are counted


def open_alerts(workspace: Workspace, today: date) -> QuerySet[Alert]:
    """Those that need somebody: not over, and not resting."""
    return Alert.objects.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today), workspace=workspace, ended_at=None)


def resting_alerts(workspace: Workspace, today: date) -> QuerySet[Alert]:
    """Those that are not shown until a day."""
    return Alert.objects.filter(workspace=workspace, ended_at=None, snoozed_until__gt=today)


def past_alerts(workspace: Workspace) -> QuerySet[Alert]:
    """Those that are over, of the last 90 days."""
    return Alert.objects.filter(workspace=workspace, ended_at__gte=clock.now() - timedelta(days=LATELY))


def unseen_signals(workspace: Workspace, hidden: Collection[str]) -> list[int]:
    """The signals that read one of these facts: whoever does not see the fact is not told of its alerts either."""
    if not hidden:
        return []
    rows = Signal.objects.filter(workspace=workspace).values_list("pk", "definition")
    return [pk for pk, definition in rows if _read(definition) & set(hidden)]


def fired(workspace: Workspace) -> dict[int, int]:
    """Signal -> how often it fired in the last 90 days."""
    lately = Alert.objects.filter(workspace=workspace, opened_at__gte=clock.now() - timedelta(days=LATELY))
    return dict(lately.order_by().values_list("signal").annotate(Count("pk")))


def reasons(workspace: Workspace) -> Mapping[int, Mapping[str, int]]:
    """Signal -> why its alerts of the last 90 days were snoozed or dismissed -> how often."""
    lately = Alert.objects.filter(workspace=workspace, opened_at__gte=clock.now() - timedelta(days=LATELY))
    found: dict[int, dict[str, int]] = {}
    counted = lately.exclude(reason="").order_by().values_list("signal", "reason").annotate(Count("pk"))
    for number, reason, count in counted:
        found.setdefault(number, {})[reason] = count
    return found


def _read(definition: object) -> frozenset[str]:
    try:
        parsed = signal.parse(definition)
    except RuleError:
        return frozenset()
    return frozenset(asks([parsed.rule] if parsed.resolves is None else [parsed.rule, parsed.resolves]).facts)
