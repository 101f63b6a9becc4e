"""The pages of touchpoints: logged from anywhere, planned, offered as an invitation, held and called off."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from tenure.actions.touchpoints import Said, log_touchpoint, plan_touchpoint
from tenure.records.models import AccountHistory, Contact, Member, Option, Task, Touchpoint
from tests.factories import make_account
from tests.pages.test_tasks_pages import HTMX, titles, words

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
AHEAD = datetime(2026, 3, 9, 13, tzinfo=UTC)
LIST = "/w/acme/touchpoints"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agent(visit):
    return visit("agent")


@pytest.fixture
def jana(acme, bakery):
    return Contact.objects.create(
        workspace=acme, account=bakery, key="jana", name="Jana", email="jana@smit.example", created_at=NOW
    )


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_HOST = "mail.example"


def to(name, *more):
    return reverse(name, args=["acme", *more])


def plan(account, *invited, member=None, at=AHEAD, **more):
    said = Said(channel="video", at=at, minutes=45, **more)
    return plan_touchpoint(account=account, said=said, invited=invited, by="test", member=member).touchpoint


def lines(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def test_a_call_is_logged_with_a_few_letters_of_its_account(agent, acme, bakery):
    response = agent.post(
        to("touchpoint-log"), {"account": "smi", "channel": "call", "outcome": "Reached"}, headers=HTMX
    )
    row = Touchpoint.objects.get()
    assert (row.account, row.channel, row.outcome, row.at, row.is_held) == (bakery, "call", "Reached", NOW, True)
    assert "Logged: Call with Bakkerij Smit." in words(response)
    assert '"tenure:close-sheet": true' in response.headers["HX-Trigger-After-Settle"]


def test_the_form_of_an_account_knows_the_account_and_its_people(agent, bakery, jana):
    page = agent.get(to("touchpoint-new"), {"account": "bakery", "channel": "email"}).content.decode()
    assert "Log a touchpoint with Bakkerij Smit" in page
    assert re.search(r'value="email"[^>]*checked', page)
    assert f'<option value="{jana.pk}">Jana</option>' in page


def test_rating_and_next_step_are_kept_and_all_is_taken_back(agent, acme, bakery):
    said = {
        "account": "bakery", "channel": "call", "sentiment": "2", "next_step": "Send the offer", "next_on": "2026-03-09",
    }  # fmt: skip
    response = agent.post(to("touchpoint-log"), said, headers=HTMX)
    task = Task.objects.get()
    assert (task.title, task.due_on, task.owner) == (
        "Send the offer",
        date(2026, 3, 9),
        Member.objects.get(role="agent"),
    )
    assert task.reason == "The next step of: Call, 2026-03-04."
    assert "Due on 9 Mar 2026: Send the offer." in words(response)
    assert AccountHistory.objects.filter(account=bakery, name="sentiment", value=2).exists()
    entries = re.findall(r'name="entry" value="(\d+)"', response.content.decode())
    assert "Taken back" in words(agent.post(to("undone"), {"entry": entries}, headers=HTMX))
    assert [kind.objects.count() for kind in (Task, Touchpoint, AccountHistory)] == [0, 0, 0]


def test_the_time_is_as_clocks_show_it_in_the_workspace(agent, acme, bakery):
    acme.time_zone = "Europe/Amsterdam"
    acme.save()
    agent.post(to("touchpoint-log"), {"account": "bakery", "channel": "call", "at": "2026-03-04T09:30"})
    assert Touchpoint.objects.get().at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)


def test_a_service_takes_its_usual_time(agent, acme, bakery):
    Option.objects.create(workspace=acme, name="Push service", kind="service", minutes=15, created_at=NOW)
    assert "15 minutes" in words(agent.get(to("touchpoint-new")))
    agent.post(to("touchpoint-log"), {"account": "bakery", "channel": "call", "service": "Push service"})
    assert Touchpoint.objects.get().minutes == 15


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"account": ""}, "Say whom it was with."),
        ({"account": "nobody"}, "No account here is called “nobody”."),
        ({"at": "2026-03-05T09:00"}, "That lies in future: plan it"),
        ({"next_on": "2026-03-09"}, "Say what is to be done on that day."),
        ({"channel": "fax"}, ""),
        ({"sentiment": "9"}, ""),
        ({"minutes": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_what_cannot_be_logged_comes_back_with_what_to_change(agent, bakery, said, told):
    for headers in ({}, HTMX):
        response = agent.post(to("touchpoint-log"), {"account": "bakery", "channel": "call", **said}, headers=headers)
        assert response.status_code == 422
        assert told in words(response)
    assert not Touchpoint.objects.exists()


def test_a_contact_of_another_account_is_not_taken(agent, bakery, studio, jana):
    said = {"account": "studio", "channel": "call", "contact": jana.pk}
    assert "This contact is at another account." in words(agent.post(to("touchpoint-log"), said, headers=HTMX))
    assert not Touchpoint.objects.exists()


def test_who_sells_logs_but_neither_sees_nor_says_how_it_felt(visit, bakery):
    log_touchpoint(account=bakery, said=Said("call", NOW, sentiment=2, summary="The bill"), by="test")
    client = visit("sales")
    assert "How the relationship felt" not in words(client.get(to("touchpoint-new")))
    assert "Unhappy" not in words(client.get(LIST))
    client.post(to("touchpoint-log"), {"account": "bakery", "channel": "call", "sentiment": "5"})
    assert Touchpoint.objects.order_by("pk").last().sentiment is None


def test_accounts_are_offered_by_a_few_letters(agent, acme, bakery):
    make_account(acme, "a", "Twins")
    make_account(acme, "b", "Twins")
    page = agent.get(to("account-options"), {"account": "smi"}).content.decode()
    assert '<option value="Bakkerij Smit">Bakkerij Smit</option>' in page
    page = agent.get(to("account-options"), {"account": "twi"}).content.decode()
    assert 'value="a"' in page
    assert 'value="b"' in page


def test_people_come_with_the_account_that_is_written(agent, bakery, jana):
    assert "Jana" in words(agent.get(to("touchpoint-people"), {"account": "smi"}))
    assert "jana@smit.example" in words(agent.get(to("touchpoint-people"), {"account": "smi", "for": "plan"}))
    assert "Name the account first" in words(agent.get(to("touchpoint-people"), {"account": "", "for": "plan"}))


def test_planned_ones_stand_first_and_past_plans_are_asked_about(agent, bakery, studio):
    log_touchpoint(account=studio, said=Said("email", NOW, outcome="Answered"), by="test")
    plan(bakery)
    plan(bakery, at=NOW - timedelta(hours=3))
    response = agent.get(LIST)
    assert titles(response) == [
        "Video meeting with Bakkerij Smit", "Video meeting with Bakkerij Smit", "E-mail with Studio Vonk",
    ]  # fmt: skip
    assert words(response).count("Did it take place?") == 1


def test_the_list_narrows_by_way_account_words_and_whose(agent, acme, bakery, studio):
    me = Member.objects.get(workspace=acme, role="agent")
    log_touchpoint(account=studio, said=Said("email", NOW), by="test")
    log_touchpoint(account=bakery, said=Said("call", NOW, summary="The bill"), by="test", member=me)
    for asked in ({"way": "call"}, {"account": "bakery"}, {"q": "bill"}, {"scope": "mine"}, {"scope": "team"}):
        assert titles(agent.get(LIST, asked)) == ["Call with Bakkerij Smit"], asked
    assert len(titles(agent.get(LIST, {"way": "x", "scope": "y", "page": "0"}))) == 2


def test_the_list_asks_the_database_a_fixed_number_of_times(agent, bakery, jana, django_assert_max_num_queries):
    for number in range(60):
        log_touchpoint(account=bakery, said=Said("call", NOW - timedelta(hours=number), contact=jana), by="test")
        plan(bakery, jana, at=AHEAD + timedelta(hours=number))
    with django_assert_max_num_queries(9):
        assert len(titles(agent.get(LIST))) == 110
    assert len(titles(agent.get(LIST, {"page": 2}))) == 10


def test_a_meeting_is_planned_and_offered_as_a_calendar_file(agent, acme, bakery, jana):
    acme.time_zone = "Europe/Amsterdam"
    acme.save()
    said = {
        "account": "bakery", "channel": "video", "at": "2026-03-09T14:00", "minutes": "45",
        "place": "https://meet.example.com/abc", "invited": [jana.pk], "summary": "The quarter",
    }  # fmt: skip
    response = agent.post(to("touchpoint-planned"), said, headers=HTMX)
    assert "Planned: Video meeting with Bakkerij Smit on Monday, 9 March 2026, 14:00 (Europe/Amsterdam)." in words(
        response
    )
    row = Touchpoint.objects.get()
    assert (row.at, row.is_held, row.contact) == (AHEAD, False, jana)
    file = agent.get(to("touchpoint-invitation", row.pk))
    assert file.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="invitation.ics"'
    told = lines(file)
    assert {"METHOD:REQUEST", "SEQUENCE:0", "DTSTART:20260309T130000Z", "DTEND:20260309T134500Z"} <= set(told)
    assert "SUMMARY:Video meeting: Bakkerij Smit and Acme" in told
    assert any(line.endswith('CN="Jana":mailto:jana@smit.example') for line in told)
    assert 'ORGANIZER;CN="Agent":mailto:agent@example.com' in told


def test_a_plan_that_moves_keeps_its_uid_and_counts_up_and_one_called_off_says_so(agent, bakery, jana):
    row = plan(bakery, jana)
    uid = next(line for line in lines(agent.get(to("touchpoint-invitation", row.pk))) if line.startswith("UID"))
    moved = {"channel": "video", "at": "2026-03-10T09:00", "minutes": "30", "invited": [jana.pk]}
    agent.post(to("touchpoint-change", row.pk), moved, headers=HTMX)
    told = lines(agent.get(to("touchpoint-invitation", row.pk)))
    assert {uid, "SEQUENCE:1", "DTSTART:20260310T090000Z", "METHOD:REQUEST"} <= set(told)
    assert "Called off" in words(agent.post(to("touchpoint-cancel", row.pk), headers=HTMX))
    told = lines(agent.get(to("touchpoint-invitation", row.pk)))
    assert {uid, "SEQUENCE:2", "METHOD:CANCEL", "STATUS:CANCELLED"} <= set(told)
    assert titles(agent.get(LIST)) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"at": ""}, "Choose a day and a time."),
        ({"account": ""}, "Say whom it was with."),
        ({"channel": "email"}, ""),
        ({"at": "2026-03-02T14:00"}, "What took place already is logged as a touchpoint."),
        ({"at": "2036-03-20T14:00"}, "A plan is for the next ten years."),
    ],
)
def test_a_plan_that_cannot_be_taken_comes_back(agent, bakery, said, told):
    response = agent.post(
        to("touchpoint-planned"), {"account": "bakery", "channel": "video", "at": "2026-03-09T14:00", **said}
    )
    assert response.status_code == 422
    assert told in words(response)
    assert not Touchpoint.objects.exists()


def test_a_plan_whose_time_went_by_is_changed_without_moving_it(visit, bakery):
    row = plan(bakery)
    said = {"channel": "video", "at": AHEAD.strftime("%Y-%m-%dT%H:%M"), "minutes": "30", "summary": "Their new shop"}
    with time_machine.travel(AHEAD + timedelta(days=9), tick=False):
        agent = visit("agent")
        agent.post(to("touchpoint-change", row.pk), said, headers=HTMX)
        row.refresh_from_db()
        assert row.summary == "Their new shop"
        late = agent.post(to("touchpoint-change", row.pk), {**said, "at": "2026-03-10T13:00"}, headers=HTMX)
        assert late.status_code == 422


def test_only_people_of_the_account_with_an_address_are_invited(agent, acme, bakery, studio, jana):
    silent = Contact.objects.create(workspace=acme, account=bakery, key="piet", name="Piet", created_at=NOW)
    for account, contact, told in (
        ("studio", jana, "is at another account"),
        ("bakery", silent, "has no e-mail address"),
    ):
        said = {"account": account, "channel": "video", "at": "2026-03-09T14:00", "invited": [contact.pk]}
        assert told in words(agent.post(to("touchpoint-planned"), said))
    assert not Touchpoint.objects.exists()


def test_what_was_planned_is_held_with_what_came_of_it(agent, bakery):
    row = plan(bakery, at=NOW - timedelta(hours=1))
    said = {"outcome": "Agreed", "sentiment": "4", "next_step": "Send it", "next_on": "2026-03-06"}
    assert "Logged: Video meeting with Bakkerij Smit." in words(
        agent.post(to("touchpoint-hold", row.pk), said, headers=HTMX)
    )
    row.refresh_from_db()
    assert (row.is_held, row.outcome, row.at, row.sentiment) == (True, "Agreed", NOW - timedelta(hours=1), 4)
    assert Task.objects.get().title == "Send it"
    assert agent.get(to("touchpoint-invitation", row.pk)).status_code == 302, "what was held invites nobody any more"


def test_what_still_lies_ahead_was_not_held(agent, bakery):
    row = plan(bakery)
    response = agent.post(to("touchpoint-hold", row.pk), {"outcome": "Agreed"}, headers=HTMX)
    assert response.status_code == 422
    assert "That lies in future" in words(response)


def test_without_a_mail_server_the_page_says_so_and_offers_the_file(agent, bakery, jana):
    row = plan(bakery, jana)
    page = words(agent.get(to("touchpoint", row.pk), headers=HTMX))
    assert "No mail server is set up here, so nothing is mailed" in page
    assert "Download the invitation" in page
    assert "No mail server is set up" in words(agent.post(to("touchpoint-send", row.pk), headers=HTMX))
    assert mail.outbox == []


@pytest.mark.usefixtures("with_mail")
def test_with_a_mail_server_each_who_is_invited_gets_a_letter_that_calendars_read(agent, acme, bakery, jana):
    row = plan(bakery, jana, member=Member.objects.get(workspace=acme, role="agent"), summary="The quarter")
    assert "The invitation went to 1 person." in words(agent.post(to("touchpoint-send", row.pk), headers=HTMX))
    [letter] = mail.outbox
    assert (letter.to, letter.reply_to) == (["jana@smit.example"], ["agent@example.com"])
    assert letter.subject == "Video meeting: Bakkerij Smit and Acme"
    parts = {part.get_content_type(): part for part in letter.message().walk()}
    calendar = next(part for part in letter.message().walk() if part.get_param("method"))
    assert calendar.get_param("method") == "REQUEST"
    assert "METHOD:REQUEST" in calendar.get_payload(decode=True).decode()
    assert "The quarter" in parts["text/plain"].get_payload(decode=True).decode()
    row.refresh_from_db()
    assert row.invited_at == NOW
    agent.post(to("touchpoint-cancel", row.pk))
    agent.post(to("touchpoint-send", row.pk))
    cancelled = next(part for part in mail.outbox[1].message().walk() if part.get_param("method"))
    assert cancelled.get_param("method") == "CANCEL"


@pytest.mark.usefixtures("with_mail")
def test_a_plan_without_guests_mails_nobody(agent, bakery):
    row = plan(bakery)
    assert "Nobody is invited who has an e-mail address." in words(
        agent.post(to("touchpoint-send", row.pk), headers=HTMX)
    )
    assert mail.outbox == []


def test_a_viewer_sees_touchpoints_but_nothing_to_change_them_with(visit, bakery):
    plan(bakery)
    page = visit("viewer").get(LIST).content.decode()
    assert "Video meeting with Bakkerij Smit" in page
    assert to("touchpoint-new") not in page
