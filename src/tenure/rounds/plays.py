"""Starts plays for what happened, and moves their runs on."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from tenure import clock
from tenure.actions.plays.advancing import AGAIN, advance, claim, has_to_wait, put_off
from tenure.actions.plays.looking import look_at
from tenure.actions.plays.starting import start_waiting
from tenure.answers.play_facts import missing_facts, play_facts
from tenure.plays.parse import readable
from tenure.plays.play import Play
from tenure.records.play import PlayRun, PlayVersion
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

SLICE: Final = 500
Facts = Mapping[int, Mapping[str, object]]


def run_plays(workspace: Workspace) -> bool:
    """One pass: start all that waits, and advance one slice of the runs that are due; whether more may be."""
    while start_waiting(workspace=workspace):  # before the dearest accounts are chosen
        pass
    runs = claim(workspace=workspace, most=SLICE)
    if not runs:
        return False
    look = look_at(workspace, clock.now())
    known = _known(workspace, runs, Moment(look.now))
    unknown, tomorrow = [], []
    for run in runs:  # in their order: the dearest accounts get their tasks first
        play, facts = known.get(run.version_id, (None, {}))
        if play is None or run.account_id not in facts:
            unknown.append(run)
        elif has_to_wait(run, play, facts[run.account_id], look):
            tomorrow.append(run)
        else:
            advance(run=run, play=play, facts=facts[run.account_id], look=look)
    put_off(runs=unknown, until=look.now + AGAIN)
    put_off(runs=tomorrow, until=look.tomorrow)
    return len(runs) == SLICE


def _known(workspace: Workspace, runs: list[PlayRun], moment: Moment) -> dict[int, tuple[Play, Facts]]:
    """What each version says, and the facts that it reads; of one that cannot be read, or reads what there is no more, none.

    Its page says what is missing: nobody is moved on until that is there again.
    """
    on: dict[PlayVersion, set[int]] = defaultdict(set)
    for run in runs:
        on[run.version].add(run.account_id)
    found: dict[int, tuple[Play, Facts]] = {}
    for version, accounts in on.items():
        play = readable(version.definition)
        if play is not None and not missing_facts(workspace, play):
            found[version.pk] = play, play_facts(workspace, moment, play, sorted(accounts))
    return found
