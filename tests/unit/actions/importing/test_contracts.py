"""Are periods that follow each other one contract, in whichever order and number of files they come?"""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.actions.importing.chains import whole_months
from tenure.actions.importing.contracts import monthly
from tenure.records import frames
from tenure.records.models import ContractPeriod, StaleAccount
from tenure.sources.cells import Amount
from tests.unit.actions.import_for_tests import contracts, counts

HEAD = "account,product,start,end,mrr\n"
JAN = "a,app,2026-01-01,2026-02-01,10\n"
FEB = "a,app,2026-02-01,2026-03-01,10\n"
MAR = "a,app,2026-03-01,2026-04-01,12\n"
MAY = "a,app,2026-05-01,2026-06-01,12\n"
WHOLE = [("2026-01-01", "2026-02-01", 1000), ("2026-02-01", "2026-03-01", 1000), ("2026-03-01", "2026-04-01", 1200)]


@pytest.fixture(autouse=True)
def _accounts(importer):
    importer.text("accounts", "id\na\nb\n")
    StaleAccount.objects.all().delete()


def test_back_to_back_periods_are_one_contract_and_a_gap_makes_two(importer, workspace):
    of = importer.text("contracts", HEAD + JAN + FEB + MAR + MAY)
    assert counts(of) == (4, 0, 0, 0)
    assert [periods for *_, periods, _ in contracts(workspace)] == [WHOLE, [("2026-05-01", "2026-06-01", 1200)]]
    assert StaleAccount.objects.get().account.key == "a"


def test_an_end_written_as_the_last_day_is_back_to_back_too(importer, workspace):
    importer.text("contracts", HEAD + "a,app,2026-01-01,2026-01-31,10\na,app,2026-02-01,2026-02-28,10\n")
    assert len(contracts(workspace)) == 1


def test_other_products_and_other_accounts_are_contracts_of_their_own(importer, workspace):
    importer.text("contracts", HEAD + JAN + FEB.replace("app", "push") + FEB.replace("a,", "b,", 1))
    assert len(contracts(workspace)) == 3


def test_periods_come_together_whatever_the_order_of_their_files(importer, workspace):
    for order in itertools.permutations([JAN, FEB, MAR]):
        done = [importer.text("contracts", HEAD + row) for row in order]
        assert [periods for *_, periods, _ in contracts(workspace)] == [WHOLE]
        for of in reversed(done):
            undone = importer.undo(of)
            assert not undone.reasons
        assert contracts(workspace) == []


def test_the_file_that_bridged_two_contracts_parts_them_again_when_taken_back(importer, workspace):
    importer.text("contracts", HEAD + JAN + MAR)
    before = contracts(workspace)
    bridge = importer.text("contracts", HEAD + FEB)
    assert len(contracts(workspace)) == 1
    assert importer.undo(bridge).kept == 0
    assert contracts(workspace) == before


def test_the_same_file_again_changes_nothing(importer, workspace):
    text = "account,product,plan,start,end,mrr,seats,options\n" + "".join(
        f"a,app,Plan {n},2026-{n:02}-01,2026-{n + 1:02}-01,{n}.50,{n},push;shop\n" for n in range(1, 12)
    )
    importer.text("contracts", text)
    before = contracts(workspace)
    assert before[0][2] == "Plan 11"
    assert counts(importer.text("contracts", text)) == (0, 0, 11, 0)
    assert contracts(workspace) == before


def test_a_corrected_end_that_opens_a_gap_makes_two_contracts(importer, workspace):
    importer.text("contracts", HEAD + JAN + FEB)
    of = importer.text("contracts", HEAD + "a,app,2026-01-01,2026-01-15,10\n")
    assert counts(of) == (0, 1, 0, 0)
    assert len(contracts(workspace)) == 2
    assert importer.undo(of).kept == 0
    assert len(contracts(workspace)) == 1


def test_a_blank_end_runs_on_and_takes_in_what_starts_later(importer, workspace):
    importer.text("contracts", HEAD + "a,app,2026-01-01,,10\n" + MAY)
    assert len(contracts(workspace)) == 1
    importer.text("contracts", HEAD + "b,app,2026-01-01,9999-12-31,10\n")
    assert ContractPeriod.objects.get(contract__account__key="b").ends_on is None


def test_bad_rows_are_reported_and_good_ones_go_in(importer, workspace):
    text = (
        HEAD
        + JAN
        + "nobody,app,2026-01-01,,10\na,app,2026-13-45,,10\na,app,2026-03-01,2026-01-01,10\na,app,2026-02-01,,ten\nb,app,2026-01-01,soon,10\n"
    )
    of = importer.text("contracts", text)
    assert counts(of) == (2, 0, 0, 4)
    assert [(error["row"], error["column"]) for error in of.errors] == [
        (2, "account"),
        (3, "start"),
        (4, "end"),
        (5, "mrr"),
        (6, "end"),
    ]
    assert of.errors[0]["reason"] == "there is no account “nobody”"


