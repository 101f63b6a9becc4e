"""Which rule do the filters of a list of accounts make? The same conditions, as far as rules can say them."""

from tenure import clock
from tenure.console.accounts.accounts import Listed
from tenure.console.accounts.filters import as_rule
from tenure.console.scope import ALL
from tenure.facts.catalogue import is_trait
from tenure.rules.tree import AllOf, Rule


def rule_of_list(listed: Listed) -> tuple[Rule | None, bool]:
    """The rule, None where nothing is left of it, and whether the list says more than it."""
    query = listed.query
    today = clock.now().date()
    kept = [one for one in query.filters if one.field.fact in listed.fields.catalogue or is_trait(one.field.fact)]
    rules = tuple(as_rule(one, listed.member.workspace, today) for one in kept)
    says_more = bool(
        query.search or query.band or query.unusable or query.scope != ALL or len(kept) < len(query.filters)
    )
    if not rules:
        return None, says_more
    return rules[0] if len(rules) == 1 else AllOf(rules), says_more
