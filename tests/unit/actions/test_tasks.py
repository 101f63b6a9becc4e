"""Tasks: made, changed, finished, moved together and taken back."""

import random
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.taking_back import UNDO_FOR, UndoError
from tenure.actions.task_entries import TaskError
from tenure.actions.tasks import (
    MOST,
    assign_tasks,
    change_task,
    create_task,
    drop_tasks,
    finish_tasks,
    reopen_tasks,
    shift_tasks,
    shift_tasks_to,
)
from tenure.actions.undo import undo
from tenure.calc.recurrence import MONTHS
from tenure.records.models import AuditEntry, Task
from tests.factories import make_member

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BY = "member 1"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def make(workspace):
    def made(title="Call them", **more):
        return create_task(workspace=workspace, title=title, by=BY, **more).tasks[0]

    return made


def shown(task):
    task.refresh_from_db()
    return task.due_on, task.done_at, task.dropped_at, task.owner_id, task.title


def everything(workspace):
    return sorted(Task.objects.filter(workspace=workspace).values_list())


def test_a_task_tells_what_is_to_be_done_for_whom_by_when_and_why(workspace, account):
    owner = make_member(workspace, "agent")
    done = create_task(
        workspace=workspace, title=" Call   them ", reason="No push for 16 days", account=account, owner=owner,
        due_on=date(2026, 3, 9), by=BY,
    )  # fmt: skip
    task = done.tasks[0]
    assert (task.title, task.reason, task.account, task.owner) == ("Call them", "No push for 16 days", account, owner)
    entry = AuditEntry.objects.get(noun="task")
    assert (entry.verb, entry.record, entry.before, entry.by) == ("create", task.pk, None, BY)
    assert entry.after["title"] == "Call them"


@pytest.mark.parametrize(
    "wrong", [{"title": "  "}, {"title": "x" * 301}, {"title": "a\0b"}, {"reason": "x" * 1001}, {"repeat": "hourly"}]
)
def test_what_does_not_fit_makes_no_task(workspace, wrong):
    with pytest.raises(TaskError):
        create_task(workspace=workspace, by=BY, **{"title": "Call", **wrong})
    assert not Task.objects.exists()


def test_nobody_and_nothing_of_another_workspace_is_named(workspace, other_workspace, stranger, make):
    their_member = make_member(other_workspace, "agent")
    for wrong in ({"account": stranger}, {"owner": their_member}):
        with pytest.raises(TaskError):
            create_task(workspace=workspace, title="Call", by=BY, **wrong)
        with pytest.raises(TaskError):
            change_task(workspace=workspace, number=make().pk, changes=wrong, by=BY)


def test_a_cause_makes_a_task_once(workspace, other_workspace):
    first = create_task(workspace=workspace, title="Call", cause="signal:7", by=BY)
    again = create_task(workspace=workspace, title="Call", cause="signal:7", by=BY)
    assert (again.tasks, again.entries) == (first.tasks, ())
    assert create_task(workspace=other_workspace, title="Call", cause="signal:7", by=BY).entries


def test_a_task_that_repeats_makes_the_next_when_it_is_finished(workspace, account, make):
    owner = make_member(workspace, "agent")
    task = make(due_on=date(2026, 3, 4), repeat="weekly", account=account, owner=owner, reason="Each week")
    done = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    after = Task.objects.exclude(pk=task.pk).get()
    assert list(done.tasks) == [task, after]
    assert (after.due_on, after.repeat, after.account, after.owner) == (date(2026, 3, 11), "weekly", account, owner)
    assert (after.title, after.reason, after.done_at) == ("Call them", "Each week", None)


def test_the_end_of_a_month_comes_back_though_february_is_short(workspace, make):
    task = make(due_on=date(2026, 1, 31), repeat="monthly")
    with time_machine.travel(datetime(2026, 1, 31, 9, tzinfo=UTC), tick=False):
        [_, february] = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY).tasks
    with time_machine.travel(datetime(2026, 2, 28, 9, tzinfo=UTC), tick=False):
        [_, march] = finish_tasks(workspace=workspace, numbers=[february.pk], by=BY).tasks
    assert (february.due_on, march.due_on) == (date(2026, 2, 28), date(2026, 3, 31))


def test_whatever_day_of_the_month_a_task_begins_on_it_comes_back_to_for_ever(workspace, make):
    seed = random.randrange(10**9)
    print("seed", seed)
    luck = random.Random(seed)
    for repeat in [*MONTHS] * 3:
        first = date(2024, luck.choice((1, 3, 5, 7, 8, 10, 12)), luck.choice((luck.randrange(1, 29), 29, 30, 31)))
        task = make(due_on=first, repeat=repeat)
        for _ in range(12):
            on = task.due_on + timedelta(luck.randrange(-5, 6))  # some days early, on its day, or late
            with time_machine.travel(datetime(on.year, on.month, on.day, 9, tzinfo=UTC), tick=False):
                [_, task] = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY).tasks
            longest = monthrange(task.due_on.year, task.due_on.month)[1]
            assert task.due_on.day == min(first.day, longest), (first, repeat, task.due_on)


def test_a_day_that_somebody_chose_is_kept_from_then_on(workspace, make):
    task = make(due_on=date(2026, 1, 31), repeat="monthly")
    [_, after] = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY).tasks
    change_task(workspace=workspace, number=after.pk, changes={"due_on": date(2026, 3, 15)}, by=BY)
    with time_machine.travel(datetime(2026, 3, 15, 9, tzinfo=UTC), tick=False):
        [_, april] = finish_tasks(workspace=workspace, numbers=[after.pk], by=BY).tasks
    assert april.due_on == date(2026, 4, 15)


