"""Can a manager make a signal of their own, and change its rule later?"""

import pytest
from django.urls import reverse

from tenure.actions.signals import create_signal
from tenure.calc.signal import Signal as Watched
from tenure.calc.signals.ready import READY_SIGNALS
from tenure.records.models import Signal
from tenure.rules.parse import parse
from tests.factories import make_member
from tests.pages.said.segments import FORM, RULE

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(workspace, client):
    member = make_member(workspace, "manager")
    client.force_login(member.user)
    return member


def at(member, name, *args):
    return reverse(name, args=[member.workspace.slug, *args])


def test_a_new_signal_is_kept_off_with_the_rule_of_the_form(client, manager):
    assert "It fires for accounts where" in client.get(at(manager, "new-signal")).content.decode()
    answer = client.post(at(manager, "save-signal"), FORM | {"name": "Hardly active"})
    row = Signal.objects.get(name="Hardly active")
    assert answer.url == at(manager, "signal", row.slug)
    assert not row.is_on
    assert row.definition["rule"] == {"fact": "active_days_28", "op": "le", "value": 5}


def test_its_rule_can_be_changed_and_its_severity_stays(client, manager):
    client.post(at(manager, "save-signal"), FORM | {"name": "Hardly active"})
    row = Signal.objects.get(name="Hardly active")
    Signal.objects.filter(pk=row.pk).update(definition=row.definition | {"severity": "high"})
    client.post(at(manager, "signal-rule-change", row.slug), FORM | {"name": "Hardly active", "rule-0-value": "2"})
    row.refresh_from_db()
    assert (row.definition["rule"]["value"], row.definition["severity"], row.version) == (2, "high", 2)


@pytest.mark.parametrize("said", [{"name": ""}, {"name": "Hardly", "rule-0-value": "many"}, {"name": "x" * 200}])
def test_what_cannot_be_kept_comes_back_with_what_to_put_right(client, manager, said):
    before = Signal.objects.count()
    answer = client.post(at(manager, "save-signal"), FORM | said)
    assert answer.status_code == 422
    assert Signal.objects.count() == before


def test_a_ready_signal_leads_to_one_like_it_and_keeps_its_own_rule(client, manager):
    ready = create_signal(
        workspace=manager.workspace,
        name="Ready",
        signal=Watched(parse(RULE)),
        template=next(iter(READY_SIGNALS)),
        by="x",
    )
    assert client.get(at(manager, "signal-rule", ready.slug)).status_code == 404
    page = client.get(at(manager, "new-signal") + f"?like={ready.slug}")
    assert page.status_code == 200
