"""Is this JSON a rule? Reads it into the frozen tree, or says where it is not one and what was expected there."""

from collections.abc import Callable, Mapping
from typing import Final

from tenure.rules.definition import RuleError, fields, found, items
from tenure.rules.parse_comparison import comparison, fact_name
from tenure.rules.parse_leaves import changed, did, watch
from tenure.rules.tree import AllOf, AnyOf, Leaf, Not, Rule

__all__ = ["DEEPEST", "RuleError", "fact_name", "parse"]

DEEPEST = 12
WIDEST = 100
_LEAVES: Final[Mapping[str, Callable[[object, str], Leaf]]] = {
    "fact": comparison,
    "changed": changed,
    "did": did,
    "watch": watch,
}
_EXPECTED: Final = "expected a rule: an object with “all”, “any”, “not”, “fact”, “changed”, “did” or “watch”"


def parse(data: object, path: str = "rule") -> Rule:
    """Read a rule: ``{"all": […]}``, ``{"any": […]}``, ``{"not": …}`` or one of its leaves.

    ``{"fact": …, "op": …, "value": …}`` compares a fact; ``{"changed": fact, "way": "falls", "by": 0.2, "as": "share",
    "days": 28}`` with what it was; ``{"did": event, "op": "ge", "times": 3, "days": 30, "where": [{"property": …, "op": …,
    "value": …}]}`` counts an event; ``{"did": event, "then": event, "within": 7, "days": 90}`` follows it; ``{"watch":
    "stopped", "source": "event", "of": event}`` looks at the account's own past. Literals are JSON numbers, text, true and
    false, ``{"date": "2026-03-01"}``, ``{"in_days": 30}`` and ``{"amount": 1200, "currency": "EUR"}`` (minor units).
    Raises RuleError and nothing else.
    """
    return _rule(data, path, 1)


def _rule(data: object, path: str, depth: int) -> Rule:
    if depth > DEEPEST:
        raise RuleError(path, f"expected at most {DEEPEST} rules within each other")
    if not isinstance(data, dict):
        raise RuleError(path, f"{_EXPECTED}, {found(data)}")
    for word, read in _LEAVES.items():
        if word in data:
            return read(data, path)
    if "not" in data:
        return Not(_rule(fields(data, path, ["not"])["not"], f"{path}.not", depth + 1))
    word = "any" if "any" in data else "all"
    if word not in data:
        raise RuleError(path, f"{_EXPECTED}, found none of them")
    listed = items(fields(data, path, [word])[word], f"{path}.{word}", most=WIDEST)
    rules = tuple(_rule(one, f"{path}.{word}[{at}]", depth + 1) for at, one in enumerate(listed))
    return AnyOf(rules) if word == "any" else AllOf(rules)
