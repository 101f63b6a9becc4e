"""Do groups of accounts come to the same as all of them together?"""

from datetime import date
from random import Random

import pytest

from tenure.answers.business import Business
from tenure.answers.months import Period
from tenure.answers.spans import History
from tests.depth import WORLDS
from tests.factories import make_account
from tests.unit.answers.test_bought import YEAR, acme, halved, some_business

__all__ = ["acme"]
pytestmark = pytest.mark.django_db


def counted(business: Business) -> list[int]:
    """Everything of it that adds up."""
    due, renewed = business.due
    found, profit, orders = business.presence.count, business.profit, business.orders
    return [
        found.start, found.end, found.new, found.retained, found.lost, business.was_there, business.trying, business.announced,
        len(due), len(renewed), profit.revenue, profit.minutes, profit.discount, orders.count, orders.amount, len(orders.in_all),
        *(int(business.part(name).value or 0) for name in ("start", "new", "churn", "reactivation")),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(WORLDS))
def test_groups_of_everybody_concerned_come_to_the_whole(acme, seed):
    print("seed", seed)
    random = Random(seed)
    accounts = [make_account(acme, f"k{number}") for number in range(8)]
    for account in accounts:
        some_business(random, account)
    for period in (YEAR, Period(date(2025, 3, 10), date(2025, 4, 2))):
        whole = Business(History.of(acme), period, "EUR")
        concerned = set(whole.concerned.tolist())
        groups = [[one for one in half if one in concerned] for half in halved(random, accounts)]
        parts = [counted(group) for group in whole.of_each(groups)]
        assert [sum(column) for column in zip(*parts, strict=True)] == counted(whole)
