"""What a round computed before or while somebody was erased is not stored: it may name them."""

import pytest

from tenure.actions.staleness import mark_stale
from tenure.answers import process
from tenure.eventlog.gate import erasing
from tenure.records.models import Account, AccountHealth, StaleAccount
from tenure.rounds import facts, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(workspace, settings, tmp_path):
    """An account whose facts must be computed."""
    settings.TENURE_DATA = tmp_path
    process.forget()
    account = Account.objects.create(workspace=workspace, key="smit", created_at=workspace.created_at)
    mark_stale(workspace, [account.pk])
    yield account
    process.forget()


def erase_during(monkeypatch, module) -> None:
    compute = module.health

    def health(workspace, *given, **named):
        found = list(compute(workspace, *given, **named))
        with erasing(process.home(), workspace.slug):
            pass
        return iter(found)

    monkeypatch.setattr(module, "health", health)


def test_facts_are_computed_again_when_somebody_was_erased_meanwhile(workspace, due, monkeypatch):
    one = facts.FactsRound()
    with monkeypatch.context() as meanwhile:
        erase_during(meanwhile, facts)
        one.run(workspace)
    assert not AccountHealth.objects.exists()
    assert StaleAccount.objects.filter(account=due).exists()
    one.run(workspace)
    assert AccountHealth.objects.filter(account=due).exists()


def test_what_was_known_is_not_stored_from_before_an_erase(workspace, due, monkeypatch):
    noted = []
    monkeypatch.setattr(known, "note_stored_day", lambda **named: noted.append(named["day"]))
    mark = known.facts_mark(workspace)
    mark.stored_day = 1
    monkeypatch.setattr(known, "facts_mark", lambda workspace: mark)
    with monkeypatch.context() as meanwhile:
        erase_during(meanwhile, known)
        assert known.store_known(workspace) is False
    assert noted == []
    known.store_known(workspace)
    assert len(noted) == 1
