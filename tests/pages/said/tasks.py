"""What is to be done, by whom and when."""

from datetime import date

from tenure.actions.tasks import create_task
from tests.factories import make_account
from tests.pages.asking import Asking


def a_task(workspace):
    return [create_task(workspace=workspace, title="Call them", due_on=date(2026, 3, 2), by="test").tasks[0].pk]


def their_task(workspace):
    return {"task": a_task(workspace)}


def an_account(workspace):
    return {"account": make_account(workspace, "bakery", "Bakkerij Smit").key}


ADDRESSES = {
    "tasks": Asking(),
    "task-calendar": Asking(query="?month=2026-03"),
    "task-new": Asking(),
    "task-make": Asking(says={"title": "Call them"}, names=an_account),
    "tasks-together": Asking(says={"do": "shift", "days": "7"}, names=their_task),
    "task": Asking(a_task),
    "task-change": Asking(a_task, says={"title": "Write to them"}, names=an_account),
    "task-done": Asking(a_task),
    "task-drop": Asking(a_task),
    "task-reopen": Asking(a_task),
}
