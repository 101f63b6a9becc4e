"""Which column is taken for which field?"""

import pytest

from tenure.sources.failures import MappingError
from tenure.sources.kinds.accounts import ACCOUNTS
from tenure.sources.kinds.contacts import CONTACTS
from tenure.sources.kinds.contracts import CONTRACTS
from tenure.sources.kinds.events import EVENTS
from tenure.sources.known_kinds import KINDS
from tenure.sources.mapping import folded, match_columns, twins


def mapped(kind, headers, **wanted):
    match = match_columns(kind, headers, wanted)
    return {field: headers[position] for field, position in match.columns.items()}, [headers[i] for i in match.others]


@pytest.mark.parametrize(
    "header", ["Account ID", "account_id", "ACCOUNT-ID", " accountId ", "Äccount  Id", "account id (CRM)"]
)
def test_case_spaces_signs_and_accents_make_no_difference(header):
    assert mapped(ACCOUNTS, [header]) == ({"key": header}, [])


def test_the_published_files_need_no_mapping():
    found, others = mapped(ACCOUNTS, ["Account ID", "Name", "Channel", "Date of birth", "Country"])
    assert found == {"key": "Account ID", "name": "Name", "source": "Channel"}
    assert others == ["Date of birth", "Country"]
    found, others = mapped(
        CONTRACTS, ["Account ID", "Product", "Start date", "End date", "MRR", "Billing period (months)"]
    )
    assert found == {
        "account": "Account ID",
        "product": "Product",
        "starts_on": "Start date",
        "ends_on": "End date",
        "mrr": "MRR",
        "billing_months": "Billing period (months)",
    }
    assert mapped(EVENTS, ["user_id", "event", "timestamp"])[0] == {
        "user_id": "user_id",
        "event": "event",
        "time": "timestamp",
    }


def test_an_account_column_is_the_actor_only_where_no_user_is_named():
    assert mapped(EVENTS, ["account id", "event", "time"])[0]["user_id"] == "account id"
    found, _ = mapped(EVENTS, ["user id", "account id", "event", "time"])
    assert (found["user_id"], found["group_id"]) == ("user id", "account id")


def test_the_likelier_of_two_columns_is_taken_and_the_other_is_left():
    found, others = mapped(CONTACTS, ["Company", "Account ID", "E-mail", "ID"])
    assert found == {"account": "Account ID", "email": "E-mail", "user_id": "ID"}
    assert others == ["Company"]


def test_a_mapping_by_hand_goes_first():
    found, others = mapped(ACCOUNTS, ["Account ID", "Number", "Name"], key="number", name="")
    assert found == {"key": "Number"}
    assert others == ["Account ID", "Name"]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"shoe_size": "Name"}, "no field “shoe_size”"),
        ({"name": "Nome"}, "no column “Nome”"),
        ({"key": "Name", "name": "Name"}, "two fields"),
    ],
)
def test_a_wrong_mapping_says_what_there_is(wanted, says):
    with pytest.raises(MappingError, match=says):
        match_columns(ACCOUNTS, ["Account ID", "Name"], wanted)


@pytest.mark.parametrize(
    ("kind", "headers", "missing"),
    [
        (ACCOUNTS, ["Name"], "key"),
        (CONTACTS, ["Name", "Account"], "user_id, or email"),
        (CONTRACTS, ["Account", "Start"], "mrr, or arr, or amount and billing_months"),
        (CONTRACTS, ["Account", "Start", "Amount"], "mrr, or arr, or amount and billing_months"),
        (EVENTS, ["event", "time"], "user_id, or anonymous_id"),
    ],
)
def test_a_needed_column_that_is_not_there_is_asked_for_by_name(kind, headers, missing):
    with pytest.raises(MappingError, match=missing) as caught:
        match_columns(kind, headers, {})
    assert "--map" in str(caught.value)


def test_the_second_of_two_columns_of_one_name_can_be_chosen():
    headers = ["Account ID", "Name", "Name (2)", "Name (3)"]
    assert mapped(ACCOUNTS, headers)[0]["name"] == "Name"
    assert mapped(ACCOUNTS, headers, name="Name#2")[0]["name"] == "Name (2)"
    assert mapped(ACCOUNTS, headers, name="name #3")[0]["name"] == "Name (3)"
    with pytest.raises(MappingError, match="no column “Name#4”"):
        mapped(ACCOUNTS, headers, name="Name#4")
    assert mapped(ACCOUNTS, ["ID", "Name", "NAME"], name="Name#2")[0]["name"] == "NAME"
    assert mapped(ACCOUNTS, ["ID", "Name", "Name 2", "Name (2)"], name="Name#2")[0]["name"] == "Name (2)"
    assert mapped(ACCOUNTS, ["ID", "Name", "Name #2"], name="Name #2")[0]["name"] == "Name #2"


def test_columns_of_one_name_are_known_as_such_and_a_bracket_of_ones_own_is_not():
    assert twins(["Name", "Plan (2)", "Name (2)", "name"], 0) == [0, 2, 3]
    assert twins(["Name", "Plan (2)", "Name (2)"], 1) == [1]


@pytest.mark.parametrize("header", ["Amount (EUR)", "Amount in EUR", "Amount €", "Amount, EUR", "Amount [net]"])
def test_a_unit_in_a_header_makes_no_difference(header):
    assert mapped(KINDS["orders"], [header, "Email", "Order ID", "Date"])[0]["amount"] == header


def test_a_needed_field_goes_before_one_that_may_be_missing():
    assert mapped(ACCOUNTS, ["Customer", "City"])[0] == {"key": "Customer"}
    assert mapped(KINDS["accounts"], ["Klant", "Plaats"])[0] == {"key": "Klant"}
    assert mapped(ACCOUNTS, ["Customer", "Customer No"])[0] == {"key": "Customer No", "name": "Customer"}


def test_no_header_is_the_likeliest_name_of_two_fields():
    for kind in KINDS.values():
        names = [folded(field.name) for field in kind.fields]
        assert len(names) == len(set(names))
