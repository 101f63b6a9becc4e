"""Story 6: a push certificate expires in 29 days: one task, in the right book, with the steps.

The lead is settable: some certificates can only be renewed once expired. The new date closes the task by itself.
"""

from datetime import date, timedelta

import pytest

from tenure.actions.signals import change_signal, switch
from tenure.actions.workspaces import add_member
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.records.models import Alert, Signal, Task
from tenure.rounds.alerts import give_alert_tasks

TODAY = date(2026, 3, 2)
HEADS = "Asset ID;Account ID;Name;Certificate ends on\n"


@pytest.fixture
def jana(beginning):
    """Two members, each with an account whose certificate ends in 29 days, or later."""
    story = beginning("reseller")
    story.at(TODAY.isoformat())
    add_member(workspace=story.workspace, email="tom@example.com", name="Tom", role="agent", by="test")
    story.import_csv("accounts", "Account ID;Owner\nbakker;Tom\nslager;Jana\n")
    dates = [f"bakker.app;bakker;App;{TODAY + timedelta(29)}", f"slager.app;slager;App;{TODAY + timedelta(200)}"]
    story.import_csv("assets", HEADS + "\n".join(dates))
    return story


def watched(story, days: int) -> None:
    template = READY_SIGNALS["certificate_ending"]
    row = Signal.objects.get(workspace=story.workspace, template=template.slug)
    change_signal(row=row, signal=template.changed(template.signal(), {"days": days}), by="test")
    switch(row=row, is_on=True, by="test")
    pass_by(story)


def pass_by(story) -> None:
    story.pass_by()
    give_alert_tasks(story.workspace)


def test_one_task_in_the_right_book_with_the_steps_that_the_new_date_closes(jana):
    watched(jana, 30)
    for _ in range(3):
        pass_by(jana)
    (task,) = Task.objects.all()
    assert (task.account.key, task.owner.name, task.title) == ("bakker", "Tom", "Renew the push certificate")
    assert "1. Ask for a new certificate" in task.script
    assert task.reason == "A certificate ends in 29 days"
    assert task.due_on == TODAY + timedelta(7)

    jana.at((TODAY + timedelta(3)).isoformat())
    jana.import_csv("assets", f"{HEADS}bakker.app;bakker;App;{TODAY + timedelta(394)}\n")
    pass_by(jana)
    task.refresh_from_db()
    assert task.done_at is not None
    assert Alert.objects.get().end == "resolved"
    assert Task.objects.count() == 1


def test_the_lead_is_settable_also_to_after_the_end(jana):
    watched(jana, -1)
    assert not Task.objects.exists()
    jana.at((TODAY + timedelta(29)).isoformat())
    pass_by(jana)
    assert not Task.objects.exists()
    jana.at((TODAY + timedelta(30)).isoformat())
    pass_by(jana)
    assert Task.objects.get().reason == "A certificate ended yesterday"
