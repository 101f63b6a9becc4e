"""What was said of a touchpoint is put right and taken back; meetings stand in the month and are moved there."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from tenure.actions.meeting_invitations import send_invitation
from tenure.actions.tasks import create_task
from tenure.actions.touchpoints import Said, log_touchpoint, plan_touchpoint
from tenure.console.today.my_tasks import my_tasks
from tenure.records.models import AccountHistory, AuditEntry, Contact, Member, StaleAccount, Task, Touchpoint
from tests.factories import make_member
from tests.pages.asking import everything
from tests.pages.test_tasks_pages import HTMX, titles, words

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
THEN = NOW - timedelta(days=1, seconds=7)
AHEAD = datetime(2026, 3, 9, 13, tzinfo=UTC)
LIST = "/w/acme/touchpoints"


@pytest.fixture(autouse=True)
def _clock(own_data):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def agent(visit):
    return visit("agent")


@pytest.fixture
def jana(acme, bakery):
    return Contact.objects.create(
        workspace=acme, account=bakery, key="jana", name="Jana", email="jana@smit.example", created_at=NOW
    )


@pytest.fixture
def call(bakery, jana):
    said = Said("call", THEN, contact=jana, minutes=10, outcome="Reached", sentiment=2, next_step="Send the offer")
    return log_touchpoint(account=bakery, said=said, by="test").touchpoint


@pytest.fixture
def meeting(acme, bakery, jana):
    said = Said("video", AHEAD, minutes=45, place="https://meet.example/1")
    return plan_touchpoint(account=bakery, said=said, invited=[jana], by="test").touchpoint


def edited(agent, call, **more):
    said = {
        "account": "bakery", "channel": "call", "at": "2026-03-03T12:59", "contact": call.contact_id, "minutes": "10",
        "outcome": "Reached", "sentiment": "2", "next_step": "Send the offer",
    }  # fmt: skip
    return agent.post(f"{LIST}/{call.pk}/edited", said | more, headers=HTMX)


def undone(agent):
    entries = AuditEntry.objects.filter(by__startswith="member").order_by("-pk").values_list("pk", flat=True)
    return agent.post("/w/acme/undone", {"entry": list(entries[:1])}, headers=HTMX)


def felt(account) -> list[tuple[datetime, object]]:
    rows = AccountHistory.objects.filter(account=account, name="sentiment", since__gt=datetime(2000, 1, 1, tzinfo=UTC))
    return list(rows.values_list("since", "value"))


def test_every_field_is_put_right_and_all_is_taken_back(acme, agent, call, studio, bakery):
    acme.time_zone = "Europe/Berlin"
    acme.save()
    before = everything()
    StaleAccount.objects.all().delete()
    response = edited(
        agent, call, account="studio", channel="video", at="2026-03-02T09:30", minutes="25", outcome="No answer",
        sentiment="4", summary="Spoke of the app", service="Push", next_step="",
    )  # fmt: skip
    assert "Changed: Video meeting with Studio Vonk." in words(response)
    row = Touchpoint.objects.get()
    assert (row.account, row.channel, row.minutes, row.outcome, row.sentiment, row.summary, row.service) == (
        studio, "video", 25, "No answer", 4, "Spoke of the app", "Push",
    )  # fmt: skip
    assert row.at == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert row.contact is None, "whoever it was with is at the other account"
    assert (felt(bakery), felt(studio)) == ([], [(row.at, 4)])
    assert set(StaleAccount.objects.values_list("account", flat=True)) == {bakery.pk, studio.pk}
    entry = AuditEntry.objects.get(verb="change", noun="touchpoint")
    assert (entry.before["outcome"], entry.after["outcome"]) == ("Reached", "No answer")
    assert "as it was" in words(undone(agent))
    assert everything()["records.Touchpoint"] == before["records.Touchpoint"]
    assert felt(bakery) == [(THEN, 2)]


def test_the_same_again_changes_nothing_not_even_the_seconds(agent, call):
    before = Touchpoint.objects.values().get()
    call.workspace.refresh_from_db()
    response = edited(agent, call, at="")
    assert "says so already" in words(response)
    assert Touchpoint.objects.values().get() == before


def test_a_correction_that_does_not_fit_comes_back(agent, call, meeting):
    response = edited(agent, call, at="2026-03-05T09:00")
    assert response.status_code == 422
    assert "a time that is over" in words(response)
    held = agent.post(f"{LIST}/{meeting.pk}/edited", {"account": "bakery", "channel": "call"}, headers=HTMX)
    assert "did not take place yet" in words(held)


def test_who_may_not_see_how_it_felt_leaves_that_as_it_is(visit, call):
    edited(visit("sales"), call, outcome="No answer", sentiment="5")
    row = Touchpoint.objects.get()
    assert (row.outcome, row.sentiment) == ("No answer", 2)


def test_it_is_opened_from_the_timeline_and_from_the_page_of_its_account(agent, visit, call):
    address = f'hx-get="{LIST}/{call.pk}" hx-target="#sheet-body"'
    for page in ("/w/acme/accounts/bakery/timeline", "/w/acme/accounts/bakery"):
        assert address in agent.get(page).content.decode(), page
    sheet = agent.get(f"{LIST}/{call.pk}", headers={**HTMX, "HX-Target": "sheet-body"}).content.decode()
    assert 'id="sheet-title"' in sheet
    assert f"{LIST}/{call.pk}/edited" in sheet
    assert f"{LIST}/{call.pk}/edited" not in visit("viewer").get(f"{LIST}/{call.pk}").content.decode()


def test_meetings_stand_in_the_month_at_their_time(acme, agent, meeting, bakery, studio):
    acme.time_zone = "Europe/Berlin"
    acme.save()
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    plan_touchpoint(account=studio, said=Said("meeting", late), invited=[], by="test")
    log_touchpoint(account=bakery, said=Said("call", NOW), by="test")
    response = agent.get("/w/acme/tasks/calendar", {"month": "2026-03", "scope": "all"})
    found = {
        day.date: [(one.at.strftime("%H:%M"), str(one.touchpoint.account)) for one in day.meetings]
        for week in response.context["weeks"]
        for day in week
        if day.meetings
    }
    page = response.content.decode()
    assert ">14:00</time>" in page
    assert "2026-03-09 14:00" in agent.get(f"{LIST}/{meeting.pk}").content.decode()
    assert ", 14:00</time>" in agent.get(LIST).content.decode()
    assert found == {
        date(2026, 3, 9): [("14:00", "Bakkerij Smit")],
        date(2026, 3, 10): [("00:30", "Studio Vonk")],
    }
    assert not any(day.meetings for week in agent.get("/w/acme/tasks/calendar").context["weeks"] for day in week)


def test_a_meeting_that_moves_tells_those_who_were_invited_with_a_higher_number(agent, meeting, jana, settings):
    settings.EMAIL_HOST = "mail.example"
    send_invitation(touchpoint=meeting, title="Meeting", text="Come", by="test")
    sheet = agent.get(f"{LIST}/{meeting.pk}", headers={**HTMX, "HX-Target": "sheet-body"}).content.decode()
    assert 'name="tell" value="1" checked' in sheet
    said = {"channel": "video", "at": "2026-03-10T15:00", "invited": [jana.pk], "minutes": "45", "tell": "1"}
    response = agent.post(f"{LIST}/{meeting.pk}/changed", said, headers=HTMX)
    assert "The new invitation went to 1 person." in words(response)
    calendar = mail.outbox[-1].alternatives[0][0]
    assert "SEQUENCE:1" in calendar
    assert "20260310T" in calendar
    undone_by = AuditEntry.objects.filter(verb="change", noun="touchpoint").values_list("pk", flat=True)
    agent.post("/w/acme/undone", {"entry": list(undone_by)}, headers=HTMX)
    row = Touchpoint.objects.get()
    assert (row.at, row.sequence) == (AHEAD, 2), "what went out is put right only by a higher number"


def test_a_meeting_moves_without_a_letter_when_that_is_not_asked_for(agent, meeting, jana, settings):
    settings.EMAIL_HOST = "mail.example"
    said = {"channel": "video", "at": "2026-03-10T15:00", "invited": [jana.pk], "minutes": "45"}
    agent.post(f"{LIST}/{meeting.pk}/changed", said, headers=HTMX)
    assert Touchpoint.objects.get().sequence == 1
    assert mail.outbox == []


def test_whoever_stands_in_has_the_tasks_and_meetings_of_whoever_is_away(acme, agent, bakery, meeting):
    gil, me = make_member(acme, "agent", "gil@example.com"), Member.objects.get(user__email="agent@example.com")
    create_task(workspace=acme, title="Call them", owner=gil, due_on=date(2026, 3, 9), by="test")
    Touchpoint.objects.update(member=gil)
    assert titles(agent.get("/w/acme/tasks")) == []
    gil.away_from, gil.away_until, gil.cover = date(2026, 3, 1), date(2026, 3, 4), me
    gil.save()
    assert titles(agent.get("/w/acme/tasks")) == ["Call them"]
    Task.objects.update(due_on=date(2026, 3, 4))
    assert my_tasks(me, date(2026, 3, 4)).open == 1
    days = [day for week in agent.get("/w/acme/tasks/calendar").context["weeks"] for day in week]
    assert [len(day.meetings) for day in days if day.date == date(2026, 3, 9)] == [1]
    assert Touchpoint.objects.get() in [row.touchpoint for row in agent.get(LIST, {"scope": "mine"}).context["planned"]]
    Member.objects.filter(pk=gil.pk).update(away_until=date(2026, 3, 3))
    assert titles(agent.get("/w/acme/tasks")) == []
    assert Task.objects.count() == 1
