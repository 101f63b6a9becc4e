"""Is what would leave with an account kept beside it, whether it pays by contract or by orders?"""

from datetime import UTC, datetime

import pytest

from tenure.answers.health import Scored
from tenure.answers.rules_in_use import Held
from tenure.calc.health import Health
from tenure.rounds.facts import computed_of
from tenure.values.moment import Moment
from tenure.values.money import Money

NOTHING_HELD = Held(frozenset(), frozenset(), {}, frozenset())
NOW = Moment(datetime(2026, 5, 12, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        ({"mrr": Money(12_000, "EUR"), "revenue_365": Money(99, "USD")}, (12_000, 12_000, "EUR")),
        ({"mrr": None, "revenue_365": Money(120_000, "USD")}, (None, 10_000, "USD")),
        ({}, (None, None, "")),
    ],
)
def test_stake_is_mrr_else_a_twelfth_of_the_years_orders_in_its_own_currency(facts, kept):
    computed = computed_of(Scored(1, facts, Health(None, "none", "none")), NOW, NOTHING_HELD)
    assert (computed.mrr, computed.stake, computed.currency) == kept
