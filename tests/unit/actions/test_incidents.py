"""Incidents: opened with a rule, listed afresh, told to each account by its owner, closed together and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.importing.records import snapshot
from tenure.actions.incident_entries import IncidentError
from tenure.actions.incident_tasks import MOST_CALLS
from tenure.actions.incident_telling import call_instead, tell, untell
from tenure.actions.incidents import close_incident, open_incident, refresh_incident
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.undo import take_merge_back
from tenure.actions.taking_back import UndoError
from tenure.actions.tasks import finish_tasks
from tenure.actions.undo import undo
from tenure.records.models import Account, AuditEntry, Contact, Incident, IncidentAccount, StaleAccount, Task
from tests.business_rows import EPOCH_TIME, make_asset, make_ticket
from tests.factories import make_account, make_member, store

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BY = "member 1"
ON_IOS = {"fact": "asset_platform", "op": "eq", "value": "iOS"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def owners(workspace):
    return make_member(workspace, "agent", "eva@example.com"), make_member(workspace, "manager", "max@example.com")


@pytest.fixture
def ios(workspace, owners):
    """Adds an account with an app on iOS: whose it is, and how its contact is reached."""

    def made(key, *, owner=None, contact=True, **more):
        account = make_account(workspace, key, key.title(), {"events_28": 5})
        account.owner = owner or owners[0]
        account.save()
        make_asset(account, version="3.1")
        account.assets.update(platform="iOS")
        if contact:
            said = {"key": f"{key}-1", "name": f"Ann of {key}", "email": f"ann@{key}.example", **more}
            Contact.objects.create(workspace=workspace, account=account, created_at=EPOCH_TIME, **said)
        return account

    return made


def opened(workspace, rule=ON_IOS, **more):
    return open_incident(workspace=workspace, title="Images do not load", rule=rule, by=BY, **more).incident


def rows(incident):
    return {row.account.key: row for row in IncidentAccount.objects.filter(incident=incident).order_by("pk")}


def open_titles(workspace):
    found = Task.objects.filter(workspace=workspace, done_at=None, dropped_at=None).order_by("pk")
    return [(task.title, task.owner.name if task.owner else None) for task in found]


def everything(workspace):
    tables = (Incident, IncidentAccount, Task)
    return {table: sorted(map(repr, table.objects.filter(workspace=workspace).values())) for table in tables}


def test_whoever_a_rule_holds_for_is_affected_and_each_owner_gets_theirs(workspace, ios, owners):
    eva, max_ = owners
    ios("one"), ios("two", owner=max_), ios("three", owner=max_)
    make_account(workspace, "other", "Other", {"events_28": 5})
    incident = opened(workspace, description="System 7.2")
    found = rows(incident)
    assert {key: (row.way, row.why, row.contact.name) for key, row in found.items()} == {
        key: ("notice", "", f"Ann of {key}") for key in ("one", "two", "three")
    }
    tell_yours = "Tell your accounts about “Images do not load”"
    assert sorted(open_titles(workspace)) == [(tell_yours, eva.name), (tell_yours, max_.name)]
    assert found["one"].task.owner == eva
    assert found["two"].task == found["three"].task
    assert found["two"].task.reason == "System 7.2"
    assert found["two"].task.due_on == date(2026, 3, 4)
    assert set(StaleAccount.objects.values_list("account__key", flat=True)) == {"one", "two", "three"}


@pytest.mark.parametrize(
    ("contact", "why"),
    [
        ({"traits": {"Address bounces": "yes"}}, "bounces"),
        ({"traits": {"email_bounced": True}}, "bounces"),
        ({"email": ""}, "no address"),
        ({"email": "ann at one"}, "no address"),
        ({"preferred_channel": "call"}, "prefers"),
        ({"preferred_channel": "Telefon"}, "prefers"),
        ({"preferred_channel": "video"}, "prefers"),
    ],
)
def test_whoever_mail_does_not_reach_and_whoever_prefers_to_talk_is_called(workspace, ios, owners, contact, why):
    account = ios("one", **contact)
    row = rows(opened(workspace))["one"]
    assert (row.way, row.why) == ("call", why)
    assert (row.task.account, row.task.owner) == (account, owners[0])
    assert open_titles(workspace) == [("Call Ann of one about “Images do not load”", owners[0].name)]


@pytest.mark.parametrize(
    "contact",
    [
        {"traits": {"Address bounces": "no"}},
        {"traits": {"unsubscribed": True, "marketing": False}},
        {"email": "", "preferred_channel": "letter"},
    ],
)
def test_a_service_notice_goes_by_the_way_preferred_also_to_those_who_want_no_marketing(workspace, ios, contact):
    ios("one", **contact)
    row = rows(opened(workspace))["one"]
    assert (row.way, row.why) == ("notice", "")


def test_an_account_without_a_contact_is_called(workspace, ios):
    ios("one", contact=False)
    row = rows(opened(workspace))["one"]
    assert (row.way, row.why, row.contact) == ("call", "no contact", None)
    assert open_titles(workspace)[0][0] == "Call One about “Images do not load”"


def test_the_champion_is_told_and_whoever_reported_it_before_everybody(workspace, ios):
    account = ios("one")
    more = {"workspace": workspace, "account": account, "created_at": EPOCH_TIME}
    champion = Contact.objects.create(**more, key="c", name="Cas", email="c@one.example", champion_since=EPOCH_TIME)
    reporter = Contact.objects.create(**more, key="r", name="Rob", email="r@one.example")
    assert rows(opened(workspace))["one"].contact == champion
    ticket = make_ticket(account, "2026-03-03", contact=reporter)
    assert rows(opened(workspace, ticket=ticket))["one"].contact == reporter


def test_whoever_reported_it_is_affected_whatever_the_rule_says(workspace, ios):
    account = make_account(workspace, "other")
    incident = opened(workspace, ticket=make_ticket(account, "2026-03-03", subject="No images"))
    assert list(rows(incident)) == ["other"]
    assert incident.ticket.subject == "No images"


def test_who_is_affected_later_is_added_and_who_no_longer_is_stays_with_what_was_told(workspace, ios, clock):
    one = ios("one")
    incident = opened(workspace)
    tell(incident=incident, numbers=[rows(incident)["one"].pk], by=BY)
    one.assets.update(platform="Android")
    ios("two")
    clock.move_to(NOW + timedelta(hours=2))
    assert refresh_incident(incident=incident, by=BY).entry is not None
    found = rows(incident)
    assert (found["one"].told_at, found["one"].found_at) == (NOW, NOW)
    assert (found["two"].told_at, found["two"].found_at) == (None, NOW + timedelta(hours=2))
    assert refresh_incident(incident=incident, by=BY).entry is None


def test_a_rule_on_a_fact_that_was_removed_says_so_and_keeps_the_list(workspace, ios):
    ios("one")
    incident = opened(workspace)
    Incident.objects.update(rule={"fact": "pages_read_28", "op": "gt", "value": 3})
    with pytest.raises(IncidentError, match="“pages_read_28”, and there is no such fact"):
        refresh_incident(incident=incident, by=BY)
    assert list(rows(incident)) == ["one"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "x" * 201}, "needs a title"),
        ({"description": "x" * 1001}, "at most 1000"),
        ({"rule": {"fact": "MRR"}}, "rule"),
        ({"rule": {"fact": "nothing_like_it", "op": "known"}}, "no such fact"),
    ],
)
def test_what_cannot_be_opened_leaves_nothing_behind(workspace, ios, more, said):
    with pytest.raises(IncidentError, match=said):
        open_incident(**({"workspace": workspace, "title": "No images", "rule": ON_IOS, "by": BY} | more))
    assert not Incident.objects.exists()


def test_a_ticket_of_elsewhere_is_refused(workspace, other_workspace):
    ticket = make_ticket(make_account(other_workspace, "theirs"), "2026-03-03")
    with pytest.raises(IncidentError, match="not of this workspace"):
        opened(workspace, ticket=ticket)


def test_telling_all_accounts_of_an_owner_finishes_the_owners_task(workspace, ios):
    ios("one"), ios("two")
    incident = opened(workspace)
    found = rows(incident)
    tell(incident=incident, numbers=[found["one"].pk], by="member 7")
    assert len(open_titles(workspace)) == 1
    tell(incident=incident, numbers=[found["two"].pk], by=BY)
    assert open_titles(workspace) == []
    assert [(row.told_at, row.told_by) for row in rows(incident).values()] == [(NOW, "member 7"), (NOW, BY)]


def test_finishing_the_task_tells_its_accounts_and_taking_that_back_does_too(workspace, ios):
    ios("one"), ios("two"), ios("three", email="")
    incident = opened(workspace)
    before = everything(workspace)
    done = finish_tasks(workspace=workspace, numbers=[rows(incident)["one"].task_id], by=BY)
    assert {key: row.told_by for key, row in rows(incident).items()} == {"one": BY, "two": BY, "three": ""}
    undo(workspace=workspace, entries=done.entries, by=BY)
    assert everything(workspace) == before


def test_who_was_not_told_after_all_is_to_be_told_again(workspace, ios):
    ios("one"), ios("two", email="")
    incident = opened(workspace)
    before = open_titles(workspace)
    numbers = [row.pk for row in rows(incident).values()]
    tell(incident=incident, numbers=numbers, by=BY)
    untell(incident=incident, numbers=numbers, by=BY)
    assert {row.told_at for row in rows(incident).values()} == {None}
    assert open_titles(workspace) == before


def test_an_account_that_was_not_reached_in_writing_is_called_instead(workspace, ios, owners):
    ios("one")
    incident = opened(workspace)
    before = everything(workspace)
    done = call_instead(incident=incident, numbers=[rows(incident)["one"].pk], why="Mail came back", by=BY)
    row = rows(incident)["one"]
    assert (row.way, row.why) == ("call", "Mail came back")
    assert open_titles(workspace) == [("Call Ann of one about “Images do not load”", owners[0].name)]
    undo(workspace=workspace, entries=[done.entry.pk], by=BY)
    assert everything(workspace) == before
    tell(incident=incident, numbers=[row.pk], by=BY)
    with pytest.raises(IncidentError, match="told already"):
        call_instead(incident=incident, numbers=[row.pk], why="", by=BY)


def test_all_are_closed_together_with_an_apology_and_a_goodwill_step(workspace, ios, owners, clock):
    eva, max_ = owners
    ios("one"), ios("two", owner=max_, email="")
    incident = opened(workspace)
    before = everything(workspace)
    StaleAccount.objects.all().delete()
    done = close_incident(incident=incident, apology="We are sorry.", goodwill="A month free", by=BY)
    incident.refresh_from_db()
    assert (incident.closed_at, incident.closed_by, incident.apology) == (NOW, BY, "We are sorry.")
    title = "Apologise for “Images do not load”, and give: A month free"
    assert sorted(open_titles(workspace)) == [(title, eva.name), (title, max_.name)]
    assert set(Task.objects.filter(title=title).values_list("account__key", "reason")) == {
        ("one", "We are sorry."), ("two", "We are sorry.")
    }  # fmt: skip
    assert StaleAccount.objects.count() == 2
    undo(workspace=workspace, entries=[done.entry.pk], by=BY)
    assert everything(workspace) == before


def test_closing_without_a_word_leaves_nothing_to_do_and_a_closed_one_stays_closed(workspace, ios):
    ios("one"), ios("two", email="")
    incident = opened(workspace)
    close_incident(incident=incident, by=BY)
    assert open_titles(workspace) == []
    for again in (close_incident, refresh_incident):
        with pytest.raises(IncidentError, match="is closed"):
            again(incident=incident, by=BY)


def test_opening_is_taken_back_until_somebody_was_told(workspace, ios):
    ios("one"), ios("two", email="")
    done = open_incident(workspace=workspace, title="No images", rule=ON_IOS, by=BY)
    undo(workspace=workspace, entries=[done.entry.pk], by=BY)
    assert everything(workspace) == {Incident: [], IncidentAccount: [], Task: []}
    done = open_incident(workspace=workspace, title="No images", rule=ON_IOS, by=BY)
    tell(incident=done.incident, numbers=[rows(done.incident)["one"].pk], by=BY)
    with pytest.raises(UndoError):
        undo(workspace=workspace, entries=[done.entry.pk], by=BY)
    assert len(rows(done.incident)) == 2


def test_listing_afresh_is_taken_back(workspace, ios):
    ios("one")
    incident = opened(workspace)
    before = everything(workspace)
    ios("two")
    done = refresh_incident(incident=incident, by=BY)
    undo(workspace=workspace, entries=[done.entry.pk], by=BY)
    assert everything(workspace) == before


def test_an_account_handed_over_is_told_by_its_new_owner(workspace, ios, owners):
    max_ = owners[1]
    account = ios("one")
    incident = opened(workspace)
    account.owner = max_
    account.save()
    refresh_incident(incident=incident, by=BY)
    assert [owner for _, owner in open_titles(workspace)] == [max_.name]
    max_.ended_at = NOW
    max_.save()
    refresh_incident(incident=incident, by=BY)
    assert [owner for _, owner in open_titles(workspace)] == [None]


def test_a_call_that_nobody_has_or_somebody_who_left_goes_to_the_owner_of_today(workspace, ios, owners):
    eva, max_ = owners
    account = ios("one", contact=False)
    incident = opened(workspace)
    account.owner = max_
    account.save()
    refresh_incident(incident=incident, by=BY)
    assert rows(incident)["one"].task.owner == eva
    eva.ended_at = NOW
    eva.save()
    refresh_incident(incident=incident, by=BY)
    assert rows(incident)["one"].task.owner == max_


def test_more_calls_than_anybody_can_make_come_as_the_first_are_made(workspace, ios, monkeypatch):
    monkeypatch.setattr("tenure.actions.incident_tasks.MOST_CALLS", 2)
    assert MOST_CALLS == 500
    for number, key in enumerate(("small", "large", "middle")):
        account = ios(key, contact=False)
        store(account, {"mrr": {"amount": [1, 300, 20][number], "currency": "EUR"}}, NOW)
    incident = opened(workspace)
    assert [key for key, row in rows(incident).items() if row.task] == ["large", "middle"]
    tell(incident=incident, numbers=[rows(incident)["large"].pk], by=BY)
    refresh_incident(incident=incident, by=BY)
    assert [key for key, row in rows(incident).items() if row.task] == ["small", "large", "middle"]


def test_an_apology_to_more_accounts_than_tasks_can_be_made_for_is_refused_before_anything_changes(
    workspace, ios, monkeypatch
):
    monkeypatch.setattr("tenure.actions.incidents.MOST_AMENDS", 1)
    ios("one"), ios("two")
    incident = opened(workspace)
    before = everything(workspace)
    with pytest.raises(IncidentError, match="2 are affected"):
        close_incident(incident=incident, apology="Sorry", by=BY)
    assert everything(workspace) == before


def test_the_audit_tells_what_was_done(workspace, ios):
    ios("one")
    incident = opened(workspace)
    tell(incident=incident, numbers=[rows(incident)["one"].pk], by=BY)
    close_incident(incident=incident, by=BY)
    entries = AuditEntry.objects.filter(workspace=workspace, noun="incident").order_by("pk")
    assert [(entry.verb, entry.by) for entry in entries] == [("create", BY), ("tell", BY), ("close", BY)]
    assert entries[0].after.items() >= snapshot(incident).items()


def test_an_account_that_is_erased_in_the_middle_goes_and_the_incident_goes_on(workspace, ios):
    ios("one"), ios("two")
    incident = opened(workspace)
    told = tell(incident=incident, numbers=[row.pk for row in rows(incident).values()], by=BY)
    Account.objects.get(key="one").delete()  # as erasing does, once every word of it is struck
    assert list(rows(incident)) == ["two"]
    undo(workspace=workspace, entries=[told.entry.pk], by=BY)
    assert rows(incident)["two"].told_at is None
    tell(incident=incident, numbers=[rows(incident)["two"].pk], by=BY)
    close_incident(incident=incident, apology="Sorry", by=BY)
    assert [title for title, _ in open_titles(workspace)] == ["Apologise for “Images do not load”"]


def test_of_two_accounts_that_become_one_the_incident_knows_one_until_that_is_taken_back(workspace, ios):
    one, two = ios("one", email=""), ios("two", email="")
    incident = opened(workspace)
    merge = merge_accounts(kept=one, gone=two, by=BY)
    assert list(rows(incident)) == ["one"]
    refresh_incident(incident=incident, by=BY)
    assert [title for title, _ in open_titles(workspace)] == ["Call Ann of one about “Images do not load”"]
    take_merge_back(merge=merge, by=BY)
    assert sorted(rows(incident)) == ["one", "two"]
    only = ios("three")
    refresh_incident(incident=incident, by=BY)
    merge_accounts(kept=make_account(workspace, "four"), gone=only, by=BY)
    assert "four" in rows(incident)
