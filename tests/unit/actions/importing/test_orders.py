"""Do orders come in once, at the right account, with the right amount, and what of them was given back?"""

from datetime import UTC, date, datetime

import pytest

from tenure.records.models import Account, Contact, ImportRow, Order, Workspace
from tests.unit.actions.import_for_tests import counts, errors, everything, stale

ACCOUNTS = "id,name\na,Acme\nb,Beta\n"
CONTACTS = "user id,email,account\nu1,Ann@a.example,a\nu2,two@b.example,b\nu3,nowhere@x.example,\n"


@pytest.fixture
def shop(workspace) -> Workspace:
    """The workspace as a shop, whose accounts are people."""
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    return workspace


@pytest.fixture
def _known(importer):
    importer.text("accounts", ACCOUNTS)
    importer.text("contacts", CONTACTS)
    stale(importer.workspace)


def order(key: str) -> Order:
    return Order.objects.get(key=key)


@pytest.mark.usefixtures("_known")
def test_orders_come_in_with_amounts_in_minor_units(importer, workspace):
    text = (
        "Order ID,Account,Order Date,Product,Total,Currency,Refunded Amount,Refund Date\n"
        "o1,a,2026-01-05 10:00,Shoes,12.50,,,\n"
        "o2,a,2026-01-06,Hat,1200,JPY,200,2026-02-01\n"
        "o3,b,2026-01-07,Bag,$ 9.99,,,\n"
    )
    assert counts(importer.text("orders", text)) == (3, 0, 0, 0)
    first = order("o1")
    assert (first.account.key, first.amount, first.currency, first.product) == ("a", 1_250, "EUR", "Shoes")
    assert (first.ordered_at, first.refunded, first.refunded_on) == (datetime(2026, 1, 5, 10, tzinfo=UTC), 0, None)
    assert (order("o2").amount, order("o2").refunded, order("o2").refunded_on) == (1_200, 200, date(2026, 2, 1))
    assert (order("o3").amount, order("o3").currency) == (999, "USD")
    assert stale(workspace) == {"a", "b"}


@pytest.mark.usefixtures("_known")
def test_the_same_file_again_changes_nothing(importer, workspace):
    text = "order id,account,date,total,refund\no1,a,2026-01-05,12.50,1\no2,b,2026-01-06,7,\n"
    importer.text("orders", text)
    before, _ = everything(workspace), stale(workspace)
    again = importer.text("orders", text)
    assert counts(again) == (0, 0, 2, 0)
    assert everything(workspace) == before
    assert not ImportRow.objects.filter(of=again).exists()
    assert stale(workspace) == set()


@pytest.mark.usefixtures("_known")
def test_a_blank_cell_says_nothing(importer):
    importer.text("orders", "order id,account,date,total,currency,product,refund\no1,a,2026-01-05,10,USD,Hat,4\n")
    of = importer.text("orders", "order id,account,date,total,currency,product,refund\no1,a,2026-01-05,10,,,\n")
    assert counts(of) == (0, 0, 1, 0)
    assert (order("o1").currency, order("o1").product, order("o1").refunded) == ("USD", "Hat", 400)


@pytest.mark.usefixtures("_known")
def test_an_order_that_moves_makes_both_accounts_stale(importer, workspace):
    importer.text("orders", "order id,account,date,total\no1,a,2026-01-05,10\n")
    stale(workspace)
    of = importer.text("orders", "order id,account,date,total\no1,b,2026-01-05,11\n")
    assert counts(of) == (0, 1, 0, 0)
    assert stale(workspace) == {"a", "b"}
    assert importer.undo(of).restored == 1
    assert (order("o1").account.key, order("o1").amount) == ("a", 1_000)
    assert stale(workspace) == {"a", "b"}


@pytest.mark.usefixtures("_known")
def test_a_contact_leads_to_its_account(importer):
    text = "order id,email,date,total\no1,ann@a.example,2026-01-05,1\no2,Ann@a.example,2026-01-05,1\no3,two@b.example,2026-01-05,1\n"
    Contact.objects.create(
        workspace=importer.workspace, key="other", email="ann@a.example", account=None, created_at=datetime.now(UTC)
    )
    of = importer.text("orders", text)
    assert errors(of) == [(1, "email", "“ann@a.example” is at no account yet")]
    assert (order("o2").account.key, order("o3").account.key) == ("a", "b")


@pytest.mark.usefixtures("_known")
def test_an_account_that_is_unknown_is_found_by_the_contact_and_else_keeps_its_row_out(importer, workspace):
    text = (
        "order id,account,email,date,total\n"
        "o1,cus_1,two@b.example,2026-01-05,1\n"
        "o2,nobody,,2026-01-05,1\n"
        "o3,nobody,no@x.example,2026-01-05,1\n"
        "o4,,no@x.example,2026-01-05,1\n"
        "o5,,nowhere@x.example,2026-01-05,1\n"
    )
    of = importer.text("orders", text)
    assert counts(of) == (1, 0, 0, 4)
    assert order("o1").account.key == "b"
    assert of.errors[0] == {
        "row": 2,
        "column": "account",
        "value": "nobody",
        "reason": "there is no account “nobody”",
    }
    assert errors(of)[1:] == [
        (3, "account", "there is no account “nobody”"),
        (4, "email", "nobody is known by the address “no@x.example”"),
        (5, "email", "“nowhere@x.example” is at no account yet"),
    ]
    assert workspace.accounts.count() == 2


