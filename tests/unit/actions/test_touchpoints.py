"""Touchpoints: logged, planned, held, called off and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from tenure.actions.accounts import BEGINNING, record_history
from tenure.actions.taking_back import UNDO_FOR, UndoError
from tenure.actions.tasks import change_task, create_task
from tenure.actions.touchpoints import (
    Said,
    TouchpointError,
    cancel_plan,
    change_plan,
    hold_touchpoint,
    log_touchpoint,
    plan_touchpoint,
)
from tenure.actions.undo import undo
from tenure.answers.timeline import timeline
from tenure.records.business_frames import touchpoints as frame
from tenure.records.models import AccountHistory, Attendee, AuditEntry, Contact, Option, StaleAccount, Task, Touchpoint
from tests.factories import make_member

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(hours=2)
AHEAD = NOW + timedelta(days=2)
BY = "member 1"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def jana(workspace, account):
    return Contact.objects.create(
        workspace=workspace, account=account, key="jana", name="Jana", email="jana@example.com", created_at=NOW
    )


def log(account, **more):
    return log_touchpoint(account=account, said=Said(**{"channel": "call", "at": BEFORE, **more}), by=BY)


def plan(account, *invited, **more):
    said = Said(**{"channel": "video", "at": AHEAD, "minutes": 30, **more})
    return plan_touchpoint(account=account, said=said, invited=invited, by=BY)


def ratings(account):
    rows = AccountHistory.objects.filter(account=account, name="sentiment").order_by("since")
    return list(rows.values_list("value", "since"))


def everything(account):
    kinds = (Touchpoint, Task, AccountHistory, Attendee)
    return [sorted(kind.objects.filter(workspace=account.workspace).values_list()) for kind in kinds]


def test_a_call_is_kept_with_who_and_what_came_of_it(workspace, account, jana):
    member = make_member(workspace, "agent")
    said = Said("call", BEFORE, contact=jana, minutes=12, summary="Push works again", outcome="Reached")
    row = log_touchpoint(account=account, said=said, by=BY, member=member).touchpoint
    assert (row.contact, row.minutes, row.outcome, row.is_held) == (jana, 12, "Reached", True)
    assert (row.by, row.member, row.created_at) == ("Agent", member, NOW)
    entry = AuditEntry.objects.get(noun="touchpoint")
    assert (entry.verb, entry.record, entry.after["summary"]) == ("log", row.pk, "Push works again")
    assert StaleAccount.objects.filter(account=account).exists()


def test_its_key_is_the_one_an_import_would_make(account):
    keys = [log(account).touchpoint.key for _ in range(3)]
    plain = f"{account.pk}:{BEFORE.isoformat()}:call"
    assert keys == [plain, f"{plain}:1", f"{plain}:2"]


def test_a_service_takes_its_usual_minutes_unless_told_otherwise(workspace, account):
    Option.objects.create(workspace=workspace, name="Push service", kind="service", minutes=15, created_at=NOW)
    assert log(account, service="push service").touchpoint.minutes == 15
    assert log(account, service="Push service", minutes=0).touchpoint.minutes == 0
    assert log(account, service="Something else").touchpoint.minutes is None


def test_how_it_felt_is_a_dated_rating_of_the_account(account):
    log(account, sentiment=2)
    assert ratings(account) == [(2, BEGINNING), (2, BEFORE)]
    log(account, sentiment=4, at=NOW)
    assert ratings(account)[-1] == (4, NOW)


def test_a_next_step_with_a_day_becomes_a_task(workspace, account):
    member = make_member(workspace, "agent")
    said = Said("call", BEFORE, next_step="Send the offer", next_on=date(2026, 3, 9), next_reason="After the call")
    done = log_touchpoint(account=account, said=said, by=BY, member=member)
    task = Task.objects.get()
    assert (task.title, task.due_on, task.account, task.owner) == ("Send the offer", date(2026, 3, 9), account, member)
    assert (task.reason, task.cause) == ("After the call", f"touchpoint:{done.touchpoint.pk}:next")
    log(account, next_step="Think about it")
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "fax"}, {"at": AHEAD}, {"at": datetime(2026, 3, 4)}, {"sentiment": 6}, {"minutes": 1441},
        {"summary": "x" * 20_001}, {"outcome": "x" * 201}, {"next_step": "a\0b"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_logged(account, wrong):
    with pytest.raises(TouchpointError):
        log(account, **wrong)
    assert not Touchpoint.objects.exists()


def test_a_contact_of_another_workspace_takes_no_part(account, stranger):
    theirs = Contact.objects.create(workspace=stranger.workspace, key="x", email="x@example.com", created_at=NOW)
    with pytest.raises(TouchpointError):
        log(account, contact=theirs)
    with pytest.raises(TouchpointError):
        plan(account, theirs)
    assert not Touchpoint.objects.exists()


def test_facts_know_nothing_of_what_is_planned_until_it_was_held(workspace, account):
    planned = plan(account, at=NOW - timedelta(hours=1)).touchpoint
    assert frame(workspace).num_rows == 0
    assert not StaleAccount.objects.exists()
    hold_touchpoint(touchpoint=planned, said=Said("video", planned.at), by=BY)
    assert frame(workspace).num_rows == 1
    assert StaleAccount.objects.filter(account=account).exists()


def test_the_timeline_tells_what_took_place_and_not_what_was_planned(account):
    plan(account, at=NOW - timedelta(hours=1))
    plan(account)
    held = log(account).touchpoint
    assert [entry.key for entry in timeline(account, 10)] == [held.key]


def test_a_plan_has_a_key_that_stays_when_it_is_moved(account, jana):
    planned = plan(account, jana).touchpoint
    moved = change_plan(
        touchpoint=planned, said=Said("video", AHEAD + timedelta(days=1), minutes=30), invited=[jana], by=BY
    ).touchpoint
    assert (moved.key, moved.sequence) == (planned.key, 1)
    again = change_plan(touchpoint=moved, said=Said("video", moved.at, minutes=30), invited=[jana], by=BY)
    assert again.entries == ()
    assert Touchpoint.objects.get().sequence == 1, "nothing that those invited are told was changed"
    change_plan(touchpoint=moved, said=Said("video", moved.at, minutes=30), invited=[], by=BY)
    assert Touchpoint.objects.get().sequence == 2
    assert not Attendee.objects.exists()


def test_e_mails_are_logged_and_not_planned(account):
    with pytest.raises(TouchpointError):
        plan(account, channel="email")


def test_what_lies_ahead_was_not_held_yet(account):
    planned = plan(account).touchpoint
    with pytest.raises(TouchpointError):
        hold_touchpoint(touchpoint=planned, said=Said("video", planned.at), by=BY)
    assert not Touchpoint.objects.get().is_held


def test_a_plan_that_was_called_off_is_none_any_more(account):
    planned = plan(account).touchpoint
    row = cancel_plan(touchpoint=planned, by=BY).touchpoint
    assert (row.cancelled_at, row.sequence) == (NOW, 1)
    for again in (
        lambda: cancel_plan(touchpoint=planned, by=BY),
        lambda: change_plan(touchpoint=planned, said=Said("video", AHEAD), invited=[], by=BY),
        lambda: hold_touchpoint(touchpoint=planned, said=Said("video", BEFORE), by=BY),
    ):
        with pytest.raises(TouchpointError):
            again()


def test_a_logged_touchpoint_is_taken_back_with_its_rating_and_its_task(account):
    record_history(account=account, name="sentiment", value=3, at=NOW - timedelta(days=9), by=BY)
    before = everything(account)
    done = log(account, sentiment=1, next_step="Call again", next_on=date(2026, 3, 9))
    assert everything(account) != before
    undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert everything(account) == before


def test_the_first_rating_goes_back_to_nothing_and_a_later_one_becomes_the_first(account):
    done = log(account, sentiment=1)
    undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert ratings(account) == []
    done = log(account, sentiment=1)
    log(account, sentiment=5, at=NOW)
    undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert ratings(account) == [(5, BEGINNING), (5, NOW)]


def ways(account, planned, jana):
    """Each thing that can be done to a plan, by name."""
    return {
        "change": lambda: change_plan(
            touchpoint=planned, said=Said("meeting", AHEAD, place="Damrak 1"), invited=[jana], by=BY
        ),
        "cancel": lambda: cancel_plan(touchpoint=planned, by=BY),
        "hold": lambda: hold_touchpoint(touchpoint=planned, said=Said("video", BEFORE, sentiment=4), by=BY),
    }


@pytest.mark.parametrize("name", ["change", "cancel", "hold"])
def test_what_was_done_to_a_plan_is_taken_back(account, jana, name):
    planned = plan(account, jana).touchpoint
    before = everything(account)
    done = ways(account, planned, jana)[name]()
    assert everything(account) != before
    undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert everything(account) == before


def test_who_was_invited_before_is_invited_again_when_a_change_is_taken_back(account, jana):
    planned = plan(account, jana).touchpoint
    done = change_plan(touchpoint=planned, said=Said("video", AHEAD, minutes=30), invited=[], by=BY)
    undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert [one.contact for one in Attendee.objects.all()] == [jana]
    assert Touchpoint.objects.get().sequence == 0


def test_nothing_is_taken_back_when_its_task_was_changed_since(account):
    done = log(account, next_step="Call again", next_on=date(2026, 3, 9))
    task = Task.objects.get()
    change_task(workspace=account.workspace, number=task.pk, changes={"title": "Write"}, by="member 2")
    before = everything(account)
    with pytest.raises(UndoError):
        undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert everything(account) == before


def test_nobody_takes_back_what_another_did_or_what_was_long_ago(account):
    done = log(account)
    with pytest.raises(UndoError):
        undo(workspace=account.workspace, entries=done.entries, by="member 2")
    with time_machine.travel(NOW + UNDO_FOR + timedelta(seconds=1), tick=False), pytest.raises(UndoError):
        undo(workspace=account.workspace, entries=done.entries, by=BY)
    assert Touchpoint.objects.exists()


def test_a_task_alone_is_not_taken_back_as_a_touchpoint_of_another_workspace(account, other_workspace):
    theirs = create_task(workspace=other_workspace, title="Theirs", by=BY)
    with pytest.raises(UndoError):
        undo(workspace=account.workspace, entries=theirs.entries, by=BY)
    assert Task.objects.exists()
