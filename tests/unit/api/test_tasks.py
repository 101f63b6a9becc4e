"""Tasks over the API."""

import pytest

from tests.factories import make_member
from tests.unit.api.asking import problem


@pytest.fixture
def bakery(program):
    return program.made("/accounts", {"key": "bakery", "name": "Bakkerij Smit"})


@pytest.fixture
def ada(acme):
    return make_member(acme, "agent", "ada@example.com")


SENT = {
    "title": "Call them", "reason": "No push", "account": "bakery", "owner": "ADA@example.com", "due_on": "2026-03-09",
}  # fmt: skip


@pytest.mark.usefixtures("bakery", "ada")
def test_a_task_is_made_read_and_changed(program):
    made = program.made("/tasks", SENT)
    assert {**SENT, "owner": "ada@example.com", "state": "open", "repeat": None}.items() <= made.items()
    at = f"/tasks/{made['id']}"
    assert program.read(at) == made
    changed = program.patch(at, {"due_on": None, "owner": None, "repeat": "monthly"}).json()
    assert changed == made | {"due_on": None, "owner": None, "repeat": "monthly"}


def test_a_finished_task_that_repeats_makes_the_next(program):
    made = program.made("/tasks", {"title": "Check in", "due_on": "2099-01-31", "repeat": "monthly"})
    assert program.post(f"/tasks/{made['id']}/finish").json()["state"] == "done"
    assert program.post(f"/tasks/{made['id']}/finish").json()["state"] == "done"
    [following] = program.read("/tasks?state=open")["items"]
    assert (following["title"], following["due_on"]) == ("Check in", "2099-02-28")
    assert program.post(f"/tasks/{following['id']}/drop").json()["state"] == "dropped"
    assert program.post(f"/tasks/{following['id']}/reopen").json()["state"] == "open"


@pytest.mark.usefixtures("bakery", "ada")
def test_the_list_is_narrowed(program):
    program.made("/tasks", SENT)
    program.made("/tasks", {"title": "Other"})
    for asked in ("account=bakery", "owner=ada@example.com", "due_until=2026-03-09", "state=open&account=bakery"):
        assert [one["title"] for one in program.read(f"/tasks?{asked}")["items"]] == ["Call them"], asked
    assert program.read("/tasks?due_until=2026-03-08")["items"] == []
    assert program.read("/tasks?state=done")["items"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"), ({"title": None}, "title"), ({"account": "nobody"}, "account"),
        ({"owner": "x@y.z"}, "owner"), ({"repeat": "hourly"}, "repeat"), ({"due_on": "soon"}, "due_on"),
        ({"nonsense": 1}, "nonsense"), ({"reason": "a\0b"}, "reason"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_written(program, wrong, field):
    told = problem(program.post("/tasks", {"title": "Call", **wrong}), 422)
    assert [one["field"] for one in told["errors"]] == [field]
    made = program.made("/tasks", {"title": "Call"})
    problem(program.patch(f"/tasks/{made['id']}", wrong), 422)
    assert program.read("/tasks")["items"] == [made]


def test_a_task_of_another_workspace_is_not_there(program, rival):
    made = program.made("/tasks", {"title": "Call"})
    for verb in ("finish", "drop", "reopen"):
        problem(rival.post(f"/tasks/{made['id']}/{verb}"), 404)
    problem(rival.get(f"/tasks/{made['id']}"), 404)
    assert rival.read("/tasks")["items"] == []
