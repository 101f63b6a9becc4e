"""Does a contract that renews itself run on when its term ends, once, unless somebody stopped it?"""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tenure.actions import self_renewals
from tenure.actions.departures import Ending, end_contract
from tenure.actions.own_terms import ITSELF
from tenure.actions.records import upsert
from tenure.actions.renewal_undo import undo_itself
from tenure.actions.renewals import renew
from tenure.actions.self_renewals import renew_themselves, stay_unsaid, was_unsaid
from tenure.actions.taking_back import UndoError
from tenure.actions.unsaid_departures import note_unsaid
from tenure.answers import process
from tenure.records.models import AuditEntry, Contract, ContractLine, ContractPeriod, Departure, StaleAccount
from tenure.rounds.departures import note_departures
from tests.unit.actions.agreed import agree, make_accounts

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY, BEFORE, AFTER = date(2026, 5, 12), "2025-05-12", date(2027, 5, 12)
BY = "member 7"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(tmp_path, settings):
    settings.TENURE_DATA = tmp_path / "tenure"
    settings.TENURE_DATA.mkdir()
    process.forget()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
    process.forget()


def renewing(account, key="C-1", starts=BEFORE, ends="2026-05-12", **more):
    said = {"plan": "Plus", "seats": 5, "renews_itself": True, "options": ["booking"]} | more
    return agree(account, key, starts, ends, **said)


def ends(contract):
    return list(contract.periods.order_by("starts_on").values_list("ends_on", flat=True))


def test_a_contract_that_renews_itself_runs_on_for_its_term_from_the_day_of_its_end(account):
    contract = renewing(account)
    StaleAccount.objects.all().delete()
    assert note_departures(account.workspace) is False
    period = ContractPeriod.objects.get(starts_on=TODAY)
    assert (period.contract, period.ends_on, period.term_months) == (contract, AFTER, 12)
    assert (period.mrr, period.currency, period.plan, period.seats) == (12_000, "EUR", "Plus", 5)
    assert ContractLine.objects.get(starts_on=TODAY).ends_on == AFTER
    assert not Departure.objects.exists(), "it has not left"
    assert AuditEntry.objects.get(noun="renewal", verb="renew").by == ITSELF
    assert StaleAccount.objects.count() == 1, "facts read contracts"
    note_departures(account.workspace)
    assert ends(contract) == [TODAY, AFTER], "once"


def test_terms_long_past_are_caught_up_some_at_a_time(account, monkeypatch):
    monkeypatch.setattr(self_renewals, "AT_ONCE", 2)
    contract = renewing(account, starts="2026-01-12", ends="2026-02-12")
    assert note_departures(account.workspace) is True
    assert not Departure.objects.exists()
    while note_departures(account.workspace):
        pass
    assert ends(contract)[-1] == date(2026, 6, 12)
    assert len(ends(contract)) == 5


