"""Is every account that something made stale queued, once, with a mark that tells a slow round it is stale again?"""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import time_machine
from django.db import connection, transaction
from django.db.models import QuerySet

from tenure.actions.staleness import mark_all_stale, mark_stale
from tenure.records.models import Account, StaleAccount, Workspace

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def many_accounts(workspace: Workspace, count: int) -> list[int]:
    rows = [Account(workspace=workspace, key=f"a{n}", created_at=NOW) for n in range(count)]
    return [row.pk for row in Account.objects.bulk_create(rows, batch_size=2_000)]


def marks(workspace: Workspace) -> dict[int, int]:
    return dict(StaleAccount.objects.filter(workspace=workspace).values_list("account", "mark"))


def test_ten_thousand_accounts_are_queued_and_each_mark_rises(any_workspace):
    ids = many_accounts(any_workspace, 10_001)
    mark_stale(any_workspace, [*ids[:6_000], ids[0]])
    first = marks(any_workspace)
    assert first.keys() == set(ids[:6_000])
    mark_stale(any_workspace, iter(ids))
    second = marks(any_workspace)
    assert second.keys() == set(ids)
    assert all(second[account] > mark for account, mark in first.items())


def test_marking_nothing_queues_nothing(workspace):
    mark_stale(workspace, [])
    assert marks(workspace) == {}


def test_fresh_events_stay_and_the_first_time_counts(workspace, account):
    with time_machine.travel(NOW, tick=False):
        mark_stale(workspace, [account.pk], fresh_events=True)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        mark_stale(workspace, [account.pk])
    row = StaleAccount.objects.get(workspace=workspace)
    assert (row.fresh_events, row.since) == (True, NOW)


def test_an_account_that_waits_for_the_daily_pass_goes_first_once_it_has_fresh_events(workspace, account):
    mark_stale(workspace, [account.pk])
    mark_stale(workspace, [account.pk], fresh_events=True)
    assert StaleAccount.objects.get(workspace=workspace).fresh_events


def test_an_account_queued_again_never_bears_a_mark_it_had(workspace, account):
    mark_stale(workspace, [account.pk])
    (before,) = marks(workspace).values()
    StaleAccount.objects.filter(workspace=workspace, mark=before).delete()
    mark_stale(workspace, [account.pk])
    (after,) = marks(workspace).values()
    assert after > before


def test_accounts_of_another_workspace_and_accounts_that_are_gone_are_passed_over(workspace, account, stranger):
    mark_stale(workspace, [account.pk, stranger.pk, 10**9])
    assert set(StaleAccount.objects.values_list("account", flat=True)) == {account.pk}
    mark_stale(stranger.workspace, [stranger.pk])
    before = marks(stranger.workspace)
    mark_stale(workspace, [stranger.pk])
    assert marks(stranger.workspace) == before


def test_all_accounts_of_one_workspace_can_be_marked(workspace, account, stranger):
    mark_all_stale(workspace)
    assert set(StaleAccount.objects.values_list("account", flat=True)) == {account.pk}


def test_what_a_transaction_takes_back_was_not_marked(workspace, account):
    with transaction.atomic():
        mark_stale(workspace, [account.pk])
        transaction.set_rollback(True)
    assert marks(workspace) == {}


def test_two_that_mark_the_same_accounts_in_opposite_order_both_raise_the_marks(on_postgres):
    ids = many_accounts(on_postgres, 500)
    mark_stale(on_postgres, ids)
    before = marks(on_postgres)
    failures: list[Exception] = []

    def mark_often(order: list[int]) -> None:
        try:
            for _ in range(10):
                mark_stale(on_postgres, order)
        except Exception as error:  # noqa: BLE001 - the test reports whatever it was
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=mark_often, args=(order,)) for order in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert {account: mark - before[account] for account, mark in marks(on_postgres).items()} == dict.fromkeys(ids, 20)


def test_an_account_that_a_round_takes_off_meanwhile_is_queued_again(on_postgres, migrated_url, monkeypatch):
    (account,) = many_accounts(on_postgres, 1)
    insert, taken_off = QuerySet.bulk_create, []
    queue = "INSERT INTO records_staleaccount (workspace_id, account_id, mark, fresh_events, since) VALUES (%s, %s, 1, false, now())"

    def queue_insert_and_take_off(self, rows, **options):
        with psycopg.connect(migrated_url, autocommit=True) as other:
            if not taken_off:
                other.execute(queue, (on_postgres.pk, account))
            made = insert(self, rows, **options)
            if not taken_off:
                taken_off.append(other.execute("DELETE FROM records_staleaccount").rowcount)
        return made

    monkeypatch.setattr(QuerySet, "bulk_create", queue_insert_and_take_off)
    mark_stale(on_postgres, [account])
    assert taken_off == [1]
    assert marks(on_postgres).keys() == {account}


def test_no_round_can_take_off_what_is_being_marked(on_postgres, migrated_url, monkeypatch):
    (account,) = many_accounts(on_postgres, 1)
    mark_stale(on_postgres, [account])
    update, refused = QuerySet.update, []

    def try_to_take_off_first(self, **changes):
        with psycopg.connect(migrated_url, autocommit=True, options="-c lock_timeout=50ms") as round_:
            try:
                round_.execute("DELETE FROM records_staleaccount")
            except psycopg.errors.LockNotAvailable as error:
                refused.append(error)
        return update(self, **changes)

    monkeypatch.setattr(QuerySet, "update", try_to_take_off_first)
    mark_stale(on_postgres, [account])
    assert refused
    assert marks(on_postgres).keys() == {account}