def test_a_key_of_the_source_names_the_contract(importer, workspace):
    head = "contract id,account,product,start,end,mrr\n"
    importer.text("contracts", head + "C1,a,app,2026-01-01,2026-02-01,10\nC2,a,app,2026-02-01,2026-03-01,10\n")
    assert {contract.key for contract in workspace.contracts.all()} == {"C1", "C2"}
    of = importer.text("contracts", head + "C1,a,app,2026-01-01,2026-02-01,11\nC2,b,app,2026-01-01,,10\n")
    assert counts(of) == (0, 1, 0, 1)
    assert of.errors[0]["reason"] == "this contract belongs to another account"


def test_a_bad_row_does_not_take_the_good_one_of_the_same_period_along(importer, workspace):
    of = importer.text("contracts", HEAD + JAN + JAN.replace(",10\n", ",ten\n"))
    assert counts(of) == (1, 0, 0, 1)
    assert contracts(workspace)[0][3] == [("2026-01-01", "2026-02-01", 1000)]


def test_options_belong_to_their_period_and_a_later_file_may_change_them(importer, workspace):
    head = HEAD.replace("\n", ",options\n")
    importer.text("contracts", head + "a,app,2026-01-01,2026-02-01,10,push | shop\n")
    of = importer.text("contracts", head + "a,app,2026-01-01,2026-03-01,10,shop;maps\n")
    assert contracts(workspace)[0][4] == [("maps", "2026-01-01", "2026-03-01"), ("shop", "2026-01-01", "2026-03-01")]
    assert importer.undo(of).kept == 0
    assert contracts(workspace)[0][4] == [("push", "2026-01-01", "2026-02-01"), ("shop", "2026-01-01", "2026-02-01")]


@pytest.mark.parametrize(
    ("head", "cell", "currency", "mrr"),
    [
        ("mrr", "10", "EUR", 1000),
        ("mrr", "$10", "USD", 1000),
        ("mrr", "1000 JPY", "JPY", 1000),
        ("arr", "100", "EUR", 833),
        ("amount,months,currency", "100,12,GBP", "GBP", 833),
    ],
)
def test_an_amount_is_made_monthly_in_minor_units(importer, workspace, head, cell, currency, mrr):
    mapping = {"billing_months": "months"} if "months" in head else {}
    importer.text("contracts", f"account,start,{head}\na,2026-01-01,{cell}\n", mapping=mapping)
    period = ContractPeriod.objects.get()
    assert (period.currency, period.mrr) == (currency, mrr)


@pytest.mark.parametrize(
    ("amount", "months", "minor"), [("0.25", 2, 12), ("0.75", 2, 38), ("0.35", 2, 18), ("100", 3, 3333)]
)
def test_half_a_cent_is_rounded_to_even(amount, months, minor):
    values = {"amount": Amount(Decimal(amount), None), "billing_months": months}
    assert monthly(values, "EUR") == ("EUR", minor)


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 60))
def test_a_term_of_whole_months_is_told_from_its_days(start, months):
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    assert whole_months(start, date(year, month, min(start.day, last))) == months
    if start.day < 28:
        assert whole_months(start, date(year, month, start.day + 1)) is None


def test_on_postgres_contracts_and_contacts_come_in_and_go_again(on_postgres, importer_into):
    importer = importer_into(on_postgres)
    done = [
        importer.text("accounts", "id\na\nb\n"),
        importer.text("contacts", "user id,email,account,champion,team\nu1,a@x.example,a,yes,Ω\n"),
        importer.text("contracts", HEAD.replace("\n", ",options\n") + JAN.replace("\n", ",x;y\n") + MAR),
        importer.text("contracts", HEAD + FEB),
    ]
    assert [periods for *_, periods, _ in contracts(on_postgres)] == [WHOLE]
    again = importer.text("contracts", HEAD + JAN + FEB + MAR)
    assert counts(again) == (0, 0, 3, 0)
    for of in reversed(done):
        assert importer.undo(of).kept == 0
    assert not on_postgres.accounts.exists()
    assert not on_postgres.contracts.exists()


def test_a_plan_belongs_to_its_period_so_that_an_earlier_day_does_not_see_a_later_one(importer, workspace):
    head = "account,product,plan,start,end,mrr\n"
    rows = "a,app,Basic,2026-01-01,2026-02-01,10\na,app,Pro,2026-02-01,2026-03-01,20\n"
    importer.text("contracts", head + rows)
    periods = ContractPeriod.objects.filter(workspace=workspace).order_by("starts_on")
    assert [period.plan for period in periods] == ["Basic", "Pro"]
    account = periods[0].contract.account_id
    table = frames.periods(workspace, [account])
    assert table.select(["starts_on", "plan"]).to_pylist() == [
        {"starts_on": date(2026, 1, 1), "plan": "Basic"},
        {"starts_on": date(2026, 2, 1), "plan": "Pro"},
    ]