@pytest.mark.parametrize(
    "said",
    [
        {"renews_itself": False},
        {"notice_given_on": "2026-04-01"},
        {"plan": "Free trial"},
        {"ends": "2026-05-13"},
        {"ends": None},
    ],
)
def test_what_does_not_renew_itself_or_runs_still_gets_no_next_term(account, said):
    contract = renewing(account, **said)
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_of_which_nobody_said_whether_it_renews_gets_no_next_term(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_what_somebody_said_has_ended_stays_so(account):
    contract = renewing(account)
    end_contract(contract=contract, ends_on=TODAY, said=Ending(), by=BY)
    renew_themselves(workspace=account.workspace)
    assert ends(contract) == [TODAY]


def test_an_account_that_was_entered_without_a_word_does_not_come_back_by_an_older_contract(account):
    older = renewing(account, "C-0", "2023-01-01", "2024-01-01", product="Old")
    renewing(account)
    note_unsaid(workspace=account.workspace)
    assert Departure.objects.get().ends_on == TODAY
    renew_themselves(workspace=account.workspace)
    assert older.periods.count() == 1
    assert ContractPeriod.objects.count() == 2


def test_a_period_that_an_import_brings_later_for_the_same_start_takes_the_place_of_the_one_added(account):
    for key in ("C-1", ""):
        contract = renewing(account, key, product=key or "made here")
        renew_themselves(workspace=account.workspace)
        row = {"key": key, "account": account.key, "product": key or "made here", "starts_on": "2026-05-12"}
        row |= {"ends_on": "2028-05-12", "mrr": {"amount": 20_000, "currency": "EUR"}}
        outcome = upsert(workspace=account.workspace, kind="contracts", rows=[row], by="test")
        assert set(outcome.records.values()) == {contract.pk}
        assert list(contract.periods.order_by("starts_on").values_list("ends_on", "mrr")) == [
            (TODAY, 12_000),
            (date(2028, 5, 12), 20_000),
        ]


def test_where_each_term_has_a_key_of_its_own_the_next_one_is_not_doubled(account):
    contract = renewing(account, product="App")
    renewing(account, "C-2", "2026-05-12", "2027-05-12", product="App")
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def terms(workspace):
    """Every term of the workspace: the key of its contract, its days, and the options that end with it."""
    return [
        (one.contract.key, str(one.starts_on), str(one.ends_on), sorted(
            line.option for line in one.contract.lines.filter(starts_on=one.starts_on, ends_on=one.ends_on)
        ))
        for one in ContractPeriod.objects.filter(workspace=workspace).order_by("contract__key", "starts_on")
    ]  # fmt: skip


AGREED = ("C-1", BEFORE, "2026-05-12", ["booking"])
BY_ITSELF = ("C-1", "2026-05-12", "2027-05-12", ["booking"])


@pytest.mark.parametrize("starts", ["2026-05-11", "2026-05-12", "2026-05-13"])
@pytest.mark.parametrize("options", [["booking"], ["booking", "push"], None])
def test_the_term_of_its_own_goes_when_the_next_one_comes_in_later_with_another_key(account, starts, options):
    renewing(account, product="App")
    renew_themselves(workspace=account.workspace)
    assert terms(account.workspace) == [AGREED, BY_ITSELF]
    StaleAccount.objects.all().delete()
    renewing(account, "C-2", starts, "2027-05-12", product="App", options=options)
    assert terms(account.workspace) == [AGREED, ("C-2", starts, "2027-05-12", options or [])]
    entry = AuditEntry.objects.get(noun="renewal", verb="give_way")
    assert (entry.by, entry.before["starts_on"], entry.after) == ("test", "2026-05-12", None)
    assert StaleAccount.objects.get().account == account
    note_departures(account.workspace)
    assert len(terms(account.workspace)) == 2, "it is not added again"
    assert not Departure.objects.exists()


def test_the_term_of_its_own_goes_though_it_is_the_same_contract_that_comes_in_with_a_later_end(account):
    renewing(account)
    renew_themselves(workspace=account.workspace)
    said = {"key": "C-1", "account": account.key, "starts_on": BEFORE, "ends_on": "2027-05-12", "options": ["booking"]}
    said["mrr"] = {"amount": 12_000, "currency": "EUR"}
    upsert(workspace=account.workspace, kind="contracts", rows=[said], by="test")
    assert terms(account.workspace) == [("C-1", BEFORE, "2027-05-12", ["booking"])]


def test_the_term_of_its_own_is_cut_short_by_one_that_begins_in_its_midst(account):
    renewing(account, product="App")
    renew_themselves(workspace=account.workspace)
    renewing(account, "C-2", "2026-10-12", "2027-10-12", product="App")
    cut = ("C-1", "2026-05-12", "2026-10-12", ["booking"])
    assert terms(account.workspace) == [AGREED, cut, ("C-2", "2026-10-12", "2027-10-12", ["booking"])]
    assert ContractPeriod.objects.get(contract__key="C-1", starts_on=TODAY).term_months == 5
    entry = AuditEntry.objects.get(noun="renewal", verb="give_way")
    assert (entry.before["ends_on"], entry.after["ends_on"]) == ("2027-05-12", "2026-10-12")


@pytest.mark.parametrize(
    "other",
    [
        {"product": "Till"},
        {"starts": "2026-10-12", "ends": "2027-10-12", "options": ["push"]},
        {"starts": "2027-05-12", "ends": "2028-05-12"},
        {"starts": "2024-05-12", "ends": "2025-05-12"},
    ],
)
def test_what_is_another_agreement_or_of_another_time_leaves_the_term_of_its_own(account, other):
    renewing(account, product="App")
    renew_themselves(workspace=account.workspace)
    renewing(account, "C-2", **{"starts": "2026-05-12", "ends": "2027-05-12", "product": "App"} | other)
    assert BY_ITSELF in terms(account.workspace)
    assert not AuditEntry.objects.filter(verb="give_way").exists()


@pytest.mark.parametrize("column", ["mrr", "seats", "notice"])
def test_a_term_of_its_own_that_somebody_changed_stays(account, column):
    contract = renewing(account, product="App")
    renew_themselves(workspace=account.workspace)
    if column == "notice":
        Contract.objects.filter(pk=contract.pk).update(notice_given_on=TODAY)
    else:
        ContractPeriod.objects.filter(starts_on=TODAY).update(**{column: 7})
    renewing(account, "C-2", "2026-05-12", "2027-05-12", product="App")
    assert BY_ITSELF in terms(account.workspace)


def test_another_account_or_workspace_makes_no_term_give_way(account, other_workspace):
    renewing(account, product="App")
    renew_themselves(workspace=account.workspace)
    (sister,) = make_accounts(account.workspace, "sister")
    (theirs,) = make_accounts(other_workspace, account.key)
    for one in (sister, theirs):
        renewing(one, "C-2", "2026-05-12", "2027-05-12", product="App")
    assert BY_ITSELF in terms(account.workspace)


def test_an_import_that_made_a_term_of_its_own_give_way_brings_it_back_when_it_is_taken_back(account, importer):
    for product in ("App", "Till"):
        renewing(account, f"C-{product}", product=product)
    renew_themselves(workspace=account.workspace)
    before = terms(account.workspace)
    assert len(before) == 4
    rows = "D-1,smit,App,2026-05-12,2027-05-12,120\nD-2,smit,Till,2026-08-12,2027-08-12,130\n"
    of = importer.text("contracts", f"key,account,product,start,end,mrr\n{rows}")
    assert (of.created, of.failed) == (2, 0)
    assert [key for key, *_ in terms(account.workspace)] == ["C-App", "C-Till", "C-Till", "D-1", "D-2"]
    assert importer.undo(of).reasons == []
    assert terms(account.workspace) == before


def test_the_term_is_taken_back_and_not_added_again(account):
    contract = renewing(account)
    renew_themselves(workspace=account.workspace)
    undo_itself(contract=contract, by=BY)
    assert ends(contract) == [TODAY]
    assert AuditEntry.objects.get(noun="renewal", verb="undo").by == BY
    renew_themselves(workspace=account.workspace)
    assert ends(contract) == [TODAY], "somebody took it back"
    with pytest.raises(UndoError, match="changed since"):
        undo_itself(contract=contract, by=BY)


def test_a_term_that_a_member_added_is_not_taken_for_one_that_came_by_itself(account):
    contract = renewing(account)
    renew(contract=contract, months=12, mrr=1, by=BY)
    with pytest.raises(UndoError, match="changed since"):
        undo_itself(contract=contract, by=BY)


def test_another_workspace_is_left_alone(account, other_workspace):
    (theirs,) = make_accounts(other_workspace, "theirs")
    contract = renewing(theirs)
    renew_themselves(workspace=account.workspace)
    assert contract.periods.count() == 1


def test_who_left_without_a_word_stays_after_all_by_running_on(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    note_unsaid(workspace=account.workspace)
    row = Departure.objects.get()
    assert was_unsaid(row)
    stay_unsaid(departure=row, by=BY)
    assert ends(contract) == [TODAY, AFTER]
    row.refresh_from_db()
    assert row.taken_back_at == NOW
    note_departures(account.workspace)
    assert Departure.objects.count() == 1


def test_an_end_that_is_said_later_takes_the_place_of_the_one_nobody_said(account):
    contract = agree(account, "C-1", BEFORE, "2026-05-12")
    note_unsaid(workspace=account.workspace)
    end_contract(contract=contract, ends_on=TODAY, said=Ending(competitor="Rival"), by=BY)
    note_departures(account.workspace)
    assert [row.competitor for row in Departure.objects.filter(taken_back_at=None)] == ["Rival"]
