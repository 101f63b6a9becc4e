"""What does a rule say? Leaves joined by all, any and not: the frozen tree that every reader shares."""

from collections.abc import Iterator
from dataclasses import dataclass

from tenure.rules.comparison import Comparison
from tenure.rules.leaves import Changed, Did, Followed, Watch

Leaf = Comparison | Changed | Did | Followed | Watch


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every rule in it is."""

    rules: "tuple[Rule, ...]"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"all": [rule.as_json() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one rule in it is."""

    rules: "tuple[Rule, ...]"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"any": [rule.as_json() for rule in self.rules]}


@dataclass(frozen=True, slots=True)
class Not:
    """True when the rule in it is false; a comparison on an unknown fact is false, so its ``Not`` is true."""

    rule: "Rule"

    def as_json(self) -> dict[str, object]:
        """The form that ``rules.parse.parse`` reads."""
        return {"not": self.rule.as_json()}


Rule = Leaf | AllOf | AnyOf | Not


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Every leaf of a rule, in the order in which it reads."""
    if isinstance(rule, AllOf | AnyOf):
        for one in rule.rules:
            yield from leaves(one)
    elif isinstance(rule, Not):
        yield from leaves(rule.rule)
    else:
        yield rule
