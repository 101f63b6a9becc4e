"""Does the database rank accounts as `calc.attention` says, and leave out those that rest?"""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.answers import attention as answers
from tenure.answers.attention import attention, standing_of
from tenure.answers.due import FARTHEST, due_dates
from tenure.calc.attention import SEVERITY, Standing, ranked, urgency
from tenure.records.models import Account, AccountHealth, Contract, ContractPeriod, Snooze, Task
from tenure.values.moment import Moment

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def fell(monkeypatch):
    """What scores lost in four weeks, by account."""
    points: dict[int, float] = {}
    monkeypatch.setattr(answers, "fallen", lambda *_: points)
    return points


def make(workspace, number, *, band="poor", stake=None, mrr=None, is_thin=False, renews_in=None, currency="EUR"):
    account = Account.objects.create(workspace=workspace, key=f"k{number}", created_at=NOW)
    AccountHealth.objects.create(
        workspace=workspace, account=account, band=band, computed_band=band, is_thin=is_thin, stake=stake, mrr=mrr,
        currency=currency, renews_on=None if renews_in is None else TODAY + timedelta(renews_in), facts={}, detail={},
        computed_at=NOW,
    )  # fmt: skip
    return account


def task(account, due_in, **more):
    return Task.objects.create(
        workspace=account.workspace, account=account, title="t", due_on=TODAY + timedelta(due_in), created_at=NOW,
        created_by="test", **more,
    )  # fmt: skip


def asked(workspace, most=1_000):
    return attention(workspace, None, Moment(NOW), most)


@pytest.mark.parametrize("seed", range(6))
def test_the_database_ranks_as_the_formula_does(any_workspace, fell, seed):
    luck = random.Random(seed)
    print(f"seed {seed}")
    standings = []
    for number in range(60):
        band, due_in = luck.choice(list(SEVERITY)), luck.choice([None, *range(-5, 100, 7)])
        money = luck.choice([None, 0, luck.randrange(10**9)])
        is_thin, lost = luck.random() < 0.3, luck.choice([0.0, 9.9, 10.0, 20.0, 29.9, 30.0, 80.0])
        account = make(any_workspace, number, band=band, stake=money, is_thin=is_thin)
        if due_in is not None and luck.random() < 0.5:
            AccountHealth.objects.filter(account=account).update(renews_on=TODAY + timedelta(due_in))
        elif due_in is not None:
            task(account, due_in)
        if lost >= 10:
            fell[account.pk] = lost
        seen = due_in if due_in is None or due_in <= FARTHEST else None
        standings.append(Standing(account.pk, band, money, is_thin, lost if lost >= 10 else 0.0, seen))
    found, meant = asked(any_workspace), ranked(standings)
    assert [one.account for one in found.first] == [one.account for one in meant]
    assert [urgency(one) for one in found.first] == [urgency(one) for one in meant]
    assert found.count == len(meant)
    assert sum(one.stake for one in found.sums) == sum(one.stake or 0 for one in meant)
    assert [one.account for one in asked(any_workspace, 5).first] == [one.account for one in meant[:5]]


def test_one_account_stands_alone_as_it_stands_in_the_list(workspace, fell):
    account = make(workspace, 1, band="average", stake=5_000, renews_in=40)
    task(account, 3)
    fell[account.pk] = 12.0
    [listed] = asked(workspace).first
    alone, due = standing_of(Account.objects.select_related("health").get(), Moment(NOW))
    assert alone == listed == Standing(account.pk, "average", 5_000, False, 12.0, 3)
    assert (due.kind, due.day) == ("task", date(2026, 5, 15))


def test_those_that_rest_are_out_until_their_day(workspace, fell):
    resting, awake, over, ended = (make(workspace, number) for number in range(4))
    for account, until, ended_at in (
        (resting, TODAY + timedelta(1), None),
        (over, TODAY, None),
        (ended, TODAY + timedelta(9), NOW),
    ):
        Snooze.objects.create(
            workspace=workspace, account=account, until=until, reason="r", by="t", since=NOW, ended_at=ended_at
        )
    assert {one.account for one in asked(workspace).first} == {awake.pk, over.pk, ended.pk}


def test_an_account_of_before_the_stake_was_kept_counts_with_its_mrr(workspace, fell):
    make(workspace, 1, mrr=7_000)
    assert asked(workspace).first[0].stake == 7_000


def test_sums_are_told_by_currency_the_largest_first(workspace, fell):
    make(workspace, 1, stake=100, mrr=100)
    make(workspace, 2, stake=900, mrr=None, currency="USD")
    make(workspace, 3, stake=200, mrr=200)
    sums = [(one.currency, one.count, one.stake, one.mrr) for one in asked(workspace).sums]
    assert sums == [("USD", 1, 900, 0), ("EUR", 2, 300, 300)]


def test_renewals_count_within_thirty_days_whoever_needs_somebody(workspace, fell):
    for number, days in enumerate((-1, 0, 30, 31, None)):
        make(workspace, number, band="good", renews_in=days)
    make(workspace, 9, band="former", renews_in=3)
    assert asked(workspace).renewals == 2


def test_only_open_tasks_and_contracts_that_nobody_ended_are_due(workspace, other_workspace):
    account = make(workspace, 1)
    task(account, 5, done_at=NOW)
    task(account, 6, dropped_at=NOW)
    assert due_dates(workspace, TODAY) == {}
    contract = Contract.objects.create(workspace=workspace, account=account, key="c", notice_days=30, created_at=NOW)
    ContractPeriod.objects.create(
        workspace=workspace, contract=contract, starts_on=TODAY, ends_on=TODAY + timedelta(40), mrr=1, currency="EUR"
    )
    assert due_dates(workspace, TODAY)[account.pk].day == TODAY + timedelta(10)
    task(account, 2)
    assert due_dates(workspace, TODAY)[account.pk].kind == "task"
    assert due_dates(other_workspace, TODAY) == {}
    Task.objects.filter(done_at=None, dropped_at=None).update(done_at=NOW)
    Contract.objects.update(notice_given_on=TODAY)
    assert due_dates(workspace, TODAY) == {}


def test_other_workspaces_are_left_alone(workspace, other_workspace, fell):
    make(other_workspace, 1)
    assert asked(workspace).count == 0
