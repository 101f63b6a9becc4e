"""Are the figures of one product, service or option those of its contracts and of who had it?"""

from datetime import UTC, date, datetime
from random import Random

import pytest

from tenure.answers.business import Business, answer_of
from tenure.answers.months import Period
from tenure.answers.sold import sold
from tenure.answers.spans import History
from tenure.records.models import ContractLine, Touchpoint
from tests.depth import WORLDS
from tests.factories import make_account
from tests.unit.answers.test_bought import NOW, YEAR, acme, price, sell, some_business

__all__ = ["acme"]
pytestmark = pytest.mark.django_db


def of(workspace, name: str, *, is_option: bool = False, period: Period = YEAR) -> Business:
    return sold(Business(History.of(workspace), period, "EUR"), name, is_option=is_option)


def value(business: Business, figure: str, part: str = "") -> float | None:
    return answer_of(business, figure, part).value


def test_average_spend_is_of_those_who_had_it_at_any_time(acme):
    sell(make_account(acme, "a"), 1_000, product="App")
    sell(make_account(acme, "b"), 1_000, product="App", start=date(2025, 7, 1))
    sell(make_account(acme, "c"), 9_000, product="Site")
    app = of(acme, "App")
    assert (app.revenue, app.was_there, value(app, "average_spend")) == (18_000, 2, 9_000)


def test_who_only_takes_time_has_not_bought_it(acme):
    account = make_account(acme, "a")
    Touchpoint.objects.create(
        workspace=acme, account=account, key="t", at=datetime(2025, 5, 5, tzinfo=UTC), service="Care", minutes=60,
        created_at=NOW,
    )  # fmt: skip
    care = of(acme, "Care")
    assert (care.was_there, value(care, "average_spend"), value(care, "profit_per_account", "hours")) == (0, None, 1)


def test_a_service_is_one_whatever_its_case(acme):
    account = make_account(acme, "a")
    sell(account, 1_000, product="Care")
    Touchpoint.objects.create(
        workspace=acme, account=account, key="t", at=datetime(2025, 5, 5, tzinfo=UTC), service="CARE", minutes=60,
        created_at=NOW,
    )  # fmt: skip
    assert value(of(acme, "Care"), "profit_per_account", "profit") == 12_000 - 6_000
    assert set(Business(History.of(acme), YEAR, "EUR").ledger.by_name()) == {"Care"}


def test_options_and_length_are_of_its_own_running_contracts(acme):
    account = make_account(acme, "a")
    sell(account, 1_000, "Push", "Shop", product="App", term_months=24)
    sell(account, 1_000, "Domain", product="Site", term_months=6)
    sell(make_account(acme, "b"), 1_000, product="App", term_months=12, ends_on=date(2025, 6, 1))
    app = of(acme, "App")
    assert (value(app, "options_per_account"), value(app, "contract_months")) == (2, 24)
    assert value(of(acme, "Site"), "contract_months") == 6


def test_the_length_of_an_option_is_of_contracts_in_which_it_still_runs(acme):
    price(acme, Push=100)
    sell(make_account(acme, "a"), 1_000, "Push", term_months=24)
    contract = sell(make_account(acme, "b"), 1_000, term_months=12)
    ContractLine.objects.create(
        workspace=acme, contract=contract, option="push", starts_on=YEAR.start, ends_on=date(2025, 6, 1)
    )
    push = of(acme, "Push", is_option=True)
    assert (push.was_there, value(push, "contract_months")) == (2, 24)
    assert value(of(acme, "App", is_option=True), "contract_months") == 18


def test_what_is_not_attributed_has_no_contract_length(acme):
    sell(make_account(acme, "a"), 1_000, product="", term_months=12)
    assert value(of(acme, "", is_option=True), "contract_months") is None
    assert value(of(acme, ""), "contract_months") == 12


@pytest.mark.parametrize("seed", range(WORLDS))
def test_what_each_brings_and_takes_adds_up_to_the_whole(acme, seed):
    print("seed", seed)
    random = Random(seed)
    price(acme, **{name: random.randrange(5_000) for name in random.sample(["App", "Push", "Shop"], 2)})
    for number in range(8):
        some_business(random, make_account(acme, f"k{number}"))
    whole = Business(History.of(acme), YEAR, "EUR")
    for is_option in (False, True):
        names = (whole.options if is_option else whole.ledger).by_name()
        each = [sold(whole, name, is_option=is_option) for name in names]
        assert sum(one.revenue for one in each) == whole.revenue
        assert sum(one.profit.minutes for one in each) == whole.profit.minutes
        for one in each:
            assert one.was_there == len(set(one.there_at_any_time.tolist()))


def talk(account, service: str, minutes: int, key: str) -> None:
    Touchpoint.objects.create(
        workspace=account.workspace, account=account, key=key, at=datetime(2025, 5, 5, tzinfo=UTC), service=service,
        minutes=minutes, created_at=NOW,
    )  # fmt: skip


def hours(workspace) -> dict[str, float]:
    by_name = Business(History.of(workspace), YEAR, "EUR").ledger.by_name()
    return {name: profit.minutes / 60 for name, profit in by_name.items() if profit.minutes}


def test_time_about_an_option_is_that_of_the_product_it_was_bought_with(acme):
    one, other, third = (make_account(acme, key) for key in ("a", "b", "c"))
    sell(one, 1_000, "Push", product="App")
    sell(other, 1_000, product="App")
    sell(third, 1_000, "Push", product="App")
    sell(third, 1_000, product="Push")
    for account, service in ((one, "PUSH"), (one, "App"), (other, "Push"), (third, "Push")):
        talk(account, service, 60, f"{account.key}-{service}")
    assert hours(acme) == {"App": 2, "Push": 2}


def test_of_two_products_with_an_option_the_later_has_its_time(acme):
    account = make_account(acme, "a")
    sell(account, 1_000, "Push", product="App")
    sell(account, 1_000, "Push", product="Site", start=date(2025, 3, 1))
    talk(account, "Push", 60, "t")
    assert hours(acme) == {"Site": 1}
