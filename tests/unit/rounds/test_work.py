"""One workspace's trouble is its own, and a worker that cannot say that it lives goes on working."""

import pytest

from tenure.actions import leases
from tenure.records.models import Lease
from tenure.rounds import work
from tenure.rounds.schedule import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def repaired(monkeypatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(work, "repair", lambda home, spool, slug: done.append(slug))
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # it would end the test's own transaction
    return done


def test_a_workspace_whose_log_cannot_be_repaired_is_left_alone_and_the_others_go_on(
    workspace, other_workspace, repaired, monkeypatch
):
    def repair(home, spool, slug):
        if slug == workspace.slug:
            raise OSError(30, "Read-only file system", "log/acme")

    seen = []
    one = Round("seal", lambda workspace: bool(seen.append(workspace.slug)), every=0.4)
    monkeypatch.setattr(work, "repair", repair)
    worker = work.Worker()
    assert worker._pass(one) >= 1, "it is tried again, though not at once"
    assert seen == [other_workspace.slug]

    monkeypatch.setattr(work, "repair", lambda *_: [])
    worker._pass(one)
    assert seen[1:] == [workspace.slug, other_workspace.slug]


def test_a_log_is_repaired_once_before_its_first_round(workspace, repaired):
    worker = work.Worker()
    for _ in range(3):
        worker._pass(Round("seal", lambda workspace: False, every=0.4))
    assert repaired == [workspace.slug]


def test_a_failing_round_does_not_keep_the_next_workspace_waiting(workspace, other_workspace, repaired):
    seen = []

    def run(one):
        seen.append(one.slug)
        raise ZeroDivisionError

    work.Worker()._pass(Round("facts", run, every=0.25))
    assert seen == [workspace.slug, other_workspace.slug]


def test_a_sign_of_life_that_cannot_be_written_ends_nothing(monkeypatch, repaired):
    def hold(name):
        raise OSError(28, "No space left on device", "tenure.sqlite3")

    worker = work.Worker()
    with monkeypatch.context() as trouble:
        trouble.setattr(leases, "hold", hold)
        worker._say_that_it_lives()
    worker._say_that_it_lives()
    assert Lease.objects.filter(name__startswith="work:").exists()
