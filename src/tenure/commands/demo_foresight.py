"""What does the demo foresee and do? Segments, signals, plays, an incident and back-tests, as a team would have set them up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from tenure import clock
from tenure.actions.alerts import align_owners
from tenure.actions.backtests import ask_backtest
from tenure.actions.incidents import open_incident, refresh_incident
from tenure.actions.plays.publishing import publish, save_draft
from tenure.actions.plays.starting import start_by_hand
from tenure.actions.segments import create_segment
from tenure.actions.signals import create_signal, switch
from tenure.answers.backtest.named import signal_named
from tenure.calc.signal import Signal as Watched
from tenure.calc.signal import TaskWanted
from tenure.commands.asking import BY
from tenure.plays.play import HoldOut, OnAlert
from tenure.plays.playbooks.ready import PLAYBOOKS
from tenure.records.account import Account
from tenure.records.health import AccountHealth
from tenure.records.incident import Incident
from tenure.records.play import Play
from tenure.records.signal import Signal
from tenure.records.ticket import Ticket
from tenure.records.workspace import Workspace
from tenure.rounds.alerts import give_alert_tasks
from tenure.rounds.facts import FactsRound
from tenure.rounds.plays import run_plays
from tenure.rounds.suggestions import suggest_options
from tenure.rules.parse import parse
from tenure.sources.demo.cast import SYSTEM_IN_TROUBLE
from tenure.sources.demo.stories import SYSTEM

# Name, whom it is of, and its rule.
SEGMENTS: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("In the first 90 days", "accounts", {"fact": "relationship_days", "op": "le", "value": 90}),
    (
        "Large, and up for renewal within 90 days",
        "accounts",
        {
            "all": [
                {"fact": "mrr", "op": "ge", "value": {"amount": 39_000, "currency": "EUR"}},
                {"fact": "renews_on", "op": "ge", "value": {"in_days": 0}},
                {"fact": "renews_on", "op": "le", "value": {"in_days": 90}},
            ]
        },
    ),
    ("Downloads halved", "accounts", {"fact": "downloads_trend_28", "op": "le", "value": 0.5}),
    (
        "Champions who prefer the phone",
        "contacts",
        {
            "all": [
                {"fact": "contact.is_champion", "op": "eq", "value": True},
                {"fact": "contact.channel", "op": "eq", "value": "call"},
            ]
        },
    ),
)
# On beside those that every workspace begins with: each shows one of the stories.
SWITCHED_ON: Final = ("certificate-ending", "not-republished", "traffic-stagnating", "onboarding-overdue")
# The play for accounts at risk is for those that went silent, of which a tenth is left alone to see what it brings.
PUBLISHED: Final = (
    PLAYBOOKS["onboarding"],
    replace(PLAYBOOKS["at-risk"], name="Call who went silent", trigger=OnAlert("push-stopped"), hold_out=HoldOut(10)),
    PLAYBOOKS["renewal"],
)
# Signals of its own: name, rule, and the task that each makes.
OWN: Final[tuple[tuple[str, dict[str, Any], TaskWanted], ...]] = (
    (
        "No colleague invited by day 20",
        {
            "all": [
                {"fact": "tenure_days", "op": "ge", "value": 20},
                {"fact": "tenure_days", "op": "le", "value": 90},
                {"fact": "projects_created", "op": "ge", "value": 1},
                {"fact": "colleagues_invited", "op": "eq", "value": 0},
            ]
        },
        TaskWanted("Invite the first colleague together", due_days=3),
    ),
    (
        "Hair salons without booking",
        {
            "all": [
                {"fact": "trait.Trade", "op": "eq", "value": "Hair salon"},
                {"fact": "option_suggested", "op": "eq", "value": "Booking"},
            ]
        },
        TaskWanted("Show three salons that use booking", due_days=14),
    ),
)
TRIED: Final = ("push-stopped", "usage-stopped")
_YEAR: Final = timedelta(days=365)


def foresee(workspace: Workspace, facts: FactsRound) -> None:
    """Set all of it up and let the rounds follow; back-tests are left to the worker, which does them when it starts."""
    align_owners(workspace=workspace)
    for name, of, rule in SEGMENTS:
        create_segment(workspace=workspace, name=name, of=of, rule=parse(rule), by=BY)
    for row in Signal.objects.filter(workspace=workspace, slug__in=SWITCHED_ON):
        switch(row=row, is_on=True, by=BY)
    for name, rule, task in OWN:
        own = Watched(parse(rule), task=task)
        create_signal(workspace=workspace, name=name, signal=own, is_on=True, by=BY)
    suggest_options(workspace)
    _open_incident(workspace)
    for play in PUBLISHED:
        publish(play=save_draft(workspace=workspace, play=play, playbook=play.slug, by=BY), by=BY)
    _welcome(workspace)
    while facts.run(workspace):
        pass
    give_alert_tasks(workspace)  # before plays fill the day of everybody
    while run_plays(workspace):
        pass
    yesterday = clock.now().date() - timedelta(days=1)
    for slug in TRIED:
        tried = signal_named(workspace, slug)
        ask_backtest(workspace=workspace, tried=tried, start=yesterday - _YEAR, end=yesterday, within=30, by=BY)


def share_out(workspace: Workspace) -> None:
    """Give what waits to whoever answers for the accounts, once everybody is a member."""
    align_owners(workspace=workspace)
    for incident in Incident.objects.filter(workspace=workspace, closed_at=None):
        refresh_incident(incident=incident, by=BY)


def _open_incident(workspace: Workspace) -> None:
    """One account reported it; all on the same system are affected."""
    reports = Ticket.objects.filter(workspace=workspace, subject__icontains="image", closed_at=None)
    open_incident(
        workspace=workspace,
        title=f"Images do not load on system {SYSTEM_IN_TROUBLE}",
        description="Reported by one account; every app built on this system version is affected.",
        rule={"fact": SYSTEM, "op": "eq", "value": SYSTEM_IN_TROUBLE},
        ticket=reports.order_by("-opened_at").first(),
        by=BY,
    )


def _welcome(workspace: Workspace) -> None:
    """Whoever is new is on the onboarding play already."""
    new = AccountHealth.objects.filter(workspace=workspace, facts__relationship_days__lt=30).exclude(band="former")
    accounts = Account.objects.filter(workspace=workspace, health__in=new).values_list("pk", flat=True)
    play = Play.objects.get(workspace=workspace, slug="onboarding")
    start_by_hand(play=play, accounts=list(accounts), token="demo", by=BY)  # noqa: S106 - it makes the start happen once
