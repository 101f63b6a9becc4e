"""Why is an account as far with its objectives as it is? The objectives, each with its part of the way."""

from datetime import UTC, datetime

import pytest
import time_machine

from tenure import clock
from tenure.actions.objectives import Said, add_objective, end_objective
from tenure.records.models import Objective
from tests.factories import make_account

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_march(own_data):
    with time_machine.travel(NOW, tick=True):
        yield


def test_the_sheet_lists_the_open_objectives_and_how_far_each_is(visit, acme):
    facts = {"touchpoints_90": 3, "objective_progress": 0.55}
    account = make_account(acme, "bakery", "Bakkerij Smit", facts)
    add_objective(account=account, said=Said("Talk more", 0, 5, fact="touchpoints_90"), by="test")
    add_objective(account=account, said=Said("Open a shop", 0, 10, actual=5), by="test")
    old = add_objective(account=account, said=Said("Old one", 0, 10), by="test")
    end_objective(objective=Objective.objects.get(pk=old.record), by="test")
    account.health.computed_at = clock.now()
    account.health.save()
    response = visit("agent").get("/w/acme/accounts/bakery/why", {"fact": "objective_progress"})
    page = " ".join(response.content.decode().split())
    assert "Objectives are 55% of the way" in page
    assert response.context["rows"] == [("Talk more", "0 to 5", "3", "60%"), ("Open a shop", "0 to 10", "5", "50%")]
    assert "Old one" not in page


def test_an_objective_is_not_read_from_the_progress_of_objectives(visit, acme):
    make_account(acme, "bakery", "Bakkerij Smit", {"touchpoints_90": 3})
    page = visit("agent").get("/w/acme/accounts/bakery/objectives").content.decode()
    assert 'value="touchpoints_90"' in page
    assert 'value="objective_progress"' not in page
