"""How do the other leaves read? What changed, what was done, and what an account's own past is held against."""

from collections.abc import Callable, Mapping
from typing import Final

from tenure.rules.comparison import Comparison, Op
from tenure.rules.explain_comparison import comparison_words, literal
from tenure.rules.leaves import Changed, Did, Followed, Watch
from tenure.values.voice import later, voice, worded, worded_for

_CHANGED: Final[Mapping[str, str]] = {
    "rises": later("{fact} rose within {days}"),
    "falls": later("{fact} fell within {days}"),
    "changes": later("{fact} changed within {days}"),
}
_CHANGED_BY: Final[Mapping[str, str]] = {
    "rises": later("{fact} rose by at least {by} within {days}"),
    "falls": later("{fact} fell by at least {by} within {days}"),
    "changes": later("{fact} changed by at least {by} within {days}"),
}
_TIMES: Final[Mapping[Op, str]] = {
    Op.GE: later("{event} came at least {times} {window}"),
    Op.LE: later("{event} came at most {times} {window}"),
    Op.GT: later("{event} came more than {times} {window}"),
    Op.LT: later("{event} came less than {times} {window}"),
    Op.EQ: later("{event} came {times} {window}"),
    Op.NE: later("{event} came not just {times} {window}"),
}
_NEVER: Final = frozenset({(Op.EQ, 0), (Op.LE, 0), (Op.LT, 1)})
_EVER: Final = frozenset({(Op.GE, 1), (Op.GT, 0), (Op.NE, 0)})
_WATCHED: Final[Mapping[tuple[str, str], str]] = {
    ("stopped", "event"): later("{of} has stopped, for longer than the account’s own gaps"),
    ("stopped", "metric"): later("{of} has stopped, for longer than the account’s own gaps"),
    ("stopped", "usage"): later("usage has stopped, for longer than the account’s own gaps"),
    ("falling", "event"): later("{of} is falling against the account’s own past"),
    ("falling", "metric"): later("{of} is falling against the account’s own past"),
    ("falling", "usage"): later("usage is falling against the account’s own past"),
    ("stagnating", "event"): later("{of} is stagnating against the account’s own growth"),
    ("stagnating", "metric"): later("{of} is stagnating against the account’s own growth"),
    ("stagnating", "usage"): later("usage is stagnating against the account’s own growth"),
    ("spike", "event"): later("{of} is far above the account’s own usual"),
    ("spike", "metric"): later("{of} is far above the account’s own usual"),
    ("spike", "usage"): later("usage is far above the account’s own usual"),
}


def leaf_words(leaf: Changed | Did | Followed | Watch, label: Callable[[str], str]) -> str:
    """When a leaf that is no comparison holds."""
    if isinstance(leaf, Changed):
        return _changed(leaf, label)
    if isinstance(leaf, Did):
        return _did(leaf)
    if isinstance(leaf, Followed):
        return worded(
            "{first} was followed by {then} within {within}, {window}",
            first=f"“{leaf.first}”",
            then=f"“{leaf.then}”",
            within=_days(leaf.within),
            window=_lately(leaf.days),
        )
    return worded(_WATCHED[leaf.kind, leaf.source], of=f"“{leaf.of}”")


def _changed(leaf: Changed, label: Callable[[str], str]) -> str:
    named, days = label(leaf.fact), _days(leaf.days)
    if leaf.by is None:
        return worded(_CHANGED[leaf.way], fact=named, days=days)
    by = voice().percent(float(leaf.by)) if leaf.as_share else literal(leaf.by)  # type: ignore[arg-type]  # a share is a number
    return worded(_CHANGED_BY[leaf.way], fact=named, by=by, days=days)


def _did(leaf: Did) -> str:
    event = f"“{leaf.event}”"
    if leaf.where:
        properties = worded(" and ").join(_property(one) for one in leaf.where)
        event = worded("{event} (where {properties})", event=event, properties=properties)
    window = worded("since {day}", day=voice().day(leaf.since)) if leaf.since else _lately(leaf.days or 0)
    if (leaf.op, leaf.times) in _NEVER:
        return worded("{event} did not come {window}", event=event, window=window)
    if (leaf.op, leaf.times) in _EVER:
        return worded("{event} came {window}", event=event, window=window)
    times = worded_for(leaf.times, "{n} time", "{n} times")
    return worded(_TIMES[leaf.op], event=event, times=times, window=window)


def _property(one: Comparison) -> str:
    return comparison_words(one, lambda name: f"“{name}”")


def _lately(days: int) -> str:
    if not days:
        return worded("so far today")
    return worded_for(days, "in the last {n} day", "in the last {n} days")


def _days(days: int) -> str:
    return worded_for(days, "{n} day", "{n} days")
