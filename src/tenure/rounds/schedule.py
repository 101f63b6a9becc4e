"""Which rounds run, how often, and beside which others: the one list of them."""

from collections.abc import Callable
from dataclasses import dataclass

from tenure.records.workspace import Workspace
from tenure.rounds.alerts import give_alert_tasks
from tenure.rounds.departures import note_departures
from tenure.rounds.facts import FactsRound
from tenure.rounds.feeds import read_feeds
from tenure.rounds.imports import ImportsRound, sweep
from tenure.rounds.jobs import JobsRound
from tenure.rounds.jobs import sweep as sweep_exports
from tenure.rounds.known import store_known
from tenure.rounds.notices import tell_members
from tenure.rounds.personas import look_for_personas
from tenure.rounds.plays import run_plays
from tenure.rounds.seal import seal
from tenure.rounds.statistics import renew_statistics
from tenure.rounds.suggestions import suggest_options
from tenure.rounds.upkeep import upkeep
from tenure.rounds.webhooks import tell_webhooks


@dataclass(frozen=True, slots=True)
class Round:
    """A pass over one workspace; it returns whether more waits, and then runs again at once."""

    name: str
    run: Callable[[Workspace], bool]
    every: float  # seconds to wait after a pass that left nothing waiting


def lanes() -> tuple[tuple[Round, ...], ...]:
    """Rounds in lanes: one thread each, so that slow upkeep never delays the seal."""
    return (
        (Round("seal", seal, every=0.4),),
        (Round("facts", FactsRound().run, every=0.25),),
        (Round("feeds", read_feeds, every=30.0),),
        (Round("imports", ImportsRound().run, every=0.5), Round("uploads", sweep, every=60.0)),
        (Round("jobs", JobsRound().run, every=0.5), Round("exports", sweep_exports, every=60.0)),
        (Round("personas", look_for_personas, every=2.0),),
        # One thread for both, because they share what a member may get a day.
        (Round("plays", run_plays, every=1.0), Round("alerts", give_alert_tasks, every=2.0)),
        (Round("webhooks", tell_webhooks, every=1.0),),
        (Round("notices", tell_members, every=2.0),),
        (
            Round("upkeep", upkeep, every=20.0),
            Round("known", store_known, every=60.0),
            Round("departures", note_departures, every=600.0),
            Round("suggestions", suggest_options, every=3_600.0),
            Round("statistics", renew_statistics, every=600.0),
        ),
    )
