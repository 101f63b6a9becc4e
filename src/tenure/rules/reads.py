"""Which facts does a rule read?"""

from tenure.rules.tree import Comparison, Not, Rule


def reads(rule: Rule) -> frozenset[str]:
    """The names of all facts that the rule compares."""
    if isinstance(rule, Comparison):
        return frozenset({rule.fact})
    within = (rule.rule,) if isinstance(rule, Not) else rule.rules
    return frozenset().union(*(reads(one) for one in within))
