"""Can a word be said about a renewal, its terms be set and the contract be renewed, and is each taken back whole?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.actions.one_record import change_one
from tenure.actions.renewals import RenewalError, clear_word, renew, say_word, set_terms
from tenure.actions.taking_back import UndoError
from tenure.actions.undo import undo
from tenure.records.models import (
    AuditEntry,
    Contract,
    ContractLine,
    ContractPeriod,
    RenewalWord,
    StaleAccount,
)
from tests.unit.actions.agreed import agree

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
BY = "member 7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def contract(account):
    return agree(
        account, "C-1", "2025-10-01", "2026-10-01", options=["booking", "news"], plan="Plus", seats=5, term_months=12
    )


def everything(contract):
    return (
        Contract.objects.filter(pk=contract.pk).values().get(),
        list(ContractPeriod.objects.filter(contract=contract).values()),
        list(ContractLine.objects.filter(contract=contract).order_by("pk").values()),
        list(RenewalWord.objects.filter(contract=contract).order_by("pk").values("word", "note", "by", "due_on", "at")),
    )


def take_back(contract, entry):
    undo(workspace=contract.workspace, entries=[entry.pk], by=BY)


def test_a_word_is_kept_with_the_day_it_is_about_and_taken_back(contract):
    before = everything(contract)
    entry = say_word(contract=contract, word="at_risk", note=" New manager ", by=BY)
    row = RenewalWord.objects.get()
    assert (row.word, row.note, row.by, row.at, row.due_on) == ("at_risk", "New manager", BY, NOW, date(2026, 10, 1))
    assert (entry.noun, entry.verb, entry.by) == ("renewal_word", "create", BY)
    take_back(contract, entry)
    assert everything(contract) == before


def test_health_speaks_again_when_words_are_cleared_and_that_can_be_undone_too(contract):
    say_word(contract=contract, word="at_risk", by=BY)
    say_word(contract=contract, word="likely", by="member 8")
    before = everything(contract)
    entry = clear_word(contract=contract, by=BY)
    assert not RenewalWord.objects.exists()
    assert clear_word(contract=contract, by=BY) is None
    take_back(contract, entry)
    assert everything(contract) == before


@pytest.mark.parametrize(
    ("word", "note", "sentence"), [("surely", "", "Choose commit"), ("commit", "x" * 1001, "at most 1000")]
)
def test_a_word_that_is_none_is_refused(contract, word, note, sentence):
    with pytest.raises(RenewalError, match=sentence):
        say_word(contract=contract, word=word, note=note, by=BY)


def test_nothing_is_expected_of_what_runs_on_or_has_ended(account):
    with pytest.raises(RenewalError, match="runs on"):
        say_word(contract=agree(account, "open", "2025-01-01", None), word="commit", by=BY)
    with pytest.raises(RenewalError, match="ended already"):
        say_word(contract=agree(account, "over", "2025-01-01", "2026-05-12", product="X"), word="commit", by=BY)


def test_terms_are_set_noted_read_by_facts_and_taken_back(contract):
    StaleAccount.objects.all().delete()
    before = everything(contract)
    entry = set_terms(contract=contract, notice_days=60, renews_itself=True, by=BY)
    contract.refresh_from_db()
    assert (contract.notice_days, contract.renews_itself) == (60, True)
    assert (entry.before, entry.after) == (
        {"notice_days": None, "renews_itself": None},
        {"notice_days": 60, "renews_itself": True},
    )
    assert StaleAccount.objects.count() == 1
    assert set_terms(contract=contract, notice_days=60, renews_itself=True, by=BY) is None
    take_back(contract, entry)
    assert everything(contract) == before


@pytest.mark.parametrize("days", [-1, 1101])
def test_days_of_notice_that_are_none_are_refused(contract, days):
    with pytest.raises(RenewalError, match="0 to 1100 days"):
        set_terms(contract=contract, notice_days=days, renews_itself=None, by=BY)


def test_renewing_adds_the_period_that_follows_with_the_same_options(contract):
    Contract.objects.update(notice_given_on=date(2026, 5, 1))
    contract.refresh_from_db()
    before = everything(contract)
    entry = renew(contract=contract, months=24, mrr=13_000, by=BY)
    period = ContractPeriod.objects.get(starts_on=date(2026, 10, 1))
    assert (period.contract, period.ends_on, period.mrr) == (contract, date(2028, 10, 1), 13_000)
    assert (period.plan, period.seats, period.term_months) == ("Plus", 5, 24)
    assert set(ContractLine.objects.filter(starts_on=period.starts_on).values_list("option", "ends_on")) == {
        ("booking", date(2028, 10, 1)),
        ("news", date(2028, 10, 1)),
    }
    contract.refresh_from_db()
    assert contract.notice_given_on is None, "who renews has taken the notice back"
    take_back(contract, entry)
    assert everything(contract) == before


def test_a_contract_whose_key_was_made_here_is_renewed_as_the_same_contract(account):
    made = agree(account, "", "2025-10-01", "2026-10-01", product="App")
    assert made.key.startswith(f"{account.pk}:App:")
    renew(contract=made, months=12, mrr=12_000, by=BY)
    assert Contract.objects.count() == 1
    assert made.periods.count() == 2


def test_a_renewal_that_was_changed_since_is_not_taken_back(account, contract):
    entry = renew(contract=contract, months=12, mrr=12_000, by=BY)
    agree_more = {"key": "C-1", "account": account.key, "starts_on": "2026-10-01", "mrr": 150}
    change_one(
        workspace=contract.workspace, kind="contracts", number=contract.pk, rows=[agree_more], cleared=[], by="x"
    )
    with pytest.raises(UndoError, match="changed since"):
        take_back(contract, entry)


@pytest.mark.parametrize(("months", "mrr"), [(0, 1), (121, 1), (12, -1)])
def test_a_term_or_price_that_is_none_is_refused(contract, months, mrr):
    with pytest.raises(RenewalError):
        renew(contract=contract, months=months, mrr=mrr, by=BY)
    assert not AuditEntry.objects.filter(noun="renewal").exists()


def test_a_file_says_by_when_notice_is_due_and_whether_it_renews_itself(importer, account):
    importer.text("contracts", "Klant,Startdatum,Einddatum,Maandbedrag,Opzegtermijn (dagen),Automatische verlenging\n"
                   "smit,2026-01-01,2027-01-01,50,60,ja\n")  # fmt: skip
    row = Contract.objects.get()
    assert (row.notice_days, row.renews_itself) == (60, True)


def test_a_contract_of_months_that_began_on_the_31st_ends_on_the_last_of_each(account):
    contract = agree(account, "C-1", "2026-01-31", "2026-02-28")
    for _ in range(3):
        renew(contract=contract, months=1, mrr=100, by=BY)
    ends = contract.periods.order_by("starts_on").values_list("ends_on", flat=True)
    assert [str(day) for day in ends] == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
