"""Recomputes facts and health of stale accounts. The log's version is the queue; so is every row of StaleAccount."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tenure import clock
from tenure.actions.alerts import fire_due
from tenure.actions.facts_marks import facts_mark, note_day, note_log_version, note_order_gap
from tenure.actions.health import Computed, store_health
from tenure.actions.overrides import expire_overrides
from tenure.actions.staleness import mark_stale
from tenure.answers.health import Scored, health
from tenure.answers.order_gap import order_gap, without_own_gap
from tenure.answers.process import home, spool
from tenure.answers.rules_in_use import Held, rules_in_use
from tenure.calc.attention import stake
from tenure.eventlog.changes import Changes, changes_since
from tenure.eventlog.gate import Erasing, erasures, undisturbed
from tenure.eventlog.today import Today
from tenure.facts.values import to_json
from tenure.records import frames
from tenure.records.account import Account
from tenure.records.ahead import ahead as records_ahead
from tenure.records.belonging import accounts_of, actors_of
from tenure.records.queue import FactsMark, StaleAccount
from tenure.records.workspace import Workspace
from tenure.rounds.count_rules import count_anew
from tenure.values.moment import Moment

SLICE = 2_000


class FactsRound:
    """The facts round of one process; it remembers each workspace's open days between passes."""

    def __init__(self) -> None:
        self._todays: dict[str, Today] = {}

    def run(self, workspace: Workspace) -> bool:
        """Queue what became stale, recompute one slice of the queue; returns whether the slice was full."""
        mark = facts_mark(workspace)
        today = self._todays.setdefault(workspace.slug, Today())
        self._note_changes(workspace, mark, today)
        _note_order_gap(workspace, mark)
        _note_day(workspace, mark)
        expire_overrides(workspace=workspace, by="facts")
        fire_due(workspace=workspace, at=clock.now())
        count_anew(workspace, today)
        return _recompute(workspace, today)

    def _note_changes(self, workspace: Workspace, mark: FactsMark, today: Today) -> None:
        """Queue the accounts of events that came since the last pass.

        What is new is read before it is counted: else an event could be noted as read and be missing in the count.
        """
        if today.version == mark.log_version:
            changes = today.catch_up(home(), spool(), workspace.slug)
        else:  # the memory is younger than the mark, after a start, or beside another worker
            changes = changes_since(home(), workspace.slug, mark.log_version)
            today.catch_up(home(), spool(), workspace.slug)
        if changes is None or changes.removed:  # the log no longer reaches back to the mark, or lost events
            _mark_all(workspace)
            note_log_version(
                workspace=workspace, version=today.version if changes is None else changes.version, accounts=()
            )
        elif changes.version != mark.log_version:
            note_log_version(workspace=workspace, version=changes.version, accounts=_accounts(workspace, changes))


def _accounts(workspace: Workspace, changes: Changes) -> list[int]:
    """The accounts that new events belong to: an event's own group goes before its actor."""
    by_group = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    actors, groups = set(), set()
    for actor, group in zip(changes.actors["actor"].to_pylist(), changes.actors["group_id"].to_pylist(), strict=True):
        if by_group and group is not None:
            groups.add(group)
        elif actor is not None:
            actors.add(actor)
    return sorted(accounts_of(workspace, actors, groups))


def _note_order_gap(workspace: Workspace, mark: FactsMark) -> None:
    """When past orders changed the usual gap between orders, queue the accounts that are judged by it.

    Before the day is noted, so that the gap of a day that began is never missing: who began the day queues everybody.
    """
    now = Moment(clock.now())
    day_began = mark.day != now.window_day
    if mark.orders_version == mark.order_gap_version and not day_began:
        return
    gap = order_gap(workspace, now)
    judged = () if day_began or gap == mark.order_gap else without_own_gap(workspace)
    note_order_gap(workspace=workspace, gap=gap, version=mark.orders_version, accounts=judged)


def _note_day(workspace: Workspace, mark: FactsMark) -> None:
    """At midnight every fact that counts days is due."""
    day = Moment(clock.now()).window_day
    if mark.day != day:
        _mark_all(workspace)
        note_day(workspace=workspace, day=day)


def _mark_all(workspace: Workspace) -> None:
    accounts = list(Account.objects.filter(workspace=workspace).values_list("pk", flat=True))
    for start in range(0, len(accounts), 10_000):  # short transactions: others write meanwhile
        mark_stale(workspace, accounts[start : start + 10_000])


def _recompute(workspace: Workspace, today: Today) -> bool:
    now = clock.now()
    queue = StaleAccount.objects.filter(workspace=workspace, since__lte=now)
    marks = dict(queue.order_by("-fresh_events", "since", "account").values_list("account", "mark")[:SLICE])
    if not marks:
        return False
    erased = erasures(home(), workspace.slug)
    moment = Moment(now + timedelta(microseconds=1))  # what arrived in this very microsecond counts
    scored = list(health(workspace, moment, sorted(marks), today=today))
    rules = rules_in_use(workspace, moment)
    held = rules.of({one.account: one.facts for one in scored}, today=today)
    computed = [computed_of(one, moment, held[one.account]) for one in scored]
    try:
        with undisturbed(home(), workspace.slug, erased):
            store_health(
                workspace=workspace,
                computed=computed,
                rules=rules,
                at=moment.at,
                marks=marks,
                again=_again(workspace, today, sorted(marks), moment.at),
            )
    except Erasing:  # what was computed may name somebody who is being erased: compute it again at the next look
        return False
    return len(marks) == SLICE


def _again(workspace: Workspace, today: Today, accounts: Sequence[int], at: datetime) -> dict[int, datetime]:
    """Accounts among these of which something lies ahead of the clock, and when its time comes."""
    times = records_ahead(workspace, accounts, at)
    ahead = today.ahead()
    if not ahead.num_rows:
        return times
    groups = dict(
        zip(*(frames.groups(workspace, accounts)[name].to_pylist() for name in ("group_id", "account")), strict=True)
    )
    actors = {actor: account for actor, (_, account) in actors_of(workspace, accounts).items()}
    for actor, group, first in zip(*(column.to_pylist() for column in ahead.columns), strict=True):
        # An event's own group goes before its actor; where accounts are people, there are no groups.
        account = actors.get(actor) if group is None or not groups else groups.get(group)
        if account is not None:
            times[account] = min(first, times.get(account, first))
    return times


def computed_of(scored: Scored, moment: Moment, held: Held) -> Computed:
    """What is stored of one result, and what follows from it."""
    facts = scored.facts
    mrr = facts.get("mrr")
    money = stake(mrr, facts.get("revenue_365"))  # type: ignore[arg-type]  # declared as money
    days = facts.get("last_event_days")
    return Computed(
        account=scored.account,
        health=scored.health,
        facts={name: to_json(value) for name, value in facts.items()},
        mrr=getattr(mrr, "amount", None),
        stake=getattr(money, "amount", None),
        currency=getattr(money, "currency", ""),
        renews_on=facts.get("renews_on"),  # type: ignore[arg-type]  # declared as a date
        last_seen_on=None if days is None else moment.date - timedelta(days=int(days)),  # type: ignore[arg-type]  # declared as days
        held=held,
    )
