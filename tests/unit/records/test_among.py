"""Are rows of many keys found by their keys alone, whatever these are, on both databases?"""

import pytest

from tenure import clock
from tenure.records.models import Account, Contract, Workspace
from tenure.records.slices import rows_of

ODD = ["plain", "with ' quote", 'with " quote', "back\\slash", "комма, {curly}", "NULL", "", "7"]


@pytest.fixture
def accounts(any_workspace) -> dict[str, int]:
    other = Workspace.objects.create(slug="other", name="Other", created_at=clock.now())
    Account.objects.create(workspace=other, key="plain", created_at=clock.now())
    made = {key: Account.objects.create(workspace=any_workspace, key=key, created_at=clock.now()) for key in ODD}
    for account in made.values():
        Contract.objects.create(
            workspace=any_workspace, account=account, key=account.key, product="App", created_at=clock.now()
        )
    return {key: account.pk for key, account in made.items()}


def test_text_is_compared_as_it_is(any_workspace, accounts):
    mine = Account.objects.filter(workspace=any_workspace)
    for key in ODD:
        assert list(rows_of(mine, "key", [key, "not there"], ("pk",))) == [(accounts[key],)]
    assert len(list(rows_of(mine, "key", ODD, ("pk",)))) == len(ODD)


def test_numbers_are_found_through_relations_too(any_workspace, accounts):
    some = [accounts["plain"], accounts["7"], 10**12]
    contracts = Contract.objects.filter(workspace=any_workspace)
    assert sorted(rows_of(contracts, "account", some, ("account",))) == sorted((one,) for one in some[:2])
    assert sorted(rows_of(contracts, "account__pk", some, ("account__key",))) == [("7",), ("plain",)]


def test_more_keys_than_a_statement_takes_parameters(any_workspace, accounts):
    mine = Account.objects.filter(workspace=any_workspace)
    assert mine.filter(pk__among=[*range(10**6, 10**6 + 70_000), accounts["plain"]]).get().key == "plain"


def test_no_key_finds_nothing(any_workspace, accounts):
    assert list(rows_of(Account.objects.filter(workspace=any_workspace), "pk", [], ("pk",))) == []
