"""Do members of segments and alerts of signals follow the facts that decide them, in the same pass?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure.actions.alerts import dismiss_alerts, snooze_alerts
from tenure.actions.contacts import change_contact
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.segments import change_segment, create_segment, retire_segment
from tenure.actions.signals import change_signal, create_signal, switch
from tenure.answers import process
from tenure.calc import signal as signals
from tenure.records.models import Account, Alert, Contact, SegmentChange, SegmentMember, SignalState, StaleAccount, Task
from tenure.rules.parse import parse
from tests.unit.rounds.days import Days

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
ACTIVE = {"fact": "events_7", "op": "ge", "value": 2}
QUIET = {"did": "Opened", "op": "eq", "times": 0, "days": 7}


@pytest.fixture
def days(settings, tmp_path, workspace):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    with time_machine.travel(START, tick=False) as clock:
        yield Days(workspace, clock)
    process.forget()


def members(segment) -> set[str]:
    return set(SegmentMember.objects.filter(segment=segment).values_list("account__key", flat=True))


def changes(segment) -> list[tuple[str, bool, bool]]:
    rows = SegmentChange.objects.filter(segment=segment).order_by("pk")
    return [(row.account.key, row.entered, row.handled_at is None) for row in rows]


def open_alerts() -> list[str]:
    return sorted(Alert.objects.filter(ended_at=None).values_list("account__key", flat=True))


def watched(days, rule, **more):
    row = create_signal(workspace=days.workspace, name="Quiet", signal=signals.Signal(parse(rule), **more), by="x")
    return switch(row=row, is_on=True, by="x")


def test_a_new_segment_is_counted_once_and_then_follows_the_events(days):
    days.send("acme", 2)
    days.send("beta", 1)
    days.work()
    active = create_segment(workspace=days.workspace, name="Active", rule=parse(ACTIVE), by="x")
    days.work()
    assert members(active) == {"acme"}
    assert changes(active) == [("acme", True, False)]  # counted: nothing changed, so no play is told
    days.send("beta", 1)
    days.work()
    assert members(active) == {"acme", "beta"}
    assert changes(active)[1:] == [("beta", True, True)]
    days.pass_days(9)
    assert members(active) == set()
    assert sorted(changes(active)[2:]) == [("acme", False, True), ("beta", False, True)]


def test_a_changed_rule_is_counted_anew_and_a_retired_segment_has_no_members(days):
    days.send("acme", 2)
    days.send("beta", 1)
    active = create_segment(workspace=days.workspace, name="Active", rule=parse(ACTIVE), by="x")
    days.work()
    change_segment(segment=active, rule=parse(ACTIVE | {"value": 1}), by="x")
    days.work()
    assert members(active) == {"acme", "beta"}
    retire_segment(segment=active, by="x")
    days.send("gamma", 3)
    days.work()
    assert members(active) == set()


def test_an_event_with_its_properties_decides_within_one_pass(days):
    rule = {
        "did": "Paid",
        "op": "ge",
        "times": 1,
        "days": 7,
        "where": [{"property": "plan.name", "op": "eq", "value": "pro"}],
    }
    payers = create_segment(workspace=days.workspace, name="Payers", rule=parse(rule), by="x")
    days.work()
    days.send("acme", 1, event="Paid", plan={"name": "basic"})
    days.send("beta", 1, event="Paid", plan={"name": "pro"})
    days.work()
    assert members(payers) == {"beta"}


def test_what_followed_within_some_days_decides(days):
    rule = {"did": "Invited", "then": "Opened", "within": 2, "days": 28}
    warm = create_segment(workspace=days.workspace, name="Warm", rule=parse(rule), by="x")
    days.send("acme", 1, event="Invited")
    days.send("beta", 1, event="Invited")
    days.pass_days(1)
    days.send("acme", 1)
    days.work()
    assert members(warm) == {"acme"}
    days.pass_days(2)
    days.send("beta", 1)
    days.work()
    assert members(warm) == {"acme"}


def test_a_fact_that_fell_against_an_earlier_day_decides(days):
    rule = {"changed": "events_7", "way": "falls", "by": 0.5, "as": "share", "days": 7}
    fell = create_segment(workspace=days.workspace, name="Fell", rule=parse(rule), by="x")
    days.send("acme", 8)
    days.send("beta", 2)
    days.pass_days(6)
    days.send("beta", 2)
    days.pass_days(2)
    assert members(fell) == {"acme"}


def test_contacts_are_members_of_their_own_segments(days):
    days.send("acme", 1)
    days.work()
    contact = Contact.objects.create(
        workspace=days.workspace,
        account=Account.objects.get(key="acme"),
        key="ann",
        preferred_channel="call",
        created_at=START,
    )
    rule = {
        "all": [
            {"fact": "contact.channel", "op": "eq", "value": "call"},
            {"fact": "contact.is_champion", "op": "eq", "value": True},
        ]
    }
    callers = create_segment(workspace=days.workspace, name="Callers", rule=parse(rule), of="contacts", by="x")
    days.work()
    assert not SegmentMember.objects.filter(segment=callers).exists()
    change_contact(contact=contact, said={}, is_champion=True, by="x")
    days.later(seconds=1)
    days.work()
    assert [row.contact_id for row in SegmentMember.objects.filter(segment=callers)] == [contact.pk]


def test_a_signal_fires_once_and_resolves_by_itself(days):
    days.send("acme", 1)
    days.send("beta", 1)
    watched(days, QUIET)
    days.work()
    assert open_alerts() == []
    days.pass_days(9)
    assert open_alerts() == ["acme", "beta"]
    days.send("acme", 1)
    days.work()
    assert open_alerts() == ["beta"]
    ended = Alert.objects.get(account__key="acme")
    assert (ended.end, ended.ended_by) == ("resolved", "signals")
    days.pass_days(1)
    assert Alert.objects.count() == 2


def test_a_signal_that_must_hold_for_days_fires_when_they_have_passed(days):
    days.send("acme", 1)
    watched(days, QUIET, holds_days=3)
    days.pass_days(8)
    assert SignalState.objects.get().due_at is not None
    assert open_alerts() == []
    days.pass_days(3)
    assert open_alerts() == ["acme"]


def test_after_an_alert_none_opens_until_the_cooldown_is_over(days):
    days.send("acme", 1)
    watched(days, QUIET, cooldown_days=20)
    days.pass_days(9)
    days.send("acme", 1)
    days.work()
    days.pass_days(9)
    assert open_alerts() == []
    days.pass_days(11)
    assert open_alerts() == ["acme"]


def test_a_dismissed_alert_does_not_come_again_while_the_rule_goes_on_holding(days):
    days.send("acme", 1)
    watched(days, QUIET)
    days.pass_days(9)
    (alert,) = Alert.objects.all()
    dismiss_alerts(workspace=days.workspace, numbers=[alert.pk], reason="known", by="x")
    days.pass_days(3)
    assert open_alerts() == []
    days.send("acme", 1)
    days.work()
    days.pass_days(9)
    assert open_alerts() == ["acme"]


def test_a_snoozed_alert_still_resolves_by_itself(days):
    days.send("acme", 1)
    watched(days, QUIET)
    days.pass_days(9)
    (alert,) = Alert.objects.all()
    until = (START + timedelta(days=30)).date()
    snooze_alerts(workspace=days.workspace, numbers=[alert.pk], until=until, reason="later", by="x")
    days.send("acme", 1)
    days.work()
    assert open_alerts() == []


def test_a_signal_with_its_own_end_stays_open_until_then(days):
    days.send("acme", 1)
    back = {"fact": "events_7", "op": "ge", "value": 3}
    watched(days, QUIET, resolves=parse(back))
    days.pass_days(9)
    days.send("acme", 1)
    days.work()
    assert open_alerts() == ["acme"]
    days.send("acme", 2)
    days.work()
    assert open_alerts() == []


def test_switching_a_signal_off_ends_its_alerts_and_on_again_looks_anew(days):
    days.send("acme", 1)
    row = watched(days, QUIET)
    days.pass_days(9)
    switch(row=row, is_on=False, by="x")
    assert open_alerts() == []
    assert Alert.objects.get().end == "switched off"
    switch(row=row, is_on=True, by="x")
    days.work()
    assert open_alerts() == ["acme"]


def test_a_stop_after_a_weekly_rhythm_fires_on_the_ninth_day_and_says_what_it_saw(days):
    row = watched(days, {"watch": "stopped", "source": "event", "of": "Opened"})
    for _week in range(12):
        days.send("acme", 1)
        days.later(days=7)
    days.later(days=-7)
    days.work()
    fired = []
    for day in range(1, 13):
        days.pass_days(1)
        if open_alerts() and not fired:
            fired.append(day)
    assert fired == [9]
    (values,) = Alert.objects.values_list("values", flat=True)
    (verdict,) = values.values()
    assert verdict["kind"] == "stopped"
    assert verdict["usual"] == 7
    assert row.is_on


def test_a_rule_on_a_fact_that_is_gone_holds_for_nobody_and_stops_nothing(days):
    gone = create_segment(
        workspace=days.workspace, name="Gone", rule=parse({"fact": "was_once", "op": "ge", "value": 1}), by="x"
    )
    active = create_segment(workspace=days.workspace, name="Active", rule=parse(ACTIVE), by="x")
    days.send("acme", 2)
    days.work()
    assert members(gone) == set()
    assert members(active) == {"acme"}


def test_a_signal_that_is_changed_forgets_what_held_before(days):
    days.send("acme", 1)
    row = watched(days, QUIET)
    days.pass_days(9)
    change_signal(row=row, signal=signals.Signal(parse(ACTIVE)), by="x")
    days.work()
    assert open_alerts() == []
    assert not StaleAccount.objects.exists()
    assert not Task.objects.exists()


def test_of_a_merged_account_one_alert_and_one_membership_stay(days):
    quiet = create_segment(workspace=days.workspace, name="Quiet", rule=parse(QUIET), by="x")
    watched(days, QUIET)
    days.send("acme", 1)
    days.send("beta", 1)
    days.pass_days(9)
    kept, gone = Account.objects.get(key="acme"), Account.objects.get(key="beta")
    merge_accounts(kept=kept, gone=gone, by="x")
    days.later(seconds=1)
    days.work()
    assert open_alerts() == ["acme"]
    assert members(quiet) == {"acme"}
    days.send("beta", 1)  # its key leads to the other now
    days.work()
    assert open_alerts() == []
    assert members(quiet) == set()