def test_the_day_is_that_of_the_workspace(workspace, make):
    workspace.time_zone = "Pacific/Auckland"  # 5 March already
    workspace.save()
    task = make(due_on=date(2026, 3, 4), repeat="daily")
    [_, after] = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY).tasks
    assert after.due_on == date(2026, 3, 6)


def test_finishing_twice_makes_no_second_next_one(workspace, make):
    task = make(due_on=date(2026, 3, 4), repeat="weekly")
    finish_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    assert finish_tasks(workspace=workspace, numbers=[task.pk], by=BY).entries == ()
    reopen_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    finish_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    assert Task.objects.count() == 2


def test_a_dropped_task_repeats_no_more_and_is_not_finished(workspace, make):
    task = make(due_on=date(2026, 3, 4), repeat="weekly")
    drop_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    finish_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    assert Task.objects.count() == 1
    assert shown(task)[1:3] == (None, NOW)


def test_a_set_moves_together_and_keeps_its_distances(workspace, make):
    first, second, undated = make(due_on=date(2026, 3, 4)), make(due_on=date(2026, 3, 9)), make()
    numbers = [first.pk, second.pk, undated.pk]
    shift_tasks(workspace=workspace, numbers=numbers, days=7, by=BY)
    assert [shown(one)[0] for one in (first, second, undated)] == [date(2026, 3, 11), date(2026, 3, 16), None]
    shift_tasks_to(workspace=workspace, numbers=numbers, first=date(2026, 4, 1), by=BY)
    assert [shown(one)[0] for one in (first, second, undated)] == [date(2026, 4, 1), date(2026, 4, 6), date(2026, 4, 1)]


def test_tasks_do_not_move_beyond_the_calendar(workspace, make):
    task = make(due_on=date.max - timedelta(days=1))
    for days in (7, 5_000):
        with pytest.raises(TaskError):
            shift_tasks(workspace=workspace, numbers=[task.pk], days=days, by=BY)
    with pytest.raises(TaskError):
        drop_tasks(workspace=workspace, numbers=range(MOST + 1), by=BY)


def test_tasks_of_another_workspace_stay_as_they_are(workspace, other_workspace):
    theirs = create_task(workspace=other_workspace, title="Theirs", due_on=date(2026, 3, 4), by=BY)
    number = theirs.tasks[0].pk
    before = everything(other_workspace)
    finish_tasks(workspace=workspace, numbers=[number], by=BY)
    shift_tasks(workspace=workspace, numbers=[number], days=3, by=BY)
    change_task(workspace=workspace, number=number, changes={"title": "Ours"}, by=BY)
    with pytest.raises(UndoError):
        undo(workspace=workspace, entries=theirs.entries, by=BY)
    assert everything(other_workspace) == before


def ways(workspace, task, other):
    """Each thing that can be done to tasks, by name."""
    numbers = [task.pk, other.pk]
    owner = make_member(workspace, "agent")
    return {
        "create": lambda: create_task(workspace=workspace, title="New", by=BY),
        "change": lambda: change_task(
            workspace=workspace, number=task.pk, changes={"title": "Other", "due_on": date(2026, 5, 1)}, by=BY
        ),
        "finish": lambda: finish_tasks(workspace=workspace, numbers=numbers, by=BY),
        "drop": lambda: drop_tasks(workspace=workspace, numbers=numbers, by=BY),
        "assign": lambda: assign_tasks(workspace=workspace, numbers=numbers, owner=owner, by=BY),
        "shift": lambda: shift_tasks(workspace=workspace, numbers=numbers, days=-3, by=BY),
        "shift-to": lambda: shift_tasks_to(workspace=workspace, numbers=numbers, first=date(2026, 7, 1), by=BY),
    }


@pytest.mark.parametrize("name", ["create", "change", "finish", "drop", "assign", "shift", "shift-to"])
def test_everything_can_be_taken_back_wholly(workspace, make, name):
    task, other = make(due_on=date(2026, 3, 4), repeat="monthly"), make(due_on=date(2026, 3, 31), repeat="monthly")
    do = ways(workspace, task, other)[name]
    before = everything(workspace)
    done = do()
    assert everything(workspace) != before
    undo(workspace=workspace, entries=done.entries, by=BY)
    assert everything(workspace) == before
    assert AuditEntry.objects.filter(noun="task", verb="undo").count() == len(done.entries)


def test_what_was_changed_since_is_not_taken_back(workspace, make):
    task, other = make(due_on=date(2026, 3, 4)), make(due_on=date(2026, 3, 5))
    done = shift_tasks(workspace=workspace, numbers=[task.pk, other.pk], days=7, by=BY)
    change_task(workspace=workspace, number=task.pk, changes={"due_on": date(2026, 3, 20)}, by="member 2")
    before = everything(workspace)
    with pytest.raises(UndoError):
        undo(workspace=workspace, entries=done.entries, by=BY)
    assert everything(workspace) == before


def test_nobody_takes_back_what_another_did_or_what_was_long_ago(workspace, make):
    task = make()
    done = finish_tasks(workspace=workspace, numbers=[task.pk], by=BY)
    with pytest.raises(UndoError):
        undo(workspace=workspace, entries=done.entries, by="member 2")
    with time_machine.travel(NOW + UNDO_FOR + timedelta(seconds=1), tick=False), pytest.raises(UndoError):
        undo(workspace=workspace, entries=done.entries, by=BY)
    assert shown(task)[1] == NOW


def test_nothing_is_taken_back_twice(workspace, make):
    done = drop_tasks(workspace=workspace, numbers=[make().pk], by=BY)
    undo(workspace=workspace, entries=done.entries, by=BY)
    with pytest.raises(UndoError):
        undo(workspace=workspace, entries=done.entries, by=BY)
