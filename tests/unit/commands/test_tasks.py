"""`tenure tasks`."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from tenure.actions.tasks import create_task, finish_tasks
from tenure.commands import tasks
from tests.factories import make_account, make_member


@pytest.fixture
def some(workspace):
    """One without a day, one about an account that is somebody's, and one that is done."""
    account, owner = make_account(workspace, "bakery"), make_member(workspace, "agent")
    create_task(workspace=workspace, title="Some day", by="test")
    create_task(workspace=workspace, title="Call", account=account, owner=owner, due_on=date(2026, 3, 9), by="test")
    done = create_task(workspace=workspace, title="Done", by="test").tasks[0]
    finish_tasks(workspace=workspace, numbers=[done.pk], by="test")


def titles(*arguments):
    told = CliRunner().invoke(tasks.command, [*arguments, "--json"])
    assert told.exit_code == 0, told.output
    return [row["title"] for row in json.loads(told.stdout)]


@pytest.mark.usefixtures("some")
def test_open_tasks_are_told_the_nearest_first():
    assert titles() == ["Call", "Some day"]
    assert titles("--all") == ["Call", "Some day", "Done"]
    assert titles("--account", "bakery") == titles("--owner", "AGENT@example.com") == ["Call"]


@pytest.mark.usefixtures("some")
def test_people_read_a_table():
    told = CliRunner().invoke(tasks.command, []).stdout
    assert "2026-03-09  Call      bakery   agent@example.com" in told
