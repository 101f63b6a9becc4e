"""Is every fact that a rule asks for named?"""

from tenure.rules.parse import parse
from tenure.rules.reads import reads


def test_every_fact_of_a_nested_rule_is_named_once():
    rule = parse(
        {
            "all": [
                {"fact": "mrr", "op": "known"},
                {"not": {"any": [{"fact": "plan", "op": "eq", "value": "Basic"}, {"fact": "mrr", "op": "unknown"}]}},
            ]
        }
    )
    assert reads(rule) == {"mrr", "plan"}
