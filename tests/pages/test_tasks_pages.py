"""The pages of tasks: the list, the month, and what is done in them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tenure.actions.tasks import create_task, drop_tasks, finish_tasks
from tenure.records.models import Member, Task, Team
from tests.factories import make_account, make_member

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
LIST = "/w/acme/tasks"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def agent(visit):
    return visit("agent")


@pytest.fixture
def me(agent, acme):
    return Member.objects.get(workspace=acme, role="agent")


@pytest.fixture
def make(acme, me):
    def made(title, due=None, **more):
        more = {"owner": me, **more}
        return create_task(workspace=acme, title=title, due_on=due, by=f"member {me.pk}", **more).tasks[0]

    return made


def titles(response):
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', response.content.decode())


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_what_is_overdue_comes_first_and_what_has_no_day_last(agent, make):
    make("No day")
    make("Next week", TODAY + timedelta(days=7))
    make("Friday", TODAY + timedelta(days=2))
    make("Today", TODAY)
    make("Yesterday", TODAY - timedelta(days=1))
    response = agent.get(LIST)
    assert titles(response) == ["Yesterday", "Today", "Friday", "Next week", "No day"]
    assert "1 task is overdue, and 1 due today." in words(response)
    assert re.findall(r'id="section-(\w+)">', response.content.decode()) == ["overdue", "today", "week", "later"]


@pytest.mark.parametrize(
    ("when", "shown"),
    [("overdue", ["Yesterday"]), ("today", ["Today"]), ("week", ["Friday"]), ("later", ["Next week", "No day"])],
)
def test_a_word_in_the_address_narrows_the_list(agent, make, when, shown):
    for title, days in (("Yesterday", -1), ("Today", 0), ("Friday", 2), ("Next week", 7)):
        make(title, TODAY + timedelta(days=days))
    make("No day")
    response = agent.get(LIST, {"when": when})
    assert titles(response) == shown
    assert re.search(rf'id="span-{when}"[^>]*aria-current', response.content.decode())


def test_days_are_those_of_the_workspace(agent, acme, make):
    acme.time_zone = "Pacific/Auckland"  # Thursday already
    acme.save()
    make("Wednesday", TODAY)
    assert titles(agent.get(LIST, {"when": "overdue"})) == ["Wednesday"]


def test_mine_my_teams_and_everybodys(agent, acme, me, make):
    team = Team.objects.create(workspace=acme, name="North", created_at=NOW)
    mate, other = make_member(acme, "manager", "mate@example.com"), make_member(acme, "agent", "other@example.com")
    make("Mine")
    make("My mate's", owner=mate)
    make("Other's", owner=other)
    make("Nobody's", owner=None)
    assert titles(agent.get(LIST)) == ["Mine"]
    assert titles(agent.get(LIST, {"scope": "team"})) == ["Mine"], "who is in no team is one alone"
    Member.objects.filter(pk__in=[me.pk, mate.pk]).update(team=team)
    assert len(titles(agent.get(LIST, {"scope": "team"}))) == 2
    assert len(titles(agent.get(LIST, {"scope": "all"}))) == 4


def test_tasks_of_an_account_by_its_key_and_words(agent, acme, bakery, make):
    make("Call", account=bakery, reason="No push for 16 days")
    make("Write")
    assert titles(agent.get(LIST, {"account": "bakery"})) == ["Call"]
    assert "Only tasks about Bakkerij Smit." in words(agent.get(LIST, {"account": "bakery"}))
    assert titles(agent.get(LIST, {"q": "smit call"})) == ["Call"]
    assert titles(agent.get(LIST, {"q": "push"})) == ["Call"]
    assert "No task here" in words(agent.get(LIST, {"q": "nothing like it"}))


def test_what_is_over_is_kept_apart(agent, acme, make):
    done, dropped = make("Done one"), make("Dropped one")
    finish_tasks(workspace=acme, numbers=[done.pk], by="test")
    drop_tasks(workspace=acme, numbers=[dropped.pk], by="test")
    assert titles(agent.get(LIST)) == []
    assert titles(agent.get(LIST, {"when": "done"})) == ["Done one"]
    assert titles(agent.get(LIST, {"when": "dropped"})) == ["Dropped one"]


def test_nonsense_in_the_address_shows_the_usual_list(agent, make):
    make("Mine")
    nonsense = {"scope": "x", "when": "y", "page": "-1", "q": "\0", "account": ""}
    assert titles(agent.get(LIST, nonsense)) == ["Mine"]


def test_the_list_asks_the_database_a_fixed_number_of_times(agent, acme, me, make, django_assert_max_num_queries):
    for number in range(120):
        make(f"Task {number}", TODAY, account=make_account(acme, f"k{number}"))
    with django_assert_max_num_queries(8):
        assert len(titles(agent.get(LIST))) == 100
    with django_assert_max_num_queries(7):
        agent.get(f"{LIST}/calendar")
    assert len(titles(agent.get(LIST, {"page": "2"}))) == 20


def test_a_task_is_added_by_name_of_its_account_and_taken_back(agent, acme, bakery, me):
    said = {
        "title": "Call them",
        "account": "bakkerij smit",
        "due_on": "2026-03-09",
        "owner": me.pk,
        "repeat": "monthly",
    }
    response = agent.post(reverse("task-make", args=["acme"]), said, headers=HTMX)
    task = Task.objects.get()
    assert (task.account, task.owner, task.due_on, task.repeat) == (bakery, me, date(2026, 3, 9), "monthly")
    assert "Added: Call them." in words(response)
    assert '"tenure:tasks": true' in response.headers["HX-Trigger-After-Settle"]
    entries = re.findall(r'name="entry" value="(\d+)"', response.content.decode())
    told = agent.post(reverse("undone", args=["acme"]), {"entry": entries}, headers=HTMX)
    assert "Taken back: it is as it was." in words(told)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": " "}, "Say what is to be done."),
        ({"title": "x", "account": "nobody"}, "No account here is called “nobody”."),
        ({"title": "x", "account": "st"}, "Which one: Studio Oost, Studio Vonk? Write more of it."),
        ({"title": "x", "due_on": "soon"}, "Choose a day, or leave it empty."),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_what_to_change(agent, acme, studio, said, told):
    make_account(acme, "oost", "Studio Oost")
    for headers in ({}, HTMX):
        response = agent.post(reverse("task-make", args=["acme"]), said, headers=headers)
        assert response.status_code == 422
        assert told in words(response)
    assert not Task.objects.exists()


def test_a_new_task_starts_with_what_its_address_knows(agent, bakery):
    page = agent.get(reverse("task-new", args=["acme"]), {"account": "bakery", "due": "2026-03-09", "title": "Call"})
    for value in ("bakery", "2026-03-09", "Call"):
        assert f'value="{value}"' in page.content.decode()


def test_finishing_one_that_repeats_tells_when_it_is_due_again(agent, make):
    task = make("Check in", TODAY, repeat="weekly")
    response = agent.post(reverse("task-done", args=["acme", task.pk]), headers=HTMX)
    assert "Done: Check in. It is due again on 11 Mar 2026." in words(response)
    assert "It was done already." in words(agent.post(reverse("task-done", args=["acme", task.pk]), headers=HTMX))


def test_without_script_a_change_leads_back_to_the_list_as_it_was(agent, make):
    task = make("Call", TODAY)
    response = agent.post(reverse("task-done", args=["acme", task.pk]) + "?scope=all&when=today", follow=True)
    assert response.redirect_chain == [("/w/acme/tasks?scope=all&when=today", 302)]
    assert "Done: Call." in words(response)


def test_a_task_is_changed_under_its_row(agent, make):
    task = make("Call", TODAY)
    part = agent.get(reverse("task", args=["acme", task.pk]), headers=HTMX)
    assert b"<html" not in part.content
    assert 'value="2026-03-04"' in part.content.decode()
    agent.post(reverse("task-change", args=["acme", task.pk]), {"title": "Write", "due_on": ""}, headers=HTMX)
    task.refresh_from_db()
    assert (task.title, task.due_on, task.owner) == ("Write", None, None)


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ({"do": "shift", "days": "7"}, [date(2026, 3, 11), date(2026, 3, 13)]),
        ({"do": "shift-to", "first": "2026-04-01"}, [date(2026, 4, 1), date(2026, 4, 3)]),
    ],
)
def test_several_move_together_and_come_back_together(agent, make, said, dates):
    tasks = [make("First", TODAY), make("Second", TODAY + timedelta(days=2))]
    numbers = [task.pk for task in tasks]
    response = agent.post(reverse("tasks-together", args=["acme"]), {"task": numbers, **said}, headers=HTMX)
    assert "2 tasks were moved." in words(response)
    assert [one.due_on for one in Task.objects.order_by("pk")] == dates
    entries = re.findall(r'name="entry" value="(\d+)"', response.content.decode())
    agent.post(reverse("undone", args=["acme"]), {"entry": entries}, headers=HTMX)
    assert [one.due_on for one in Task.objects.order_by("pk")] == [TODAY, TODAY + timedelta(days=2)]


def test_several_are_assigned_finished_and_dropped(agent, acme, make):
    owner = make_member(acme, "manager")
    tasks = [make("First", TODAY), make("Second", TODAY)]
    at, numbers = reverse("tasks-together", args=["acme"]), [task.pk for task in tasks]
    assert "2 tasks were assigned." in words(
        agent.post(at, {"task": numbers, "do": "assign", "owner": owner.pk}, headers=HTMX)
    )
    assert "2 tasks are done." in words(agent.post(at, {"task": numbers, "do": "finish"}, headers=HTMX))
    assert "2 tasks are open again." in words(agent.post(at, {"task": numbers, "do": "reopen"}, headers=HTMX))
    assert "2 tasks were dropped." in words(agent.post(at, {"task": numbers, "do": "drop"}, headers=HTMX))
    assert not Task.objects.filter(dropped_at=None).exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"do": "shift", "days": ""}, "Say by how many days the tasks move."),
        ({"do": "shift-to"}, "Choose the day on which the first of them is due."),
        ({"do": "shift", "days": "7", "task": []}, "Choose the tasks first"),
        ({"do": "explode"}, "explode"),
    ],
)
def test_what_cannot_be_done_together_says_so_and_does_nothing(agent, make, said, told):
    task = make("First", TODAY)
    response = agent.post(reverse("tasks-together", args=["acme"]), {"task": [task.pk], **said}, headers=HTMX)
    assert told in words(response)
    assert Task.objects.get().due_on == TODAY


def test_the_month_shows_each_day_with_what_is_due(agent, make):
    make("In March", date(2026, 3, 31))
    make("In April", date(2026, 4, 15))
    page = agent.get(f"{LIST}/calendar", {"month": "2026-03"}).content.decode()
    assert "In March" in page
    assert "In April" not in page
    assert 'aria-current="date"' in page
    assert "month=2026-02" in page
    assert "month=2026-04" in page


@pytest.mark.parametrize("month", ["", "soon", "2026-13", "99999-01", "0001-01", "9999-12", "2026-00"])
def test_a_month_that_is_none_is_this_one(agent, month):
    assert "March 2026" in words(agent.get(f"{LIST}/calendar", {"month": month}))


def test_weeks_begin_as_the_reader_begins_them(agent, make):
    american = words(agent.get(f"{LIST}/calendar", headers={"Accept-Language": "en-US"}))
    dutch = words(agent.get(f"{LIST}/calendar", headers={"Accept-Language": "nl"}))
    assert "Sun Mon" in american
    assert "ma di" in dutch


def test_a_viewer_sees_tasks_but_nothing_to_change_them_with(visit, acme, make):
    make("Call", TODAY)
    page = visit("viewer").get(LIST, {"scope": "all"}).content.decode()
    assert "Call" in page
    assert "data-tick" not in page
    assert "together" not in page
