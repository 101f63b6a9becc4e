"""How does a rule read? One sentence, without its full stop, that says when it holds."""

from collections.abc import Callable

from tenure.rules.comparison import Comparison
from tenure.rules.explain_comparison import comparison_words, span_words
from tenure.rules.explain_leaves import leaf_words
from tenure.rules.span import span_of
from tenure.rules.tree import AllOf, AnyOf, Not, Rule
from tenure.values.voice import worded


def words(fact: str) -> str:
    """A fact's name as words: ``tenure_days`` is “tenure days”, ``trait.Industry`` is “trait Industry”."""
    if fact.startswith("trait."):
        return worded("trait {name}", name=fact.removeprefix("trait."))
    return fact.replace("_", " ")


def explain(rule: Rule, label: Callable[[str], str] = words) -> str:
    """When ``rule`` holds, in words; ``label`` turns a fact's name into the words people know it by."""
    if isinstance(rule, Comparison):
        return comparison_words(rule, label)
    if isinstance(rule, Not):
        return worded("it is not so that {rule}", rule=_within(rule.rule, label))
    if not isinstance(rule, AllOf | AnyOf):
        return leaf_words(rule, label)
    if (span := span_of(rule)) is not None:
        return span_words(span, label)
    joint = worded(" and ") if isinstance(rule, AllOf) else worded(" or ")
    if len(rule.rules) == 1:
        return explain(rule.rules[0], label)
    return joint.join(_within(one, label) for one in rule.rules)


def _within(rule: Rule, label: Callable[[str], str]) -> str:
    said = explain(rule, label)
    joins_several = isinstance(rule, AllOf | AnyOf) and len(rule.rules) > 1 and span_of(rule) is None
    return f"({said})" if joins_several or isinstance(rule, Not) else said
