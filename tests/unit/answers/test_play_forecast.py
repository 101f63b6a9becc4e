"""Is what a play would do told before it does it, and is it what it then does?"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.answers.account_plays import expected
from tenure.answers.play_forecast import play_forecast
from tenure.plays.parse import parse
from tenure.records.models import AccountHealth, Task
from tests.factories import make_account, make_member
from tests.plays_for_tests import CALL, fire, published, rounds, tasks_of

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
RENEWAL = {
    "slug": "renewal", "name": "Renewal", "trigger": {"on": "date", "fact": "renews_on", "days": -60},
    "steps": [CALL, {"do": "wait", "days": 7}, {**CALL, "title": "Again"}],
}  # fmt: skip


@pytest.fixture
def travel():
    with time_machine.travel(MORNING, tick=False) as travel:
        yield travel


@pytest.fixture
def accounts(travel, workspace, member):
    """Twelve that renew 55 to 88 days from now, three days apart."""
    made = []
    for number in range(12):
        renews = date(2026, 4, 26) + timedelta(days=3 * number)
        account = make_account(workspace, f"a{number}", facts={"renews_on": renews.isoformat()})
        AccountHealth.objects.filter(account=account).update(renews_on=renews)
        account.owner = member
        account.save()
        made.append(account)
    return made


def test_a_play_by_the_calendar_does_what_was_foreseen(travel, workspace, accounts, member):
    foreseen = play_forecast(workspace, parse(RENEWAL), None, clock.now())
    assert (foreseen.accounts, foreseen.looked_at, foreseen.left_alone) == (12, 12, 0)
    assert all(one.is_sure and one.member == member for one in foreseen.doings)
    assert list(foreseen.notes) == []
    published(workspace, *RENEWAL["steps"], on=RENEWAL["trigger"], slug="renewal")
    for _ in range(31):
        rounds(workspace)
        travel.shift(timedelta(days=1))
    made = Task.objects.order_by("created_at", "account").values_list("account", "created_at")
    assert sorted((account, at.date()) for account, at in made) == sorted(
        (one.account, one.on) for one in foreseen.doings
    )
    assert sum(foreseen.steps.values()) == len(made)


def test_what_sets_off_an_alert_is_not_foreseen_and_said_so(workspace, accounts):
    fire(accounts[:7])
    play = parse({**RENEWAL, "trigger": {"on": "alert", "signal": "silent"}})
    foreseen = play_forecast(workspace, play, None, clock.now())
    assert foreseen.accounts == 7
    assert not any(one.is_sure for one in foreseen.doings)
    assert list(foreseen.notes) == [
        "Nobody knows beforehand when that happens: this is as it was in the 30 days before.",
        "Ada would get 7 tasks on 1 April 2026; 5 a day are made, for the dearest accounts first, and the rest waits.",
    ]


def test_whoever_is_left_alone_is_counted_apart(workspace, accounts):
    play = parse({**RENEWAL, "hold_out": {"percent": 50}})
    foreseen = play_forecast(workspace, play, None, clock.now())
    assert 1 <= foreseen.left_alone <= 11
    assert foreseen.left_alone + len({one.account for one in foreseen.doings}) == 12


def test_a_play_that_a_member_starts_does_nothing_by_itself(workspace, accounts):
    foreseen = play_forecast(workspace, parse({**RENEWAL, "trigger": {"on": "hand"}}), None, clock.now())
    assert (foreseen.accounts, list(foreseen.doings)) == (0, [])
    assert list(foreseen.notes) == ["A member starts it, so nothing happens by itself."]


def test_an_account_shows_what_will_happen_to_it_and_why(travel, workspace, accounts):
    workspace.tasks_a_day = 50
    workspace.save()
    published(workspace, *RENEWAL["steps"], on=RENEWAL["trigger"], slug="renewal")
    rule = {"fact": "renews_on", "op": "known"}
    published(workspace, CALL, {"do": "wait", "days": 10}, {"do": "check", "rule": rule}, {**CALL, "title": "Then"})
    last = accounts[-1]
    fire([last])
    rounds(workspace)
    seen = expected(last, clock.now())
    assert [(one.play.slug, one.at.date(), one.is_sure, one.run is None) for one in seen] == [
        ("save", date(2026, 3, 12), False, False),
        ("renewal", date(2026, 3, 30), True, True),
        ("renewal", date(2026, 4, 6), True, True),
    ]
    assert seen[0].what == "Make the task “Then”, due in 2 days. Who does it: the owner of the account."
    assert seen[0].why == "It starts when the signal “silent” fires."
    travel.move_to(datetime(2026, 3, 30, 9, tzinfo=UTC))
    rounds(workspace)
    assert tasks_of(last) == ["Call", "Then", "Call"]
    assert [(one.play.slug, one.at.date()) for one in expected(last, clock.now())] == [("renewal", date(2026, 4, 6))]


def test_an_account_that_is_left_alone_sees_so(workspace, accounts):
    published(workspace, *RENEWAL["steps"], on=RENEWAL["trigger"], slug="renewal", hold_out={"percent": 50})
    alone = {account.key: {one.is_left_alone for one in expected(account, clock.now())} for account in accounts}
    assert {frozenset(said) for said in alone.values()} == {frozenset({True}), frozenset({False})}


def test_tasks_that_go_round_are_foreseen_for_each_in_turn(workspace, accounts, member):
    other = make_member(workspace, "agent")
    steps = [{**CALL, "to": {"role": "round robin", "members": [member.pk, other.pk]}}]
    foreseen = play_forecast(workspace, parse({**RENEWAL, "steps": steps}), None, clock.now())
    by = [one.member for one in foreseen.doings]
    assert by.count(member) == by.count(other) == 6
