"""What is going to happen to one account by plays, and why? Its runs on their way, and plays whose day comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tenure.answers.play_facts import missing_facts, play_facts
from tenure.answers.play_starts import Window, cause_of, fall_on
from tenure.plays.ahead import ahead
from tenure.plays.decide import step_at
from tenure.plays.explain import say_step, say_trigger
from tenure.plays.held_out import is_held_out
from tenure.plays.names import PLAIN, Names
from tenure.plays.parse import parse
from tenure.plays.play import OnDate, Play
from tenure.plays.progress import Progress, Taken
from tenure.plays.progress import parse as parse_progress
from tenure.records.account import Account
from tenure.records.play import Play as PlayRow
from tenure.records.play import PlayRun, PlayVersion
from tenure.values.moment import Moment
from tenure.values.zone import time_in

DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Expected:
    """One step that is to come ``at`` a time of the workspace, and why: what started its play, or will.

    ``run`` is None for a play that has not begun. ``is_sure``: no rule decides about it before.
    """

    play: PlayRow
    run: PlayRun | None
    at: datetime
    path: str
    what: str
    why: str
    is_sure: bool
    is_left_alone: bool


def expected(account: Account, now: datetime, names: Names = PLAIN, days: int = DAYS) -> list[Expected]:
    """All of it within so many days, what comes first first. Steps of plays that stand still are not among it."""
    window = Window(time_in(now, account.workspace.time_zone), days)
    found = [one for way in _ways(account, window) for one in _coming(account, way, window, names)]
    return sorted(found, key=lambda one: (one.at, one.play.pk, one.path))


@dataclass(frozen=True, slots=True)
class _Way:
    """A play that goes on for the account, or will begin."""

    row: PlayRow
    play: Play
    starts: datetime
    run: PlayRun | None = None


def _ways(account: Account, window: Window) -> Iterator[_Way]:
    runs = PlayRun.objects.select_related("play", "version").filter(
        workspace=account.workspace_id, account=account, ended_at=None, play__state=PlayRow.State.PUBLISHED
    )
    for run in runs.order_by("pk"):
        starts = window.now if run.next_at is None else max(window.now, run.next_at.astimezone(window.now.tzinfo))
        yield _Way(run.play, parse(run.version.definition), starts, run)
    versions = PlayVersion.objects.select_related("play").filter(
        workspace=account.workspace_id, replaced_at=None, play__state=PlayRow.State.PUBLISHED
    )
    for version in versions.order_by("pk"):
        play = parse(version.definition)
        if isinstance(play.trigger, OnDate):
            began = set(PlayRun.objects.filter(play=version.play, account=account).values_list("cause", flat=True))
            for _, day in fall_on(account.workspace, play.trigger, window.now.date(), window.days, account.pk):
                if cause_of(play.trigger, day) not in began:
                    yield _Way(version.play, play, window.midnight(day, play.trigger))


def _coming(account: Account, way: _Way, window: Window, names: Names) -> Iterator[Expected]:
    if missing_facts(account.workspace, way.play):
        return
    facts = play_facts(account.workspace, Moment(window.now), way.play, [account.pk]).get(account.pk)
    if facts is None:
        return
    run = way.run
    progress = Progress() if run is None else parse_progress(run.progress)
    if run is not None and run.progress:
        alone = run.state == PlayRun.State.HELD_OUT
    else:
        alone = is_held_out(way.play.hold_out, way.row.pk, account.pk, window.now, facts)
    why = say_trigger(way.play.trigger, names)
    for one in ahead(way.play, progress, way.starts, window.until, facts, 0 if run is None else run.pk):
        if one.turn.taken is Taken.DID:
            what = say_step(step_at(way.play, one.turn.path), names)
            yield Expected(way.row, run, one.at, one.turn.path, what, why, one.is_sure, alone)
