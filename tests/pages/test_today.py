"""Today: the sentence, the order, what is done there, and how little it asks the database."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
import time_machine

from tenure.actions.account_fields import set_field
from tenure.actions.snoozes import snooze
from tenure.answers.process import home
from tenure.eventlog.facts_log import store_day
from tenure.eventlog.tables import FACTS
from tenure.records.models import Account, AccountHealth, AuditEntry, Contract, ContractPeriod, Snooze, Task, Team
from tenure.values.moment import Moment
from tests.factories import judge, make_account, make_member, store
from tests.pages.conftest import DOING_WELL, IN_TROUBLE

TODAY = "/w/acme/"
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
AVERAGE = DOING_WELL | {"active_days_28": 7, "seat_utilisation": 0.5}


@pytest.fixture(autouse=True)
def frozen(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def euro(amount: int) -> dict[str, object]:
    return {"mrr": {"amount": amount * 100, "currency": "EUR"}}


def names(response) -> list[str]:
    return re.findall(r'class="need-name"[^>]*>([^<]+)<', response.content.decode())


def lead(response) -> str:
    found = re.search(r'id="day-lead"[^>]*>([^<]+)<', response.content.decode())
    return found[1] if found else ""


def resting(response) -> str:
    """What the page says of those that rest, in one line; empty where none does."""
    found = re.search(r'<details class="resting".*?</details>', response.content.decode(), re.DOTALL)
    return " ".join(found[0].split()) if found else ""


def task(account, **more):
    return Task.objects.create(
        workspace=account.workspace, account=account, title="Call them", created_at=NOW, created_by="test", **more
    )


def test_the_day_is_one_sentence(visit, bakery, studio):
    assert lead(visit("viewer").get(TODAY)) == "1 account needs you, €120 MRR at stake, 1 renewal within 30 days."


def test_plurals_and_currencies_are_told_apart(visit, acme, bakery):
    make_account(acme, "us", "Dollars", IN_TROUBLE | {"mrr": {"amount": 50_000, "currency": "USD"}})
    said = lead(visit("viewer").get(TODAY))
    assert said == "2 accounts need you, US$500 and €120 MRR at stake, 1 renewal within 30 days."


def test_where_orders_are_at_stake_it_is_not_called_mrr(visit, acme, bakery):
    AccountHealth.objects.update(mrr=None, stake=10_000)
    assert lead(visit("viewer").get(TODAY)).startswith("1 account needs you, €100 a month at stake")


def test_a_day_on_which_nobody_is_needed_says_so(visit, studio):
    response = visit("viewer").get(TODAY)
    assert lead(response) == "Nobody needs you now."
    assert names(response) == []
    assert "Nobody needs you now</h2>" in response.content.decode()


def test_those_with_most_at_stake_come_first_with_their_reason(visit, acme, bakery):
    make_account(acme, "small", "Small one", IN_TROUBLE | euro(20))
    make_account(acme, "big", "Big one", IN_TROUBLE | euro(900))
    response = visit("viewer").get(TODAY)
    assert names(response) == ["Big one", "Bakkerij Smit", "Small one"]
    text = response.content.decode()
    assert "renews in 12 days" in text
    assert AccountHealth.objects.get(account=bakery).detail["reasons"][0]["sentence"] in text


def test_what_is_due_lifts_an_average_account_onto_the_list(visit, acme):
    account = make_account(acme, "mid", "Middling", AVERAGE)
    assert AccountHealth.objects.get(account=account).band == "average"
    reader = visit("viewer")
    assert names(reader.get(TODAY)) == []
    one = task(account, due_on=date(2026, 5, 10))
    response = reader.get(TODAY)
    assert names(response) == ["Middling"]
    assert "a task is 2 days overdue" in response.content.decode()
    one.done_at = NOW
    one.save()
    assert names(reader.get(TODAY)) == []


def test_the_last_day_to_give_notice_counts_as_much_as_a_renewal(visit, acme):
    account = make_account(acme, "mid", "Middling", AVERAGE | {"days_to_renewal": 100})
    contract = Contract.objects.create(workspace=acme, account=account, key="c", notice_days=90, created_at=NOW)
    period = {"starts_on": date(2025, 8, 20), "ends_on": date(2026, 8, 20), "mrr": 12_000, "currency": "EUR"}
    ContractPeriod.objects.create(workspace=acme, contract=contract, **period)
    response = visit("viewer").get(TODAY)
    assert names(response) == ["Middling"]
    assert "notice can be given until 22 May 2026" in response.content.decode()
    Contract.objects.update(notice_given_on=date(2026, 5, 1))
    assert names(visit("agent").get(TODAY)) == []


def test_a_snoozed_account_comes_back_on_its_day(visit, acme, bakery, frozen):
    snooze(account=bakery, until=date(2026, 5, 15), reason="On holiday", by="test")
    assert lead(visit("viewer").get(TODAY)) == "Nobody needs you now; 1 renewal within 30 days."
    frozen.move_to(datetime(2026, 5, 14, 23, 59, tzinfo=UTC))
    assert names(visit("agent").get(TODAY)) == []
    frozen.move_to(datetime(2026, 5, 15, 0, 1, tzinfo=UTC))
    assert names(visit("owner").get(TODAY)) == ["Bakkerij Smit"]


def test_those_that_rest_are_listed_beneath_with_who_said_why(visit, acme, bakery):
    client = visit("agent")
    me = acme.members.get(user__email="agent@example.com")
    snooze(account=bakery, until=date(2026, 5, 15), reason="On holiday", by=f"member {me.pk}")
    for response in (client.get(TODAY), client.get(TODAY, headers=HTMX | {"HX-Target": "needs"})):
        text = resting(response)
        assert "<summary>1 account rests</summary>" in text
        assert "Bakkerij Smit</a>" in text
        assert f"Rests until 15 May 2026. {me.name}: “On holiday”" in text
        assert 'hx-post="/w/acme/today/bakery/awake"' in text
    assert "Show again" not in resting(visit("sales").get(TODAY))
    assert "1 account rests" not in resting(client.get(TODAY, {"scope": "mine"}))
    client.post(f"{TODAY}today/bakery/awake", headers=HTMX)
    assert resting(client.get(TODAY)) == ""
    assert names(client.get(TODAY)) == ["Bakkerij Smit"]


def test_an_account_that_rests_says_so_on_its_own_pages(visit, acme, bakery):
    client, page = visit("agent"), "/w/acme/accounts/bakery"
    snooze(account=bakery, until=date(2026, 5, 15), reason="On holiday", by="somebody")
    for address in (page, f"{page}/contacts"):
        assert "Rests until 15 May 2026. somebody: “On holiday”" in client.get(address).content.decode()
    assert "Show again" not in visit("viewer").get(page).content.decode()
    response = visit("manager").post(f"{TODAY}today/bakery/awake", {"back": "account"}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert "Rests until" not in client.get(page).content.decode()


def test_those_that_rest_cost_no_more_questions_the_more_there_are(visit, acme, django_assert_max_num_queries):
    client = visit("agent")
    for number in range(30):
        account = make_account(acme, f"k{number}", "", IN_TROUBLE)
        snooze(account=account, until=date(2026, 5, 15), reason="On holiday", by="test")
    with django_assert_max_num_queries(24):
        assert "30 accounts rest" in resting(client.get(TODAY))


def test_former_accounts_need_nobody(visit, acme, bakery):
    store(bakery, {"is_former": True}, NOW)
    assert names(visit("viewer").get(TODAY)) == []


def test_snoozing_asks_a_day_and_a_reason_and_can_be_undone(visit, bakery):
    writer = visit("agent")
    form = writer.get(f"{TODAY}today/bakery/snooze", headers=HTMX).content.decode()
    assert 'value="2026-05-19"' in form
    assert "<html" not in form
    refused = writer.post(f"{TODAY}today/bakery/snoozed", {"until": "2026-05-19", "reason": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    done = writer.post(f"{TODAY}today/bakery/snoozed", {"until": "2026-05-19", "reason": "Holiday"}, headers=HTMX)
    assert "Bakkerij Smit rests until 19 May 2026." in done.content.decode()
    assert "tenure:today" in done.headers["HX-Trigger-After-Settle"]
    entry = re.search(r'name="entry" value="(\d+)"', done.content.decode())[1]
    undone = writer.post("/w/acme/undone", {"entry": entry}, headers=HTMX)
    assert "tenure:today" in undone.headers["HX-Trigger-After-Settle"]
    assert not Snooze.objects.exists()
    assert list(AuditEntry.objects.filter(noun="snooze").values_list("verb", flat=True)) == ["create", "undo"]


def test_an_account_is_given_to_somebody_and_back(visit, acme, bakery):
    ada, writer = make_member(acme, "agent", "ada@example.com"), visit("manager")
    set_field(workspace=acme, accounts=[bakery.pk], field="owner", value="Piet", by="test")
    assert 'name="owner"' in writer.get(f"{TODAY}today/bakery/assign", headers=HTMX).content.decode()
    done = writer.post(f"{TODAY}today/bakery/assigned", {"owner": ada.pk}, headers=HTMX).content.decode()
    bakery.refresh_from_db()
    assert bakery.owner == ada
    entry = re.search(r'name="entry" value="(\d+)"', done)[1]
    undone = writer.post("/w/acme/undone", {"entry": entry}, headers=HTMX)
    assert "Taken back: it is as it was." in undone.content.decode()
    bakery.refresh_from_db()
    assert bakery.owner is None


def test_without_script_the_forms_are_pages_and_lead_back(visit, bakery):
    writer = visit("agent")
    assert b"<html" in writer.get(f"{TODAY}today/bakery/snooze").content
    response = writer.post(f"{TODAY}today/bakery/snoozed", {"until": "2026-05-19", "reason": "Holiday"}, follow=True)
    assert response.redirect_chain == [(TODAY, 302)]
    assert "Bakkerij Smit rests until 19 May 2026." in response.content.decode()


def test_scopes_show_mine_my_teams_or_everybodys(visit, acme, bakery):
    client = visit("agent")
    me = acme.members.get(user__email="agent@example.com")
    other = make_member(acme, "agent", "other@example.com")
    me.team = other.team = Team.objects.create(workspace=acme, name="North", created_at=NOW)
    me.save()
    other.save()
    for key, owner in (("mine", me), ("theirs", other)):
        Account.objects.filter(pk=make_account(acme, key, key, IN_TROUBLE | euro(50)).pk).update(owner=owner)
    assert names(client.get(TODAY, {"scope": "mine"})) == ["mine"]
    assert sorted(names(client.get(TODAY, {"scope": "team"}))) == ["mine", "theirs"]
    assert len(names(client.get(TODAY, {"scope": "all"}))) == 3
    assert lead(client.get(TODAY, {"scope": "mine"})).startswith("1 account needs you, €50 MRR")


def test_the_day_begins_with_ones_own_accounts_where_there_are_any(visit, acme, bakery):
    client = visit("agent")
    me = acme.members.get(user__email="agent@example.com")
    assert names(client.get(TODAY)) == ["Bakkerij Smit"]
    away = make_member(acme, "agent", "away@example.com")
    Account.objects.filter(pk=make_account(acme, "theirs", "Theirs", IN_TROUBLE).pk).update(owner=away)
    assert len(names(client.get(TODAY))) == 2
    away.cover, away.away_from = me, NOW.date()
    away.save()
    page = client.get(TODAY)
    assert names(page) == ["Theirs"]
    assert 'href="/w/acme/?scope=mine" aria-current="true"' in page.content.decode()
    assert 'href="/w/acme/?scope=all"' in page.content.decode()
    assert len(names(client.get(TODAY, {"scope": "all"}))) == 2


def test_my_tasks_are_mine_and_due(visit, acme, bakery):
    client = visit("agent")
    me = acme.members.get(user__email="agent@example.com")
    task(bakery, owner=me, due_on=date(2026, 5, 12))
    Task.objects.create(
        workspace=acme, title="Later", owner=me, due_on=date(2026, 6, 1), created_at=NOW, created_by="t"
    )
    Task.objects.create(workspace=acme, title="Nobody’s", due_on=date(2026, 5, 1), created_at=NOW, created_by="t")
    part = client.get(TODAY, headers=HTMX | {"HX-Target": "my-tasks"}).content.decode()
    assert "Call them" in part
    assert "Later" not in part
    assert "Nobody’s" not in part
    assert "2 open" in part


def test_the_sheet_says_why_an_account_ranks_where_it_does(visit, bakery):
    text = visit("viewer").get(f"{TODAY}today/bakery/why").content.decode()
    assert "money 120 × severity 1 × nearness 2.2 = 264" in text
    assert "renews on 24 May 2026" in text
    assert "€120 MRR" in text


def test_an_account_that_was_never_scored_has_no_rank(visit, acme):
    make_account(acme, "new", "New one")
    assert "never scored" in visit("viewer").get(f"{TODAY}today/new/why").content.decode()


def test_an_empty_workspace_shows_three_ways_in(visit, acme):
    text = visit("owner").get(TODAY).content.decode()
    assert "Bring a spreadsheet" in text
    assert "<h1>Today</h1>" in text


def test_the_list_alone_comes_back_when_htmx_asks(visit, bakery):
    response = visit("viewer").get(TODAY, headers=HTMX | {"HX-Target": "needs"})
    assert b"<html" not in response.content
    assert names(response) == ["Bakkerij Smit"]
    assert 'id="day-lead" hx-swap-oob="true"' in response.content.decode()
    assert "HX-Target" in response.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "-1", "²", "9999999999", "12"])
def test_nonsense_in_the_address_shows_the_usual_list(visit, acme, asked):
    for number in range(14):
        make_account(acme, f"k{number}", "", IN_TROUBLE)
    shown = len(names(visit("viewer").get(TODAY, {"show": asked, "scope": asked})))
    assert shown == (12 if asked == "12" else 8)


def test_viewers_are_offered_nothing_to_do(visit, bakery):
    assert "need-acts" not in visit("viewer").get(TODAY).content.decode()
    sales, agent = (visit(role).get(TODAY).content.decode() for role in ("sales", "agent"))
    assert "Snooze" not in sales
    assert "Snooze" in agent


def test_today_asks_the_database_as_often_whatever_its_length(visit, acme, django_assert_max_num_queries):
    client = visit("agent")
    me = acme.members.get(user__email="agent@example.com")
    for number in range(40):
        account = make_account(acme, f"k{number}", "", IN_TROUBLE | {"days_to_renewal": number})
        task(account, owner=me, due_on=NOW.date() - timedelta(number))
    with django_assert_max_num_queries(22):
        assert len(names(client.get(TODAY, {"show": "40"}))) == 40


def test_who_moved_most_is_told_with_what_caused_it(visit, acme, studio):
    then = judge(acme, DOING_WELL | {"active_days_28": 12})
    for back, health in ((8, then), (1, judge(acme, IN_TROUBLE))):
        day = Moment(NOW).window_day - back
        row = {"account": studio.pk, "key": "studio", "day": day, "score": health.score, "band": health.band}
        row |= {"facts": "{}", "health": json.dumps(health.as_json())}
        store_day(home(), "acme", day, pa.Table.from_pylist([row], schema=FACTS))
    store(studio, IN_TROUBLE, NOW)
    text = " ".join(visit("viewer").get(TODAY).content.decode().split())
    part = text[text.index('id="movers-title"') : text.index("</section>", text.index('id="movers-title"'))]
    assert 'href="/w/acme/accounts/studio">Studio Vonk' in part
    assert "Active days in the last 28 days went from 12 to 2" in part
    assert 'class="change down"' in part


def test_the_portfolio_asks_the_database_as_often_whatever_its_length(visit, acme, django_assert_max_num_queries):
    client = visit("viewer")
    for number in range(30):
        make_account(acme, f"k{number}", "", DOING_WELL if number % 2 else IN_TROUBLE)
    with django_assert_max_num_queries(8):
        text = client.get(f"{TODAY}portfolio", headers=HTMX | {"HX-Target": "portfolio"}).content.decode()
    assert "Poor 15" in text
    assert "Good €1,800" in text


def test_the_stream_is_for_members(visit, acme):
    for role in ("outsider", None):
        assert visit(role).get(f"{TODAY}today/stream").status_code == 404
