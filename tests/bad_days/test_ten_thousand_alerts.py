"""Ten thousand alerts in a minute: each once, a slice at a time, and nobody gets more tasks than a day has room for."""

from datetime import timedelta

import pytest

from tenure import clock
from tenure.actions import alerts
from tenure.actions.alert_tasks import make_alert_tasks
from tenure.actions.alerts import fire_due
from tenure.actions.ready_signals import add_ready_signals
from tenure.records.models import Account, Alert, Signal, SignalState, Task
from tests.factories import make_member

pytestmark = pytest.mark.django_db
MANY = 10_000


def test_they_open_in_slices_and_make_five_tasks_a_member(workspace, django_assert_max_num_queries):
    add_ready_signals(workspace=workspace, by="test")
    owners = [make_member(workspace, "agent", f"a{n}@example.com") for n in range(3)]
    now = clock.now()
    accounts = Account.objects.bulk_create(
        Account(workspace=workspace, key=f"a{n}", created_at=now, owner=owners[n % 3]) for n in range(MANY)
    )
    signal = Signal.objects.get(template="renewal_without_contact")
    SignalState.objects.bulk_create(
        SignalState(workspace=workspace, signal=signal, account=one, since=now, due_at=now, values={})
        for one in accounts
    )
    slices = -(-MANY // alerts._BATCH)
    with django_assert_max_num_queries(60 * slices):
        assert fire_due(workspace=workspace, at=now) == MANY
    assert fire_due(workspace=workspace, at=now + timedelta(minutes=1)) == 0
    assert Alert.objects.filter(ended_at=None).count() == MANY
    for _ in range(2):
        make_alert_tasks(workspace=workspace)
    assert Task.objects.count() == workspace.tasks_a_day * len(owners)
    assert Alert.objects.filter(wants_task=True).count() == MANY - Task.objects.count()
