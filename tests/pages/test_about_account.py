"""The pages about one account beside its health: what happened, who is there, what was agreed, bought and run for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.accounts import record_history
from tenure.actions.custom_facts import create_custom_fact
from tenure.answers.whitespace import _similar
from tenure.console.objectives.templates import TEMPLATES
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.custom import CustomFact
from tenure.records.models import (
    AccountHealth,
    AccountHistory,
    Asset,
    AssetHistory,
    AuditEntry,
    Contact,
    Contract,
    ContractLine,
    ContractPeriod,
    Note,
    Objective,
    StaleAccount,
    Task,
    Touchpoint,
)  # fmt: skip
from tenure.values.moment import Moment
from tests.factories import make_account, make_member, store

PAGE = "/w/acme/accounts/bakery"
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march(own_data):
    with time_machine.travel(NOW, tick=False):
        yield


def text(response) -> str:
    return " ".join(response.content.decode().split())


def contract(account, option: str = "", *, mrr: int = 5_000) -> Contract:
    row = Contract.objects.create(
        workspace=account.workspace, account=account, key=account.key, product="App", created_at=NOW
    )
    ContractPeriod.objects.create(
        workspace=account.workspace, contract=row, starts_on=date(2026, 1, 1), mrr=mrr, currency="EUR"
    )
    if option:
        ContractLine.objects.create(
            workspace=account.workspace, contract=row, option=option, starts_on=date(2026, 1, 1)
        )
    return row


@pytest.fixture
def account(acme):
    return make_account(
        acme, "bakery", "Bakkerij Smit", {"active_days_28": 3, "mrr": {"amount": 5000, "currency": "EUR"}}
    )


def task(account, title: str, **more) -> Task:
    return Task.objects.create(
        workspace=account.workspace, account=account, title=title, created_at=NOW, created_by="test", **more
    )


def touched(account, days_ago: int, summary: str = "") -> None:
    Touchpoint.objects.create(
        workspace=account.workspace, account=account, key=f"t{days_ago}", at=NOW - timedelta(days=days_ago),
        channel="call", summary=summary, created_at=NOW,
    )  # fmt: skip


def test_the_head_names_the_parent_and_adds_up_those_beneath(visit, acme, account):
    parent = make_account(acme, "group", "Smit Groep", {"mrr": {"amount": 10_000, "currency": "EUR"}})
    account.parent = parent
    account.save()
    assert "Smit Groep" in text(visit("viewer").get(PAGE))
    above = text(visit("agent").get("/w/acme/accounts/group"))
    assert "1 account beneath it" in above
    assert "€150 a month together" in above


def test_a_ring_of_parents_does_not_turn_for_ever(visit, acme, account):
    other = make_account(acme, "other", "Other")
    account.parent, other.parent = other, account
    account.save()
    other.save()
    assert visit("viewer").get(PAGE).status_code == 200


def test_the_timeline_goes_on_page_by_page_and_repeats_nothing(visit, account):
    for days in range(60):
        touched(account, days, f"number {days}.")
    client = visit("viewer")
    first = client.get(f"{PAGE}/timeline", {"kind": "touchpoints"})
    second = client.get(f"{PAGE}/timeline{first.context['more']}", headers={"HX-Target": "more"})
    both = text(first) + text(second)
    assert [both.count(f"number {days}.") for days in range(60)] == [1] * 60
    assert "<html" not in text(second)


def test_the_timeline_shows_only_the_kinds_asked_for(visit, account):
    touched(account, 1, "About the new app")
    visit("agent").post(f"{PAGE}/notes", {"text": "They are moving house"})
    client = visit("viewer")
    whole, notes = text(client.get(f"{PAGE}/timeline")), text(client.get(f"{PAGE}/timeline?kind=notes"))
    assert "About the new app" in whole
    assert "They are moving house" in whole
    assert "About the new app" not in notes
    assert "They are moving house" in notes


def test_what_happened_is_told_by_the_clock_of_the_workspace(visit, acme, account):
    acme.time_zone = "Europe/Amsterdam"
    acme.save()
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    Note.objects.create(
        workspace=acme, account=account, key="late", at=late, text="After midnight here", by="Ada", created_at=late
    )
    page = visit("viewer").get(f"{PAGE}/timeline")
    ((day, (entry,)),) = page.context["days"]
    assert (day, f"{entry.at:%H:%M}") == (date(2026, 3, 2), "00:30")
    assert 'datetime="2026-03-01T23:30:00+00:00">00:30' in page.content.decode()


@pytest.mark.parametrize("before", ["nonsense", "1.2", "99999999999999999999.1.1", "-1.0.0", "999999999999999999.1.1"])
def test_a_place_in_the_timeline_that_makes_no_sense_is_its_beginning(visit, account, before):
    assert visit("viewer").get(f"{PAGE}/timeline", {"before": before}).status_code == 200


def test_a_note_is_kept_with_its_author_and_an_empty_one_is_none(visit, account):
    client = visit("sales")
    client.post(f"{PAGE}/notes", {"text": "They asked for a call"})
    client.post(f"{PAGE}/notes", {"text": "   "})
    note = Note.objects.get()
    assert (note.text, note.by) == ("They asked for a call", "Sales")


@pytest.fixture
def piet(acme, account):
    return Contact.objects.create(
        workspace=acme, account=account, key="piet", name="Piet Smit", email="piet@example.com", phone="+31612345678",
        time_zone="America/New_York", video_link="https://meet.example.com/piet", created_at=NOW,
    )  # fmt: skip


def test_a_contact_is_one_click_away_at_the_time_where_they_are(visit, piet):
    page = text(visit("viewer").get(f"{PAGE}/contacts"))
    for said in ("mailto:piet@example.com", "tel:+31612345678", "https://meet.example.com/piet", "08:00 there now"):
        assert said in page


def test_who_becomes_a_champion_is_one_from_now_on(visit, acme, account, piet):
    client = visit("agent")
    said = {"name": "Piet Smit", "role": "Owner", "preferred_channel": "call", "is_champion": "on"}
    client.post(f"{PAGE}/contacts/{piet.pk}", {f"c{piet.pk}-{name}": value for name, value in said.items()})
    piet.refresh_from_db()
    assert (piet.role, piet.preferred_channel, piet.champion_since, piet.champion_until) == ("Owner", "call", NOW, None)
    assert AuditEntry.objects.get(noun="contact").before["role"] == ""
    assert StaleAccount.objects.filter(account=account).exists()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"time_zone": "Mars/Phobos"}, "no time zone"),
        ({"video_link": "javascript:alert(1)"}, "begins with https"),
        ({"preferred_channel": "telepathy"}, "Select a valid choice"),
    ],
)
def test_what_a_contact_cannot_have_is_told_at_the_form(visit, piet, wrong, reason):
    answer = visit("agent").post(f"{PAGE}/contacts/{piet.pk}", {f"c{piet.pk}-{k}": v for k, v in wrong.items()})
    assert answer.status_code == 422
    assert reason in text(answer)


def test_options_that_others_of_the_same_trade_have_are_whitespace(visit, acme, account):
    record_history(account=account, name="trait.trade", value="bakery", by="test")
    contract(account)
    for at in range(4):
        other = make_account(acme, f"baker{at}", f"Baker {at}")
        record_history(account=other, name="trait.trade", value="bakery", by="test")
        contract(other, "Booking" if at else "")
    for at in range(5):
        contract(make_account(acme, f"smith{at}", f"Smith {at}"), "Forge")
    page = visit("agent").get(f"{PAGE}/contracts")
    (one,) = page.context["suggestions"]
    assert (one.gap.option, one.gap.having, one.gap.similar) == ("Booking", 3, 4)
    assert [account.name for account in one.examples] == ["Baker 1", "Baker 2", "Baker 3"]
    visit("manager").post(f"{PAGE}/contracts/declined", {"option": "Booking", "reason": "They have their own"})
    after = visit("admin").get(f"{PAGE}/contracts")
    assert after.context["suggestions"] == []
    assert "They have their own" in text(after)
    assert AccountHistory.objects.filter(name="declined.Booking").exists()


def test_an_account_that_changed_its_trade_is_like_its_new_one_alone(acme, account):
    record_history(account=account, name="trait.trade", value="bakery", by="test")
    other = make_account(acme, "other", "Other")
    for at, value in ((NOW, "bakery"), (NOW + timedelta(days=2), "florist")):
        with time_machine.travel(at, tick=False):
            record_history(account=other, name="trait.trade", value=value, by="test")
    for one in (account, other):
        contract(one)
    assert _similar(account, Moment(NOW + timedelta(days=1)))[2] == {account.pk, other.pk}
    assert _similar(account, Moment(NOW + timedelta(days=3)))[2] == {account.pk}


def test_contracts_say_what_runs_and_until_when(visit, account):
    row = contract(account, "Booking")
    row.periods.update(ends_on=date(2026, 12, 31))
    page = text(visit("viewer").get(f"{PAGE}/contracts"))
    assert "Runs until 31 Dec 2026" in page
    assert "Booking" in page


def test_an_objective_goes_its_way_by_the_fact_that_it_reads(visit, acme, account):
    client = visit("agent")
    said = {
        "title": "Used on more days",
        "fact": "active_days_28",
        "baseline": "1",
        "target": "11",
        "worth": "500",
        "cost": "100",
    }
    assert client.post(f"{PAGE}/objectives/new", said).status_code == 302
    (row,) = client.get(f"{PAGE}/objectives").context["rows"]
    assert (row.actual, row.share, row.roi) == ("3", "20%", "0%")
    store(account, {"active_days_28": 6}, at=NOW)
    (row,) = client.get(f"{PAGE}/objectives").context["rows"]
    assert (row.actual, row.share, row.roi) == ("6", "50%", "150%")
    objective = Objective.objects.get()
    assert objective.since == NOW.date()
    client.post(f"{PAGE}/objectives/{objective.pk}/end")
    assert client.get(f"{PAGE}/objectives").context["rows"] == []
    assert list(AuditEntry.objects.filter(noun="objective").values_list("verb", flat=True)) == ["create", "end"]


def test_what_an_objective_returns_is_not_for_sellers(visit, acme, account):
    visit("agent").post(
        f"{PAGE}/objectives/new",
        {"title": "More", "baseline": "0", "target": "9", "actual": "9", "worth": "9", "cost": "1"},
    )
    (row,) = visit("sales").get(f"{PAGE}/objectives").context["rows"]
    assert (row.share, row.roi) == ("100%", "")


def test_an_objective_without_a_title_comes_back_with_what_to_say(visit, account):
    answer = visit("agent").post(f"{PAGE}/objectives/new", {"baseline": "1", "target": "2"})
    assert answer.status_code == 422
    assert not Objective.objects.exists()


def test_templates_of_objectives_read_facts_that_there_are():
    assert [one.fact for one in TEMPLATES if one.fact not in CATALOGUE] == []


@pytest.mark.parametrize(
    ("said", "first", "why"),
    [
        ("Webshop", ["revenue", "orders", "use"], "says Webshop."),
        ("Услуги", ["bookings", "use", "seats"], "says Услуги."),
        ("content", ["downloads", "reach", "use"], "says content."),
        ("hotel", ["revenue", "orders", "downloads"], "says hotel. Where it says shop, content or service"),
        (None, ["revenue", "orders", "downloads"], "Nothing says what kind of account this is."),
    ],
)
def test_templates_that_fit_the_kind_of_account_come_first(visit, account, said, first, why):
    account.health.facts |= {} if said is None else {"trait.Kind": said}
    account.health.save()
    page = visit("agent").get(f"{PAGE}/objectives")
    templates = page.context["templates"]
    assert [one.slug for one in templates][:3] == first
    assert len(templates) == len(TEMPLATES)
    assert why in text(page)


def test_bookings_are_read_from_measurements_or_from_what_the_workspace_counts_as_such(visit, acme, account):
    client = visit("agent")

    def initial() -> dict:
        return client.get(f"{PAGE}/objectives", {"template": "bookings"}).context["new"].initial

    assert initial() == {"title": "More bookings", "fact": "bookings_28"}
    create_custom_fact(workspace=acme, custom=CustomFact("bookings_90", "event", "Booked", "count", 90), by="test")
    account.health.facts |= {"bookings_90": 12}
    account.health.save()
    assert initial() == {"title": "More bookings", "fact": "bookings_90", "baseline": 12.0}
    account.health.facts |= {"bookings_28": 4}
    account.health.save()
    assert initial() == {"title": "More bookings", "fact": "bookings_28", "baseline": 4.0}


def test_a_template_begins_where_the_account_stands(visit, account):
    page = visit("agent").get(f"{PAGE}/objectives", {"template": "use"})
    assert page.context["new"].initial == {"title": "Used on more days", "fact": "active_days_28", "baseline": 3.0}


def test_assets_show_their_dates(visit, acme, account):
    asset = Asset.objects.create(workspace=acme, account=account, key="app", name="Smit app", created_at=NOW)
    for name, value in (("published_on", "2026-03-01"), ("certificate_ends_on", "2026-04-08"), ("version", "2.1")):
        AssetHistory.objects.create(workspace=acme, asset=asset, name=name, value=value, since=NOW - timedelta(days=1))
    page = text(visit("viewer").get(f"{PAGE}/assets"))
    for said in ("Smit app", "version 2.1", "9 days ago", "in 4 weeks"):
        assert said in page


@pytest.mark.parametrize("tab", ["timeline", "contacts", "contracts", "objectives", "assets"])
def test_a_page_about_an_account_asks_as_often_whatever_there_is(
    visit, acme, account, tab, django_assert_max_num_queries
):
    client = visit("viewer")
    with django_assert_max_num_queries(45) as few:
        client.get(f"{PAGE}/{tab}")
    for at in range(10):
        Contact.objects.create(workspace=acme, account=account, key=f"c{at}", created_at=NOW)
        Asset.objects.create(workspace=acme, account=account, key=f"a{at}", created_at=NOW)
        Objective.objects.create(
            workspace=acme, account=account, title=str(at), baseline=0, target=1, since=NOW.date(), by="test", created_at=NOW
        )  # fmt: skip
        touched(account, at)
    row = contract(account)
    for at in range(10):
        ContractLine.objects.create(workspace=acme, contract=row, option=f"o{at}", starts_on=date(2026, 1, 1))
    with django_assert_max_num_queries(len(few.captured_queries) + 3):  # prefetches of what was not there before
        client.get(f"{PAGE}/{tab}")


def test_the_chart_marks_touchpoints_and_what_became_of_contracts(visit, account):
    touched(account, 3)
    row = contract(account)
    row.periods.update(starts_on=date(2025, 9, 1), ends_on=date(2026, 3, 1))
    ContractPeriod.objects.create(
        workspace=account.workspace, contract=row, starts_on=date(2026, 3, 1), mrr=9_000, currency="EUR"
    )
    marked = {one.used.date: (one.kind, one.words) for one in visit("viewer").get(PAGE).context["marked"] if one.kind}
    assert marked == {date(2026, 3, 7): ("touchpoint", "Call"), date(2026, 3, 1): ("contract", "The contract grows")}


def test_what_is_open_for_an_account_stands_on_its_page_of_today_alone(visit, acme, account):
    Task.objects.create(workspace=acme, account=account, title="Call them", created_at=NOW, created_by="test")
    Task.objects.create(workspace=acme, title="Tidy up", created_at=NOW, created_by="test")
    client = visit("viewer")
    page = text(client.get(PAGE))
    assert "Call them" in page
    assert "Tidy up" not in page
    assert "Call them" not in text(client.get(PAGE, {"as_of": "2026-02-01"}))


@pytest.mark.parametrize("role", ["sales", "agent"])
def test_whoever_may_note_is_offered_to(visit, account, role):
    client = visit(role)
    timeline, health = text(client.get(f"{PAGE}/timeline")), text(client.get(PAGE))
    assert 'action="/w/acme/accounts/bakery/notes"' in timeline
    assert '/touchpoints/new?account=bakery" hx-get="/w/acme/touchpoints/new?account=bakery"' in timeline
    assert ">New task</a>" in timeline
    assert ">New task</a>" in health
    assert ">Plan a meeting</a>" in health


def test_viewers_are_offered_no_note_no_task_and_no_touchpoint(visit, account):
    task(account, "Call them")
    client = visit("viewer")
    for address in (PAGE, f"{PAGE}/timeline", f"{PAGE}/contacts"):
        page = text(client.get(address))
        for offer in ("note-form", ">New task<", ">Plan a meeting<", 'class="tick"', 'class="head-acts"'):
            assert offer not in page


def test_what_is_to_be_done_is_ticked_off_there_and_the_rest_is_a_link_away(visit, account):
    for number in range(8):
        task(account, f"Call number {number}", due_on=date(2026, 3, 20 - number))
    first = task(account, "Without a day")
    client = visit("sales")
    page = text(client.get(PAGE))
    part = page[page.index('id="to-do"') :]
    assert part.index("Call number 7") < part.index("Call number 6")
    assert "Call number 1" not in part
    assert "3 more are open" in part
    last = Task.objects.get(title="Call number 7")
    assert f'hx-post="/w/acme/tasks/{last.pk}/done"' in part
    assert f'hx-get="/w/acme/tasks/{last.pk}" hx-target="#sheet-body"' in part
    address = '"/w/acme/tasks?scope=all&amp;account=bakery"'
    assert address in part
    assert first.title in text(client.get("/w/acme/tasks?scope=all&account=bakery"))


def test_the_head_of_the_other_pages_says_money_renewal_and_owner(visit, acme, account):
    account.owner = make_member(acme, "agent", "ada@example.com")
    account.save()
    AccountHealth.objects.filter(account=account).update(renews_on=date(2026, 6, 1))
    client = visit("viewer")
    page = text(client.get(f"{PAGE}/contacts"))
    for said in (
        "<span>€50 MRR</span>",
        "<span>Renewal on 1 Jun 2026</span>",
        f"<span>Owner: {account.owner.name}</span>",
    ):
        assert said in page
        assert said not in text(client.get(PAGE))


def test_an_account_rests_or_is_given_away_from_its_own_pages_and_one_comes_back_there(visit, account):
    client = visit("agent")
    assert '/w/acme/today/bakery/snooze?back=account"' in text(client.get(f"{PAGE}/contracts"))
    form = text(client.get("/w/acme/today/bakery/snooze?back=account"))
    assert '<input type="hidden" name="back" value="account">' in form
    said = {"until": "2026-03-20", "reason": "Holiday", "back": "account"}
    response = client.post("/w/acme/today/bakery/snoozed", said, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Rests until 20 Mar 2026" in text(response)
    response = client.post("/w/acme/today/bakery/assigned", {"owner": "", "back": "account"}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert 'class="head-acts"' not in text(client.get(PAGE, {"as_of": "2026-03-01"}))
