"""Does what happens set off plays, and do they do to each account what they say, once?"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tenure import clock
from tenure.actions.merging.accounts import merge_accounts
from tenure.actions.merging.undo import take_merge_back
from tenure.actions.plays.advancing import advance, claim
from tenure.actions.plays.looking import look_at
from tenure.actions.plays.publishing import STOP, AccountsInside, archive, pause, publish, resume, save_draft
from tenure.actions.plays.starting import NotStarted, start_by_hand, start_new, wake
from tenure.actions.records import upsert
from tenure.answers import process
from tenure.answers.play_facts import play_facts
from tenure.plays.parse import parse
from tenure.records.models import (
    Account,
    AccountHealth,
    AccountHistory,
    AuditEntry,
    Notice,
    NoticeChoice,
    Objective,
    PlayRun,
    PlayStep,
    PlayVersion,
    Task,
    WebhookDelivery,
)
from tenure.rounds.facts import FactsRound
from tenure.rounds.plays import run_plays
from tenure.values.moment import Moment
from tests.factories import make_account, make_member, store
from tests.plays_for_tests import CALL, LEFT, fire, log_of, pass_through, published, rounds, tasks_of

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
WAIT = {"do": "wait", "days": 7}


@pytest.fixture
def travel():
    with time_machine.travel(MORNING, tick=False) as travel:
        yield travel


@pytest.fixture
def smit(travel, workspace, member):
    account = make_account(workspace, "smit", "Bakkerij Smit", {"events_28": 3, "seats_bought": 10})
    account.owner = member
    account.save()
    return account


def test_an_alert_starts_a_play_and_its_steps_are_taken_in_time(travel, workspace, smit):
    published(workspace, CALL, WAIT, {**CALL, "title": "Call again", "script": "Say hello."})
    fire([smit])
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    travel.shift(timedelta(days=6))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    travel.shift(timedelta(days=1))
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Call again"]
    again = Task.objects.get(title="Call again")
    assert (again.script, again.owner, str(again.due_on), again.created_by) == (
        "Say hello.", smit.owner, "2026-03-11", "play:save",
    )  # fmt: skip
    run = PlayRun.objects.get()
    assert (run.state, run.ended_because) == ("done", "Every step was taken.")
    assert [(path, kind) for path, kind, _ in log_of(smit)] == [
        ("start", "start"), ("0", "did"), ("1", "waits"), ("1", "went on"), ("2", "did"), ("end", "ended"),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(by="play:save", noun="task", verb="create").count() == 2


def test_the_same_alert_starts_a_play_once_and_the_next_alert_starts_it_again(workspace, smit):
    published(workspace)
    fire([smit])
    rounds(workspace)
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    fire([smit])
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Call"]


def test_alerts_of_other_signals_and_of_other_workspaces_start_nothing(workspace, other_workspace, smit):
    published(workspace)
    fire([smit], "another")
    fire([make_account(other_workspace, "theirs", facts={})])
    rounds(workspace)
    rounds(other_workspace)
    assert not PlayRun.objects.exists()


def test_coming_into_a_segment_and_leaving_it_start_their_plays(workspace, smit):
    published(workspace, {**CALL, "title": "In"}, on={"on": "entry", "segment": "new"}, slug="in")
    published(workspace, {**CALL, "title": "Out"}, on={"on": "exit", "segment": "new"}, slug="out")
    pass_through(smit, "new", entered=True)
    rounds(workspace)
    assert tasks_of(smit) == ["In"]
    pass_through(smit, "new", entered=False)
    rounds(workspace)
    assert tasks_of(smit) == ["In", "Out"]


def test_a_date_starts_a_play_so_many_days_before_once_a_year(travel, workspace, smit):
    def renews(day):
        AccountHealth.objects.filter(account=smit).update(facts={"renews_on": day}, renews_on=day)

    published(workspace, on={"on": "date", "fact": "renews_on", "days": -60})
    renews("2026-05-02")
    rounds(workspace)
    assert tasks_of(smit) == []
    travel.shift(timedelta(days=1))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    travel.shift(timedelta(days=1))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    renews("2027-05-02")
    travel.move_to(datetime(2027, 3, 9, 9, tzinfo=UTC))  # the worker stood still for six days
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Call"]
    assert list(PlayRun.objects.values_list("cause", flat=True)) == ["renews_on 2026-05-02", "renews_on 2027-05-02"]


def test_a_date_of_long_ago_starts_nothing(workspace, smit):
    AccountHealth.objects.filter(account=smit).update(facts={"renews_on": "2026-04-20"}, renews_on="2026-04-20")
    published(workspace, on={"on": "date", "fact": "renews_on", "days": -60})
    rounds(workspace)
    assert tasks_of(smit) == []


def test_a_new_account_starts_a_play_when_its_facts_are_first_known(travel, workspace, smit):
    published(workspace, on={"on": "new account"})
    made = make_account(workspace, "new", facts={})
    made.created_at = clock.now()
    made.save()
    start_new(workspace, {made.pk, smit.pk})  # that one was there before the play
    start_new(workspace, {made.pk})
    rounds(workspace)
    assert (tasks_of(made), tasks_of(smit)) == (["Call"], [])


def test_the_pass_that_computes_facts_starts_plays_of_new_accounts_and_wakes_those_that_wait(
    travel, workspace, member, settings, tmp_path
):
    settings.TENURE_DATA = tmp_path / "data"
    process.forget()
    contact = {"do": "wait for rule", "rule": {"fact": "has_contract", "op": "eq", "value": True}, "at_most": 30}
    published(workspace, CALL, contact, {**CALL, "title": "Signed"}, on={"on": "new account"})
    facts_round = FactsRound()
    upsert(workspace=workspace, kind="accounts", rows=[{"key": "new", "name": "New"}], by="test")
    facts_round.run(workspace)
    rounds(workspace)
    account = Account.objects.get(key="new")
    assert tasks_of(account) == ["Call"]
    travel.shift(timedelta(days=1))
    signed = {
        "key": "c",
        "account": "new",
        "product": "app",
        "starts_on": "2026-03-01",
        "mrr": {"amount": 1000, "currency": "EUR"},
    }
    assert not upsert(workspace=workspace, kind="contracts", rows=[signed], by="test").problems
    rounds(workspace)
    assert tasks_of(account) == ["Call"]
    facts_round.run(workspace)
    rounds(workspace)
    assert tasks_of(account) == ["Call", "Signed"]
    facts_round.run(workspace)
    rounds(workspace)
    assert PlayRun.objects.count() == 1
    process.forget()


def test_a_member_starts_a_play_for_accounts_of_the_workspace_once(workspace, other_workspace, smit):
    play = published(workspace, on={"on": "hand"})
    theirs = make_account(other_workspace, "theirs", facts={})
    assert start_by_hand(play=play, accounts=[smit.pk, theirs.pk], token="abc", by="member 1") == 1
    assert start_by_hand(play=play, accounts=[smit.pk, theirs.pk], token="abc", by="member 1") == 0
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    pause(play=play, by="test")
    with pytest.raises(NotStarted, match="“Save” is not running: publish it first"):
        start_by_hand(play=play, accounts=[smit.pk], token="abd", by="member 1")


def test_every_deed_is_done_by_the_play_and_named_in_the_audit(workspace, smit, member):
    from tenure.actions.webhooks import create_webhook

    create_webhook(workspace=workspace, url="https://example.com/hook", topics=["play.called"], by="test")
    other = make_member(workspace, "agent")
    published(
        workspace,
        {"do": "stage", "stage": "renewing"},
        {"do": "owner", "to": {"role": "member", "members": [other.pk]}},
        CALL,
        {"do": "objective", "title": "More use", "fact": "events_28", "target": 30, "due_in": 30},
        {"do": "webhook", "url": "https://example.com/hook"},
        {"do": "notify", "to": "owner", "text": "Look at this"},
    )
    fire([smit])
    rounds(workspace)
    smit.refresh_from_db()
    assert smit.owner == other
    assert Task.objects.get().owner == other  # whoever owns it by then
    assert AccountHistory.objects.get(account=smit, name="lifecycle_stage").value == "renewing"
    goal = Objective.objects.get()
    assert (goal.baseline, goal.target, str(goal.due_on)) == (3, 30, "2026-04-01")
    told = WebhookDelivery.objects.get()
    assert told.topic == "play.called"
    assert told.payload["data"]["account"] == "smit"
    assert log_of(smit)[-2][2] == "Agent wants to be told nothing by letter or chat: “Look at this”"
    assert PlayRun.objects.get().state == "done"


def test_what_cannot_be_done_is_said_and_the_run_goes_on(workspace, smit):
    from tenure.actions.webhooks import create_webhook, stop_webhook

    hook, _ = create_webhook(workspace=workspace, url="https://example.com/hook", topics=["play.called"], by="test")
    published(workspace, {"do": "webhook", "url": "https://example.com/hook"}, {"do": "owner", "to": "rules"}, CALL)
    stop_webhook(workspace=workspace, webhook_id=hook.pk, by="test")
    fire([smit])
    rounds(workspace)
    assert [kind for _, kind, _ in log_of(smit)] == ["start", "failed", "failed", "did", "ended"]
    assert "The webhook https://example.com/hook was stopped" in log_of(smit)[1][2]
    assert log_of(smit)[2][2] == "No rule of assignment is for this account: its owner stays."


def test_a_play_that_cannot_be_read_holds_up_nobody_else(travel, workspace, smit):
    published(workspace, CALL, WAIT, CALL)
    published(workspace, {**CALL, "title": "Write"}, slug="other")
    fire([smit])
    rounds(workspace)
    PlayVersion.objects.filter(play__slug="save").update(definition={"of": "a later version"})
    travel.shift(timedelta(days=8))
    fire([smit])
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Write", "Write"]
    assert PlayRun.objects.get(play__slug="save").ended_at is None


def test_what_ends_a_play_ends_it_as_soon_as_the_facts_say_so(travel, workspace, smit):
    published(workspace, CALL, WAIT, CALL, stop_when=LEFT)
    fire([smit])
    rounds(workspace)
    travel.shift(timedelta(hours=1))
    AccountHealth.objects.filter(account=smit).update(facts={"is_former": True})
    rounds(workspace)
    assert PlayRun.objects.get().ended_at is None
    wake(workspace, [smit.pk])  # as the facts round does
    rounds(workspace)
    run = PlayRun.objects.get()
    assert (run.state, run.ended_because) == ("stopped", "It stopped, because this holds: having left is true.")
    travel.shift(timedelta(days=30))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]


def test_a_member_gets_five_tasks_a_day_and_the_dearest_accounts_come_first(travel, workspace, member):
    accounts = []
    for number in range(12):
        mrr = {"mrr": {"amount": 100 * number, "currency": "EUR"}}
        account = make_account(workspace, f"a{number}", facts=mrr)
        account.owner = member
        account.save()
        accounts.append(account)
    published(workspace)
    fire(accounts)
    rounds(workspace)
    given = [5, 10, 12]
    for many in given:
        made = Task.objects.order_by("pk").values_list("account__key", flat=True)
        assert list(made) == [f"a{11 - number}" for number in range(many)]
        rounds(workspace)
        assert Task.objects.count() == many
        travel.move_to(travel_to_tomorrow())
        rounds(workspace)
    waited = log_of(accounts[0])
    assert [kind for _, kind, _ in waited] == ["start", "put off", "did", "ended"]
    assert waited[1][2] == "Enough tasks were made today for whoever is to do this: it waits until tomorrow."


def travel_to_tomorrow():
    return clock.now().replace(hour=9) + timedelta(days=1)


def test_accounts_that_chance_leaves_alone_are_recorded_with_what_would_have_been_done(travel, workspace, member):
    accounts = [make_account(workspace, f"a{number}", facts={"seats_bought": 1}) for number in range(60)]
    workspace.tasks_a_day = 100
    workspace.save()
    published(workspace, CALL, WAIT, {**CALL, "title": "Again"}, hold_out={"percent": 30})
    fire(accounts)
    rounds(workspace)
    travel.shift(timedelta(days=7))
    rounds(workspace)
    left_alone = [run.account for run in PlayRun.objects.filter(state="held out")]
    assert 5 <= len(left_alone) <= 32  # 18 are expected; nobody is drawn by a clock
    assert all(tasks_of(account) == [] for account in left_alone)
    assert Task.objects.count() == 2 * (60 - len(left_alone))
    assert [kind for _, kind, _ in log_of(left_alone[0])] == [
        "start", "held out", "did", "waits", "went on", "did", "ended",
    ]  # fmt: skip
    assert not PlayRun.objects.filter(ended_at=None).exists()
    fire(left_alone)
    rounds(workspace)
    assert PlayRun.objects.filter(state="held out").count() == 2 * len(left_alone)  # whole accounts, each time


def test_a_tier_can_be_exempt_from_being_left_alone(workspace, member):
    accounts = [make_account(workspace, f"a{number}", facts={"seats_bought": 99}) for number in range(40)]
    large = {"fact": "seats_bought", "op": "ge", "value": 50}
    published(workspace, hold_out={"percent": 50, "exempt": large})
    fire(accounts)
    rounds(workspace)
    assert not PlayRun.objects.filter(state="held out").exists()
    assert PlayStep.objects.filter(kind="exempt").count() == len(accounts)  # drawn or not: they are not compared


def test_plays_that_set_each_other_off_stop_with_a_clear_word(travel, workspace, smit):
    there, back = {"do": "stage", "stage": "adopting"}, {"do": "stage", "stage": "renewing"}
    published(workspace, there, on={"on": "entry", "segment": "renewing"}, slug="there")
    published(workspace, back, on={"on": "exit", "segment": "renewing"}, slug="back")
    inside = True
    for _ in range(60):  # the facts round would see the stage change and say who comes and goes
        pass_through(smit, "renewing", entered=inside)
        inside = not inside
        rounds(workspace)
    assert PlayRun.objects.filter(state="done").count() == 20
    stopped = PlayRun.objects.filter(state="stopped").first()
    assert stopped.ended_because == ("Too many plays began for this account today: they may be setting off each other.")
    travel.shift(timedelta(days=1))
    pass_through(smit, "renewing", entered=inside)
    rounds(workspace)
    assert PlayRun.objects.filter(state="done").count() == 21


def test_whoever_left_gets_no_more_tasks_and_those_that_were_open_stay(workspace, smit, member):
    lead = make_member(workspace, "manager")
    published(workspace, CALL, {**CALL, "to": {"role": "member", "members": [member.pk]}})
    fire([smit])
    rounds(workspace)
    assert Task.objects.filter(owner=member).count() == 2
    member.ended_at = clock.now()
    member.save()
    fire([smit])
    rounds(workspace)
    assert Task.objects.filter(owner=member, done_at=None).count() == 2
    assert Task.objects.filter(owner=lead).count() == 2


def test_whoever_is_away_is_stood_in_for(workspace, smit, member):
    cover = make_member(workspace, "agent")
    member.away_from, member.cover = MORNING.date(), cover
    member.save()
    published(workspace, {**CALL, "to": "cover"}, CALL)
    fire([smit])
    rounds(workspace)
    assert list(Task.objects.order_by("pk").values_list("owner", flat=True)) == [cover.pk, member.pk]


def test_tasks_go_round_and_to_whoever_has_the_fewest(workspace, member):
    two = [make_member(workspace, "agent", f"{name}@example.com") for name in "ab"]
    accounts = [make_account(workspace, f"a{number}", facts={}) for number in range(4)]
    numbers = [one.pk for one in two]
    published(workspace, {**CALL, "to": {"role": "round robin", "members": numbers}})
    fire(accounts)
    rounds(workspace)
    assert list(Task.objects.order_by("account").values_list("owner", flat=True)) == numbers * 2
    Task.objects.all().delete()
    Task.objects.create(workspace=workspace, owner=two[0], title="Busy", created_at=clock.now(), created_by="test")
    published(workspace, {**CALL, "to": {"role": "load", "members": numbers}}, on={"on": "hand"}, slug="load")
    start_by_hand(play=workspace.plays.get(slug="load"), accounts=[one.pk for one in accounts], token="x", by="test")
    rounds(workspace)
    owners = [*Task.objects.filter(title="Call").values_list("owner", flat=True)]
    assert sorted(owners) == [numbers[0]] * 2 + [numbers[1]] * 2
    assert owners[0] == numbers[1]


def test_another_version_asks_what_becomes_of_accounts_inside(travel, workspace, smit):
    play = published(workspace, CALL, WAIT, {**CALL, "title": "Old"})
    fire([smit])
    rounds(workspace)
    said = {**PlayVersion.objects.get().definition, "steps": [{**CALL, "title": "New"}]}
    save_draft(workspace=workspace, play=parse(said), by="test")
    with pytest.raises(AccountsInside, match="1 account is on its way through the version before") as error:
        publish(play=play, by="test")
    assert error.value.count == 1
    publish(play=play, by="test", accounts_inside="finish")
    travel.shift(timedelta(days=7))
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Old"]
    fire([smit])
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Old", "New"]


def test_accounts_inside_can_be_stopped_by_another_version_or_by_archiving(travel, workspace, smit):
    play = published(workspace, CALL, WAIT, CALL)
    fire([smit])
    rounds(workspace)
    save_draft(workspace=workspace, play=parse(PlayVersion.objects.get().definition), by="test")
    publish(play=play, by="test", accounts_inside=STOP)
    run = PlayRun.objects.get()
    assert run.state == "stopped"
    assert run.ended_because.startswith("Another version of the play was published")
    fire([smit])
    rounds(workspace)
    assert archive(play=play, by="test") == 1
    fire([smit])
    travel.shift(timedelta(days=30))
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Call"]


def test_a_play_that_is_paused_stands_still_and_goes_on(travel, workspace, smit):
    play = published(workspace, CALL, WAIT, {**CALL, "title": "Later"})
    fire([smit])
    rounds(workspace)
    assert pause(play=play, by="test")
    fire([smit])
    travel.shift(timedelta(days=9))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]
    assert resume(play=play, by="test")
    rounds(workspace)
    assert tasks_of(smit) == ["Call", "Later"]


def test_a_fact_that_was_removed_holds_the_play_up_and_nothing_is_lost(travel, workspace, smit, monkeypatch):
    check = {"do": "check", "rule": {"fact": "seats_bought", "op": "ge", "value": 5}}
    published(workspace, WAIT, check, CALL)
    fire([smit])
    rounds(workspace)
    travel.shift(timedelta(days=8))
    with monkeypatch.context() as patch:
        patch.setattr("tenure.rounds.plays.missing_facts", lambda *_: ["seats_bought"])
        rounds(workspace)
        assert PlayRun.objects.get().ended_at is None
    travel.shift(timedelta(minutes=10))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]


@pytest.mark.slow
def test_ten_thousand_alerts_at_once_make_five_tasks_and_lose_nobody(travel, workspace, member):
    from tenure.records.models import Alert
    from tests.plays_for_tests import signal_of

    play = published(workspace)
    signal, now = signal_of(workspace), clock.now()
    accounts = Account.objects.bulk_create(
        Account(workspace=workspace, key=f"a{one}", created_at=now, owner=member) for one in range(10_000)
    )
    AccountHealth.objects.bulk_create(
        AccountHealth(workspace=workspace, account=one, band="good", facts={}, detail={}, stake=at, computed_at=now)
        for at, one in enumerate(accounts)
    )
    Alert.objects.bulk_create(
        Alert(workspace=workspace, signal=signal, account=one, severity="low", since=now, opened_at=now)
        for one in accounts
    )
    rounds(workspace)
    assert PlayRun.objects.filter(play=play).count() == 10_000
    dearest = [account.key for account in accounts[:-6:-1]]
    assert [task.account.key for task in Task.objects.order_by("pk")] == dearest
    travel.shift(timedelta(days=1))
    rounds(workspace)
    assert Task.objects.count() == 10
    assert PlayRun.objects.filter(ended_at=None).count() == 9_990


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_run_do_it_once(travel, any_workspace):
    workspace = any_workspace
    make_member(workspace, "owner")
    account = make_account(workspace, "smit", facts={})
    play = published(workspace)
    fire([account])
    run_plays_starts_only(workspace)
    first = claim(workspace=workspace, most=10)
    assert claim(workspace=workspace, most=10) == []
    travel.shift(timedelta(minutes=2))  # the first one hangs: its lease is over
    second = claim(workspace=workspace, most=10)
    assert [run.pk for run in second] == [run.pk for run in first]
    said = parse(play.versions.get().definition)
    facts = play_facts(workspace, Moment(clock.now()), said, [account.pk])[account.pk]
    for runs in (second, first):
        advance(run=runs[0], play=said, facts=facts, look=look_at(workspace, clock.now()))
    assert tasks_of(account) == ["Call"]


def test_a_notice_waits_for_whoever_wants_to_be_told(workspace, smit, member):
    NoticeChoice.objects.create(workspace=workspace, member=member, by_email="at once")
    published(workspace, {"do": "notify", "to": "owner", "text": "Look at this"})
    fire([smit])
    rounds(workspace)
    notice = Notice.objects.get()
    assert (notice.member, notice.account, notice.text) == (member, smit, "Look at this")
    assert [kind for _, kind, _ in log_of(smit)] == ["start", "did", "ended"]


def run_plays_starts_only(workspace):
    from tenure.actions.plays.starting import start_waiting

    start_waiting(workspace=workspace)


def test_other_facts_that_come_while_a_run_is_looked_at_are_not_missed(travel, workspace, smit):
    later_on = {"do": "wait for rule", "rule": {"fact": "seats_bought", "op": "ge", "value": 50}, "at_most": 30}
    play = published(workspace, later_on, CALL)
    fire([smit])
    rounds(workspace)
    travel.shift(timedelta(hours=1))
    wake(workspace, [smit.pk])
    (run,) = claim(workspace=workspace, most=10)
    travel.shift(timedelta(seconds=1))
    AccountHealth.objects.filter(account=smit).update(facts={"seats_bought": 60})
    wake(workspace, [smit.pk])
    said = parse(play.versions.get().definition)
    advance(run=run, play=said, facts={"seats_bought": 10}, look=look_at(workspace, clock.now()))
    rounds(workspace)
    assert tasks_of(smit) == ["Call"]


def test_a_run_that_fails_does_not_hold_up_the_others(travel, workspace, smit, monkeypatch):
    other = make_account(workspace, "other", facts={})
    published(workspace)
    fire([smit, other])
    from tenure.actions.plays import advancing

    def failing(command, run, whom, do=advancing.do):
        if run.account_id == smit.pk:
            raise ZeroDivisionError
        return do(command, run, whom)

    with monkeypatch.context() as patch:
        patch.setattr(advancing, "do", failing)
        rounds(workspace)
    assert (tasks_of(smit), tasks_of(other)) == ([], ["Call"])
    travel.shift(timedelta(minutes=10))
    run_plays(workspace)
    assert tasks_of(smit) == ["Call"]


def test_of_two_merged_accounts_on_one_play_the_one_that_stays_goes_on(travel, workspace, smit):
    again = make_account(workspace, "smit-2", facts={"events_28": 1})
    alone = make_account(workspace, "smit-3", facts={"events_28": 1})
    published(workspace, CALL, WAIT, {**CALL, "title": "Later"})
    published(workspace, WAIT, {**CALL, "title": "Other"}, on={"on": "hand"}, slug="other")
    fire([smit, again])
    start_by_hand(play=workspace.plays.get(slug="other"), accounts=[alone.pk], token="x", by="test")
    rounds(workspace)
    merge = merge_accounts(kept=smit, gone=again, by="test")
    merge_accounts(kept=smit, gone=alone, by="test")
    ended = PlayRun.objects.get(ended_at__isnull=False)
    assert (ended.account, ended.state) == (smit, "stopped")
    assert ended.ended_because == "The account was merged into another that was on this play already."
    travel.shift(timedelta(days=7))
    rounds(workspace)
    assert sorted(tasks_of(smit)) == ["Call", "Call", "Later", "Other"]
    take_merge_back(merge=merge, by="test")
    ended.refresh_from_db()
    assert (ended.account.key, ended.state, ended.ended_at) == ("smit-2", "running", None)
    store(ended.account, {"events_28": 1}, clock.now())  # as the facts round does with what came back
    rounds(workspace)
    assert tasks_of(ended.account) == ["Call", "Later"]


def test_an_account_that_is_erased_in_the_middle_of_a_run_takes_it_along(travel, workspace, smit):
    published(workspace, CALL, WAIT, CALL)
    other = make_account(workspace, "other", facts={})
    fire([smit, other])
    rounds(workspace)
    travel.shift(timedelta(days=8))
    claimed = claim(workspace=workspace, most=10)
    smit.delete()  # as erasing does, while a worker has it in hand
    said = parse(PlayVersion.objects.get().definition)
    for run in claimed:
        advance(run=run, play=said, facts={}, look=look_at(workspace, clock.now()))
    assert [task.account for task in Task.objects.all()] == [other, other]
    assert PlayRun.objects.get().state == "done"
    assert not PlayStep.objects.exclude(run__account=other).exists()
