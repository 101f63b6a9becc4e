"""Renewals and the churn register: what is due, what is said and done about it, who left and why, and how little they ask."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.actions.departures import Ending, end_contract
from tenure.actions.renewals import say_word
from tenure.actions.unsaid_departures import note_unsaid
from tenure.actions.workspace_settings import change_workspace
from tenure.records.models import ChurnReason, Contract, ContractPeriod, Departure, Member, RenewalWord
from tenure.rounds.departures import note_departures
from tests.factories import store
from tests.pages.conftest import DOING_WELL, IN_TROUBLE
from tests.pages.said.renewals import contract_of

HERE, LEFT = "/w/acme/renewals", "/w/acme/renewals/left"
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
MAY = "/w/acme/retention?month=2026-05"
HTMX = {"HX-Request": "true"}
LIST = HTMX | {"HX-Target": "renewals"}


@pytest.fixture(autouse=True)
def frozen(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def due(acme):
    """Three contracts: one good with an owner, one poor, one in dollars."""
    good, poor, other = (
        contract_of(acme, "good", 20, notice_days=30, renews_itself=True, mrr=10_000),
        contract_of(acme, "poor", 25, notice_days=20, mrr=5_000),
        contract_of(acme, "dollar", 70, currency="USD", mrr=7_000),
    )
    store(good.account, DOING_WELL | {"owner": "Ada"}, NOW)
    store(poor.account, IN_TROUBLE | {"owner": "Piet"}, NOW)
    return good, poor, other


def text(response):
    assert response.status_code == 200
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[max(page.find('id="main"'), 0) :]))


def names(response):
    page = response.content.decode()
    links = re.findall(r'class="row-link".*?</a>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", link.partition(">")[2]).strip() for link in links]


def test_what_is_due_is_summed_up_in_a_sentence_each_currency_by_itself(visit, due):
    said = text(visit("viewer").get(HERE))
    assert (
        "3 contracts are due before 1 May 2027, with €150 and US$70 MRR; €102 and US$42 of it can be counted on."
        in said
    )
    assert "1 is at risk." in said


def test_the_shares_of_the_forecast_are_the_workspaces_own_and_named_on_the_page(visit, due, acme):
    change_workspace(workspace=acme, by="test", commit_share=100, likely_share=50, at_risk_share=0)
    client = visit("owner")
    said = text(client.get(HERE))
    assert "€100 and US$35 of it can be counted on" in said
    assert "100 % of what is committed, 50 % of what is likely and 0 % of what is at risk" in said
    assert "Change the shares" in said
    assert "Change the shares" not in text(visit("manager").get(HERE))


def test_rows_say_forecast_reason_owner_notice_and_money_soonest_first(visit, due):
    response = visit("viewer").get(HERE)
    assert names(response) == ["Good", "Poor", "Dollar"]
    said = text(response)
    assert (
        "Renews by itself; the last day for notice has passed. Commit Ada in 20 days Past notice, renews by itself"
        in said
    )
    assert "Notice within 5 days" in said
    assert "Nothing is known yet of how it is doing. Likely Nobody yet" in said


def test_each_currency_has_its_picture_and_the_table_behind_it(visit, due):
    page = visit("viewer").get(HERE).content.decode()
    assert page.count('class="due-bars"') == 2
    assert 'aria-label="June 2026: €150 in 2 contracts"' in page
    assert '<td class="number">€100</td><td class="number">€0</td><td class="number">€50</td>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?forecast=at_risk", ["Poor"]),
        ("?month=2026-07", ["Dollar"]),
        ("?owner=Ada", ["Good"]),
        ("?owner=-", ["Dollar"]),
        ("?month=nonsense&forecast=nonsense&page=nonsense", ["Good", "Poor", "Dollar"]),
        ("?month=2026-07&owner=Ada", []),
        ("?page=9", []),
    ],
)
def test_the_address_says_what_is_shown(visit, due, query, found):
    response = visit("viewer").get(HERE + query)
    assert names(response) == found
    assert found or "No renewal here" in text(response)


def test_mine_are_those_that_i_own(visit, acme, due):
    client = visit("agent")
    due[1].account.owner = Member.objects.get(workspace=acme, role="agent")
    due[1].account.save()
    assert names(client.get(HERE + "?scope=mine")) == ["Poor"]
    assert "Agent" in text(client.get(HERE + "?scope=mine")), "the member's own name, not the fact's"


def test_a_trial_an_open_contract_one_that_was_renewed_and_one_that_was_ended_are_not_due(visit, acme):
    contract_of(acme, "trial", 20, plan="Free trial")
    ContractPeriod.objects.filter(contract=contract_of(acme, "open", 20)).update(ends_on=None)
    renewed = contract_of(acme, "renewed", 20)
    ContractPeriod.objects.create(
        workspace=acme, contract=renewed, starts_on=date(2026, 6, 1), ends_on=date(2028, 6, 1), mrr=1, currency="EUR"
    )
    end_contract(contract=contract_of(acme, "ended", 20), ends_on=date(2026, 6, 2), said=Ending(), by="test")
    assert "Nothing is due" in text(visit("viewer").get(HERE))


def test_a_workspace_without_contracts_is_told_what_belongs_here(visit, acme):
    assert "No contract is known yet" in text(visit("viewer").get(HERE))
    assert "Upload contracts" in text(visit("owner").get(HERE))


def test_a_word_counts_from_then_on_says_whose_it_is_and_can_be_taken_back(visit, due):
    client = visit("sales")
    response = client.post(f"{HERE}/{due[1].pk}/word", {"word": "commit", "note": "They signed"}, headers=HTMX)
    assert "Poor: Commit, because you said so." in text(response)
    assert "tenure:renewals" in json.loads(response.headers["HX-Trigger-After-Settle"])
    assert "Sales said so on 12 May 2026: They signed Commit" in text(client.get(HERE))
    entry = re.search(r'name="entry" value="(\d+)"', response.content.decode())[1]
    assert "Taken back" in text(client.post("/w/acme/undone", {"entry": entry}, headers=HTMX))
    assert not RenewalWord.objects.exists()
    again = client.post("/w/acme/undone", {"entry": entry, "more": "1"}, headers=HTMX)
    assert again.status_code == 200


def test_a_form_that_cannot_be_taken_comes_back_with_what_to_change(visit, due):
    client = visit("agent")
    for what, said, sentence in (
        ("word", {"word": ""}, "Choose what you expect."),
        ("terms", {"notice_days": "9999"}, "less than or equal to 1100"),
        ("renewed", {"after": "2026-06-01", "months": "0", "mrr": "1"}, "greater than or equal to 1"),
        ("ended", {"ends_on": ""}, "Choose a day."),
        ("ended", {"ends_on": "2020-01-01"}, "choose a later day"),
    ):
        response = client.post(f"{HERE}/{due[0].pk}/{what}", said, headers=HTMX)
        assert response.status_code == 422, what
        assert sentence in response.content.decode()
    assert not Departure.objects.exists()


def test_terms_are_kept_and_a_contract_is_renewed(visit, due):
    client = visit("agent")
    client.post(f"{HERE}/{due[2].pk}/terms", {"notice_days": "60", "renews_itself": "no"})
    assert Contract.objects.filter(pk=due[2].pk, notice_days=60, renews_itself=False).exists()
    said = {"after": "2026-07-21", "months": "24", "mrr": "75.50"}
    response = client.post(f"{HERE}/{due[2].pk}/renewed", said, headers=HTMX)
    assert "Dollar is renewed until 21 Jul 2028." in text(response)
    assert ContractPeriod.objects.get(contract=due[2], ends_on=date(2028, 7, 21)).mrr == 7_550


def test_ending_a_contract_asks_why_and_keeps_it(visit, acme, due):
    client, reason = visit("agent"), ChurnReason.objects.get(workspace=acme, title="Too hard to use")
    asked = client.get(f"{HERE}/{due[1].pk}").content.decode()
    assert '<optgroup label="Product">' in asked
    said = {
        "ends_on": "2026-05-20",
        "reason": reason.pk,
        "competitor": "Rival",
        "notice_on": "2026-05-01",
        "note": "Sad",
    }
    response = client.post(f"{HERE}/{due[1].pk}/ended", said, headers=HTMX)
    assert "The contract of Poor ends on 20 May 2026." in text(response)
    assert names(client.get(HERE)) == ["Good", "Dollar"]
    register = text(client.get(LEFT))
    assert "1 departure is announced." in register
    assert "Product · Too hard to use · to Rival" in register
    row = Departure.objects.get()
    client.post(f"{LEFT}/{row.pk}/back")
    assert names(client.get(HERE)) == ["Good", "Poor", "Dollar"]


def test_who_left_without_a_word_is_asked_about(visit, acme, frozen):
    contract_of(acme, "gone", -2)
    note_unsaid(workspace=acme)
    client = visit("agent")
    assert "1 account left and nobody said why." in text(client.get(LEFT))
    assert "Who left 1" in text(client.get(HERE))
    row, reason = Departure.objects.get(), ChurnReason.objects.get(workspace=acme, title="Closed")
    response = client.post(f"{LEFT}/{row.pk}/why", {"reason": reason.pk}, headers=HTMX)
    assert "Why Gone left is kept." in text(response)
    said = text(client.get(LEFT))
    assert "nobody said why" not in said
    assert "Their business · Closed" in said
    assert "1 contract ended, with €120 MRR." in said


def test_reasons_are_summed_up_in_two_levels_by_what_they_cost(visit, acme, frozen):
    for key, title, mrr in (("a", "Too hard to use", 100), ("b", "Faults and outages", 300), ("c", "Closed", 200)):
        reason = ChurnReason.objects.get(workspace=acme, title=title).pk
        contract = contract_of(acme, key, 30, mrr=mrr * 100)
        end_contract(contract=contract, ends_on=date(2026, 5, 1), said=Ending(reason), by="test")
    page = visit("viewer").get(LEFT).content.decode()
    found = re.findall(r'class="reason-name">([^<]+)<.*?<b class="number">([^<]+)<', page, re.DOTALL)
    assert found == [
        ("Product", "€400"), ("Faults and outages", "€300"), ("Too hard to use", "€100"), ("Their business", "€200"),
        ("Closed", "€200"),
    ]  # fmt: skip
    chosen = visit("manager").get(LEFT + "?why=Product%20%C2%B7%20Faults%20and%20outages")
    assert names(chosen) == ["B"]


def test_files_hold_the_list_and_no_formula(visit, acme, due):
    due[0].account.name = "=cmd()"
    due[0].account.save()
    response = visit("viewer").get(HERE + "?format=csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["Account"] for row in rows] == ["'=cmd()", "Poor", "Dollar"]
    assert (rows[0]["MRR"], rows[0]["Next term"], rows[0]["Renews by itself"]) == ("100.00", "1200.00", "yes")
    end_contract(contract=due[1], ends_on=date(2026, 5, 1), said=Ending(competitor="Rival"), by="test")
    left = visit("manager").get(LEFT + "?format=csv").getvalue().decode("utf-8-sig")
    assert [row["Competitor"] for row in csv.DictReader(io.StringIO(left))] == ["Rival"]


def test_a_page_of_before_it_was_renewed_does_not_renew_it_again(visit, due):
    client, contract = visit("agent"), due[2]
    page = client.get(f"{HERE}/{contract.pk}")
    said = {"after": "2026-07-21", "months": "12", "mrr": "75.50"}
    assert b'name="after" value="2026-07-21"' in page.content
    client.post(f"{HERE}/{contract.pk}/renewed", said)
    again = client.post(f"{HERE}/{contract.pk}/renewed", said, headers=HTMX)
    assert again.status_code == 422
    assert "It was already renewed until 21 Jul 2027." in again.content.decode()
    assert contract.periods.count() == 2
    assert b'name="after" value="2027-07-21"' in again.content, "who wants another year now knows of the first"
    earlier = client.post(f"{HERE}/{contract.pk}/renewed", said | {"after": "2028-01-01"}, headers=HTMX)
    assert "It now ends on 21 Jul 2027: look at it again before you renew it." in earlier.content.decode()


def test_an_account_whose_contract_renews_itself_is_still_counted_after_its_term(visit, acme, frozen):
    contract = contract_of(acme, "again", -2, renews_itself=True)
    ContractPeriod.objects.filter(contract=contract).update(starts_on=date(2025, 5, 10))
    client = visit("agent")
    assert "1 account left" in text(client.get(MAY))
    note_departures(acme)
    assert "account left" not in text(client.get(MAY))
    assert "Nobody said why" not in text(client.get(LEFT))
    assert contract.periods.count() == 2


def test_a_term_that_came_by_itself_is_taken_back_from_the_page_of_the_renewal(visit, acme, frozen):
    contract = contract_of(acme, "again", -2, renews_itself=True)
    client = visit("agent")
    note_departures(acme)
    assert "It renewed itself on 10 May 2026" in text(client.get(f"{HERE}/{contract.pk}"))
    response = client.post(f"{HERE}/{contract.pk}/back", headers=HTMX)
    assert "Again did not renew: its contract ended on 10 May 2026." in text(response)
    assert "It renewed itself" not in text(client.get(f"{HERE}/{contract.pk}"))
    assert "changed since" in text(client.post(f"{HERE}/{contract.pk}/back", headers=HTMX))
    note_departures(acme)
    assert contract.periods.count() == 1


def test_what_ended_lately_is_listed_and_renewed_after_its_end(visit, acme, frozen):
    late, older = contract_of(acme, "late", -2), contract_of(acme, "older", -90)
    client = visit("agent")
    note_departures(acme)
    said = text(client.get(HERE))
    assert "Ended, not renewed" in said
    assert names(client.get(HERE)) == ["Late"], "the other ended too long ago"
    assert "It ended, and nobody said whether it goes on." in text(client.get(f"{HERE}/{late.pk}"))
    assert client.get(f"{HERE}/{older.pk}").status_code == 200
    said = {"after": "2026-05-10", "months": "11", "mrr": "120"}
    response = client.post(f"{HERE}/{late.pk}/renewed", said, headers=HTMX)
    assert "Late is renewed until 10 Apr 2027." in text(response)
    note_departures(acme)
    assert not Departure.objects.filter(contract=late, taken_back_at=None).exists(), "it has not left"
    assert "Ended, not renewed" not in text(client.get(HERE))


def test_what_ended_lately_is_said_to_end_and_asked_about_no_more(visit, acme, frozen):
    late = contract_of(acme, "late", -2)
    client, reason = visit("agent"), ChurnReason.objects.get(workspace=acme, title="Closed")
    note_departures(acme)
    client.post(f"{HERE}/{late.pk}/ended", {"ends_on": "2026-05-10", "reason": reason.pk}, headers=HTMX)
    note_departures(acme)
    assert names(client.get(HERE)) == []
    assert client.get(f"{HERE}/{late.pk}").status_code == 404, "the register has it"
    assert "Their business · Closed" in text(client.get(LEFT))
    assert Departure.objects.filter(taken_back_at=None).count() == 1


def test_who_left_without_a_word_stays_after_all(visit, acme, frozen):
    late = contract_of(acme, "late", -2)
    client = visit("agent")
    note_departures(acme)
    row = Departure.objects.get()
    assert "It stays after all" in text(client.get(f"{LEFT}/{row.pk}"))
    response = client.post(f"{LEFT}/{row.pk}/back", headers=HTMX)
    assert "The contract of Late goes on as before." in text(response)
    assert late.periods.count() == 2
    assert names(client.get(LEFT)) == []


def test_each_running_contract_of_an_account_leads_to_where_it_is_renewed_or_ended(visit, acme):
    far, without, ended, trial, over = (
        contract_of(acme, "smit", 800),
        contract_of(acme, "open", 20),
        contract_of(acme, "ending", 20),
        contract_of(acme, "trial", 20, plan="Free trial"),
        contract_of(acme, "over", -90),
    )
    ContractPeriod.objects.filter(contract=far).update(starts_on=date(2025, 5, 12))
    ContractPeriod.objects.filter(contract=without).update(ends_on=None)
    row = end_contract(contract=ended, ends_on=date(2026, 6, 2), said=Ending(), by="test")
    client, viewer = visit("agent"), visit("viewer")
    for contract, address in (
        (far, f"{HERE}/{far.pk}"),
        (without, f"{HERE}/{without.pk}/ending"),
        (ended, f"{LEFT}/{row.pk}"),
    ):
        page = f"/w/acme/accounts/{contract.account.key}/contracts"
        assert f'href="{address}">Renew, terms, end' in client.get(page).content.decode()
        assert client.get(address).status_code == 200
        assert "Renew, terms, end" not in text(viewer.get(page))
    for contract in (trial, over):
        assert "Renew, terms, end" not in text(client.get(f"/w/acme/accounts/{contract.account.key}/contracts"))


def test_sellers_may_give_a_word_and_viewers_only_look(visit, due):
    for role, word, more in (("agent", True, True), ("sales", True, False), ("viewer", False, False)):
        page = visit(role).get(f"{HERE}/{due[0].pk}", headers=HTMX).content.decode()
        assert ("/word" in page) is word, role
        assert ("/ended" in page) is more, role


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


@pytest.mark.parametrize("address", [HERE, LEFT])
def test_a_list_asks_as_often_however_long_it_is(visit, acme, address):
    client = visit("manager")

    def more(first, last):
        for number in range(first, last):
            contract = contract_of(acme, f"k{number}", 30)
            say_word(contract=contract, word="likely", by="member 1")
            contract_of(acme, f"e{number}", -3)
            gone = contract_of(acme, f"g{number}", 30)
            end_contract(contract=gone, ends_on=NOW.date() - timedelta(1), said=Ending(), by="test")

    more(0, 1)
    few = queries(client, address)
    more(1, 12)
    assert queries(client, address) == few
    assert few < 16


def test_a_contract_without_an_end_is_never_due_but_is_ended_with_why(visit, acme, frozen):
    contract = contract_of(acme, "open", 20)
    ContractPeriod.objects.filter(contract=contract).update(ends_on=None)
    client = visit("agent")
    assert "1 contract runs on without an end, so it is never due." in text(client.get(HERE))
    assert names(client.get(f"{HERE}/open")) == ["Open"]
    refused = client.post(f"{HERE}/{contract.pk}/open/ended", {"ends_on": "2020-01-01"}, headers=HTMX)
    assert refused.status_code == 422
    response = client.post(f"{HERE}/{contract.pk}/open/ended", {"ends_on": "2026-06-01"}, headers=HTMX)
    assert "The contract of Open ends on 1 Jun 2026." in text(response)
    assert names(client.get(f"{HERE}/open")) == []
    entry = re.search(r'name="entry" value="(\d+)"', response.content.decode())[1]
    client.post("/w/acme/undone", {"entry": entry}, headers=HTMX)
    assert names(client.get(f"{HERE}/open")) == ["Open"]
