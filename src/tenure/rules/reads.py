"""Which facts does a rule read?"""

from tenure.rules.comparison import Comparison
from tenure.rules.leaves import Changed
from tenure.rules.tree import Rule, leaves


def reads(rule: Rule) -> frozenset[str]:
    """The names of all facts that the rule compares, now or as they were."""
    return frozenset(leaf.fact for leaf in leaves(rule) if isinstance(leaf, Comparison | Changed))