@pytest.mark.usefixtures("_known")
def test_a_refund_without_a_day_is_of_the_day_of_the_order(importer):
    importer.text("orders", "order id,account,date,total,refund\no1,a,2026-01-05 23:00,10,4\n")
    assert (order("o1").refunded, order("o1").refunded_on) == (400, date(2026, 1, 5))
    importer.text("orders", "order id,account,date,total,refund,refund date\no1,a,2026-01-05 23:00,10,5,2026-03-01\n")
    importer.text("orders", "order id,account,date,total,refund\no1,a,2026-01-05 23:00,10,6\n")
    assert (order("o1").refunded, order("o1").refunded_on) == (600, date(2026, 3, 1))
    importer.text("orders", "order id,account,date,total,refund\no1,a,2026-01-05 23:00,10,0\n")
    assert (order("o1").refunded, order("o1").refunded_on) == (0, None)


@pytest.mark.usefixtures("_known")
def test_refunds_that_cannot_be_are_reported_and_left_out(importer):
    text = (
        "order id,account,date,total,refund,refund date\n"
        "o1,a,2026-01-05,10,10.01,\n"
        "o2,a,2026-01-05,10,$ 5,\n"
        "o3,a,2026-01-05,10,5,2025-12-01\n"
        "o4,a,2026-01-05,10,,2026-02-01\n"
    )
    of = importer.text("orders", text)
    assert counts(of) == (4, 0, 0, 0)
    assert errors(of) == [
        (1, "refund", "is more than the order's amount, 10.00 EUR"),
        (2, "refund", "is in USD, but the order is in EUR"),
        (3, "refund date", "lies before the order, on 2026-01-05: the day of the order is taken"),
        (4, "refund date", "is the day of a refund, but no amount was refunded"),
    ]
    assert [order(key).refunded for key in ("o1", "o2", "o3", "o4")] == [0, 0, 500, 0]
    assert order("o3").refunded_on == date(2026, 1, 5)
    less = importer.text("orders", "order id,account,date,total\no3,a,2026-01-05,4.99\n")
    assert counts(less) == (0, 0, 0, 1)
    assert errors(less) == [(1, "total", "is less than what was refunded of this order, 5.00 EUR")]


def test_where_accounts_are_people_an_order_brings_its_buyer(importer, shop):
    text = (
        "order id,account,email,billing name,date,total\n"
        "o1,,Eve@Shop.example,Eve,2026-01-05,10\n"
        "o2,cus_7,ben@shop.example,Ben,2026-01-05,10\n"
        "o3,,eve@shop.example,,2026-01-06,10\n"
        "o4,,ben@shop.example,,2026-01-06,10\n"
    )
    of = importer.text("orders", text)
    assert counts(of) == (4, 0, 0, 0)
    assert set(shop.accounts.values_list("key", "name")) == {("eve@shop.example", "Eve"), ("cus_7", "Ben")}
    assert set(shop.contacts.values_list("key", "email", "account__key")) == {
        ("eve@shop.example", "Eve@Shop.example", "eve@shop.example"),
        ("cus_7", "ben@shop.example", "cus_7"),
    }
    assert {key: order(key).account.key for key in ("o1", "o2", "o3", "o4")} == {
        "o1": "eve@shop.example",
        "o3": "eve@shop.example",
        "o2": "cus_7",
        "o4": "cus_7",
    }
    assert stale(shop) == {"eve@shop.example", "cus_7"}
    again = importer.text("orders", text)
    assert counts(again) == (0, 0, 4, 0)
    done = importer.undo(of)
    assert (done.deleted, done.kept) == (8, 0)
    assert not Account.objects.exists()


def test_a_buyer_known_by_user_id_only_becomes_an_account_under_it(importer, shop):
    importer.text("contacts", "user id,email\nu9,nine@x.example\n")
    importer.text("orders", "order id,email,date,total\no1,nine@x.example,2026-01-05,10\n")
    assert order("o1").account.key == "u9"
    assert shop.contacts.count() == 1


def test_a_buyer_who_bought_elsewhere_since_stays_when_the_import_is_taken_back(importer, shop):
    first = importer.text("orders", "order id,email,date,total\no1,eve@x.example,2026-01-05,10\n")
    importer.text("orders", "order id,email,date,total\no2,eve@x.example,2026-02-05,10\n")
    done = importer.undo(first)
    assert [(kept.record, kept.reason) for kept in done.reasons] == [
        ("account eve@x.example", "it still has orders"),
    ]
    assert Order.objects.get().key == "o2"


@pytest.mark.usefixtures("_known")
def test_an_order_changed_since_stays(importer):
    of = importer.text("orders", "order id,account,date,total\no1,a,2026-01-05,10\no2,a,2026-01-05,10\n")
    Order.objects.filter(key="o1").update(refunded=100)
    done = importer.undo(of)
    assert [(kept.record, kept.reason) for kept in done.reasons] == [("order o1", "refunded was changed since")]
    assert Order.objects.get().key == "o1"


@pytest.mark.usefixtures("_known")
def test_accounts_with_orders_are_not_taken_back(importer, workspace):
    of = importer.text("accounts", "id\nz\n")
    importer.text("orders", "order id,account,date,total\no1,z,2026-01-05,10\n")
    assert [(kept.record, kept.reason) for kept in importer.undo(of).reasons] == [("account z", "it still has orders")]


@pytest.mark.usefixtures("_known")
def test_an_order_of_another_workspace_with_the_same_number_is_left_alone(importer, other_workspace):
    theirs = Account.objects.create(workspace=other_workspace, key="a", created_at=datetime.now(UTC))
    Order.objects.create(
        workspace=other_workspace, account=theirs, key="o1", ordered_at=datetime.now(UTC), amount=1, currency="EUR",
        created_at=datetime.now(UTC),
    )  # fmt: skip
    assert counts(importer.text("orders", "order id,account,date,total\no1,a,2026-01-05,10\n")) == (1, 0, 0, 0)
    assert Order.objects.get(workspace=other_workspace).amount == 1
