"""Does revenue go to what was bought, and do the rows add up to the whole whatever was bought, when and for how long?"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from tenure.actions.workspaces import create_workspace
from tenure.answers.bought import by_option
from tenure.answers.months import Period
from tenure.answers.spans import History
from tenure.answers.spending import ledger
from tenure.calc.ledger import Ledger
from tenure.records.models import Contract, ContractLine, ContractPeriod, Option, Order, Ticket, Touchpoint
from tests.depth import WORLDS
from tests.factories import make_account

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 15, 12, tzinfo=UTC)
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
THINGS = ("App", "Push", "push", "Shop", "")


@pytest.fixture
def acme():
    workspace = create_workspace(name="Acme", by="test")
    workspace.hourly_cost = 6_000
    workspace.save()
    return workspace


def sell(account, mrr: int, *options: str, product: str = "App", start: date = YEAR.start, **more) -> Contract:
    contract = Contract.objects.create(
        workspace=account.workspace,
        account=account,
        key=f"c{Contract.objects.count()}",
        product=product,
        created_at=NOW,
    )
    ContractPeriod.objects.create(
        workspace=account.workspace, contract=contract, starts_on=start, mrr=mrr, currency="EUR", **more
    )
    for option in options:
        ContractLine.objects.create(workspace=account.workspace, contract=contract, option=option, starts_on=start)
    return contract


def price(workspace, **mrr: int) -> None:
    for name, amount in mrr.items():
        Option.objects.create(workspace=workspace, name=name, mrr=amount, created_at=NOW)


def revenue(workspace) -> dict[str, int]:
    found = by_option(History.of(workspace), YEAR, "EUR").by_name()
    return {name: one.revenue for name, one in found.items()}


def test_an_option_has_its_usual_price_and_the_product_the_rest(acme):
    price(acme, Push=3_000)
    sell(make_account(acme, "a"), 10_000, "Push")
    assert revenue(acme) == {"App": 84_000, "Push": 36_000}


def test_an_option_counts_from_the_day_on_which_it_was_bought(acme):
    price(acme, Push=3_000)
    contract = sell(make_account(acme, "a"), 10_000)
    ContractLine.objects.create(workspace=acme, contract=contract, option="Push", starts_on=date(2025, 7, 1))
    assert revenue(acme) == {"App": 60_000 + 42_000, "Push": 18_000}


def test_what_two_things_without_a_price_brought_is_not_attributed(acme):
    sell(make_account(acme, "a"), 10_000, "Push")
    assert revenue(acme) == {"": 120_000, "App": 0, "Push": 0}


def test_a_name_is_one_whatever_its_case_and_written_as_in_the_settings(acme):
    price(acme, Push=1_000)
    sell(make_account(acme, "a"), 10_000, "push", product="PUSH")
    assert revenue(acme) == {"Push": 120_000}


def test_time_about_an_option_is_its_own_and_other_time_and_discounts_follow_revenue(acme):
    price(acme, Push=3_000)
    account = make_account(acme, "a")
    sell(account, 10_000, "Push", discount=1_000)
    at = datetime(2025, 5, 5, tzinfo=UTC)
    for key, service in (("a", "push"), ("b", "")):
        Touchpoint.objects.create(
            workspace=acme, account=account, key=key, at=at, service=service, minutes=100, created_at=NOW
        )
    found = by_option(History.of(acme), YEAR, "EUR").by_name()
    assert {name: (one.minutes, one.discount) for name, one in found.items()} == {
        "App": (70, 8_400),
        "Push": (130, 3_600),
    }


def test_time_of_an_account_that_bought_nothing_is_not_attributed(acme):
    Ticket.objects.create(
        workspace=acme, account=make_account(acme, "a"), key="t", opened_at=datetime(2025, 5, 5, tzinfo=UTC), minutes=30,
        created_at=NOW,
    )  # fmt: skip
    assert by_option(History.of(acme), YEAR, "EUR").by_name()[""].minutes == 30


@pytest.mark.parametrize("seed", range(WORLDS))
def test_rows_by_option_add_up_to_those_by_product_and_order_changes_nothing(acme, seed):
    print("seed", seed)
    random = Random(seed)
    price(acme, **{name: random.randrange(5_000) for name in random.sample(["App", "Push", "Shop"], 2)})
    accounts = [make_account(acme, f"k{number}") for number in range(8)]
    for account in accounts:
        some_business(random, account)
    for period in (YEAR, Period(date(2025, 3, 10), date(2025, 4, 2)), Period(date(2025, 6, 1), date(2025, 6, 9), True)):
        history = History.of(acme)
        whole, parts = ledger(history, period, "EUR"), by_option(history, period, "EUR")
        assert parts.total == whole.total
        one, other = whole.by_account(), parts.by_account()
        for what in ("revenue", "minutes", "discount"):
            assert dict(zip(one.accounts, getattr(one, what), strict=True)) == dict(
                zip(other.accounts, getattr(other, what), strict=True)
            )
        halves = [by_option(history.of_accounts(some), period, "EUR") for some in halved(random, accounts)]
        assert sum(half.total.revenue for half in halves) == whole.total.revenue
        assert folded(halves) == folded([parts])


def folded(ledgers: list[Ledger]) -> dict[str, int]:
    """Revenue by name; how a name is written depends on who wrote it."""
    found: Counter[str] = Counter()
    for one in ledgers:
        found.update({name.casefold(): profit.revenue for name, profit in one.by_name().items()})
    return dict(found)


def halved(random: Random, accounts) -> list[list[int]]:
    numbers = [one.pk for one in random.sample(accounts, len(accounts))]
    return [numbers[:4], numbers[4:]]


def some_business(random: Random, account) -> None:
    for _ in range(random.randrange(3)):
        start = YEAR.start + timedelta(days=random.randrange(-400, 300))
        contract = sell(
            account, random.randrange(20_000), product=random.choice(THINGS), start=start,
            ends_on=random.choice([None, start + timedelta(days=random.randrange(1, 500))]), discount=random.randrange(900),
        )  # fmt: skip
        if random.random() < 0.5:
            later = start + timedelta(days=random.randrange(1, 300))
            ContractPeriod.objects.create(
                workspace=account.workspace,
                contract=contract,
                starts_on=later,
                mrr=random.randrange(9_000),
                currency="EUR",
            )
        for option in random.sample(THINGS[:4], random.randrange(4)):
            since = start + timedelta(days=random.randrange(200))
            ContractLine.objects.create(
                workspace=account.workspace, contract=contract, option=option, starts_on=since,
                ends_on=random.choice([None, since + timedelta(days=random.randrange(1, 300))]),
            )  # fmt: skip
    for number in range(random.randrange(4)):
        at = datetime(2025, 1, 1, 9, tzinfo=UTC) + timedelta(days=random.randrange(300))
        more = {"workspace": account.workspace, "account": account, "key": f"{account.key}-{number}", "created_at": NOW}
        Order.objects.create(
            **more, ordered_at=at, product=random.choice(THINGS), amount=random.randrange(9_000), currency="EUR",
            discount=random.randrange(50), refunded=random.choice([0, 5_000]), refunded_on=random.choice([None, at.date()]),
        )  # fmt: skip
        Touchpoint.objects.create(**more, at=at, service=random.choice(THINGS), minutes=random.randrange(99))
        Ticket.objects.create(**more, opened_at=at, minutes=random.randrange(50))
