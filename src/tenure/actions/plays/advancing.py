"""Moves runs of plays on: claims those that are due, and does in one transaction all that each of them is to do now.

Whoever is killed in between leaves the run as it was, and its next look decides the same again.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from tenure import clock
from tenure.actions.plays.deeds import do
from tenure.actions.plays.looking import Look
from tenure.plays.commands import CreateTask, Deed, Finish
from tenure.plays.decide import Turn, moves_with_facts, turns
from tenure.plays.explain import say_trigger, why
from tenure.plays.held_out import is_exempt, is_held_out
from tenure.plays.play import Play
from tenure.plays.progress import Progress, Taken, parse
from tenure.records.play import EXEMPT, PlayRun, PlayStep
from tenure.records.play import Play as PlayRow
from tenure.records.task import Task
from tenure.records.workspace import Workspace
from tenure.values.voice import later, worded

log = logging.getLogger(__name__)
LEASE: Final = timedelta(minutes=1)  # longer than a slice takes: what a killed process had claimed is free again then
AGAIN: Final = timedelta(minutes=10)  # until what could not be done is tried again
MOST_STARTS: Final = 20  # runs that begin a day for one account; more are plays that set off each other
_START: Final = "start"
_LEFT_ALONE: Final = later("Chance left this account alone, for comparison: what follows is what would have been done.")
_NEVER_ALONE: Final = later("It is one of those that are never left alone, so it is no part of the comparison.")
_IN_A_CIRCLE: Final = later("Too many plays began for this account today: they may be setting off each other.")
_NO_ROOM: Final = later("Enough tasks were made today for whoever is to do this: it waits until tomorrow.")


def claim(*, workspace: Workspace, most: int) -> list[PlayRun]:
    """Take runs that are due, for a while: those of the dearest accounts first. Another worker passes them over."""
    now = clock.now()
    due = PlayRun.objects.filter(
        workspace=workspace, ended_at=None, next_at__lte=now, play__state=PlayRow.State.PUBLISHED
    ).exclude(leased_until__gt=now)
    if not due.exists():  # a pass that finds nothing must not wait for those who write
        return []
    with transaction.atomic():
        free = due.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)
        ranked = free.order_by(F("account__health__stake").desc(nulls_last=True), "pk")
        runs = list(ranked.select_related("play", "version", "account")[:most])
        PlayRun.objects.filter(pk__in=[run.pk for run in runs]).update(leased_until=now + LEASE)
    for run in runs:
        run.leased_until = now + LEASE
    return runs


def put_off(*, runs: Sequence[PlayRun], until: datetime) -> None:
    """Look at claimed runs again later: what they read is not known now."""
    PlayRun.objects.filter(pk__in=[run.pk for run in runs]).update(next_at=until, leased_until=None)


def advance(*, run: PlayRun, play: Play, facts: Mapping[str, object], look: Look) -> None:
    """Do all that a claimed run is to do now, log each step and why, and note when to look again."""
    try:
        with transaction.atomic():
            if (row := _locked(run)) is not None:
                _Advance(row, play, facts, look).go(woken=row.next_at != run.next_at)
    except Exception:  # whatever it is: other accounts must not wait for this one
        log.exception("run %s of the play %s failed", run.pk, run.play.slug)
        put_off(runs=[run], until=look.now + AGAIN)


def has_to_wait(run: PlayRun, play: Play, facts: Mapping[str, object], look: Look) -> bool:
    """Whether a run that began before can do nothing today, as nobody has room for the task that is next."""
    if not run.progress:
        return False
    first = next(turns(play, parse(run.progress), look.wall, facts, run.pk), None)
    return first is not None and _lacks_room(run, first, look)


def _lacks_room(run: PlayRun, turn: Turn, look: Look) -> bool:
    if not isinstance(turn.command, CreateTask) or run.state == PlayRun.State.HELD_OUT:
        return False
    return not look.room.has(look.whom.find(turn.command.to, run))


def _locked(run: PlayRun) -> PlayRun | None:
    """The run as it is now; None when it ended, was paused, or went on without us since it was claimed."""
    rows = PlayRun.objects.select_for_update(of=("self",)).select_related("workspace", "play", "version", "account")
    row = rows.filter(
        pk=run.pk, ended_at=None, leased_until=run.leased_until, play__state=PlayRow.State.PUBLISHED
    ).first()
    return row if row is not None and row.progress == run.progress else None


@dataclass(slots=True)
class _Advance:
    row: PlayRun
    play: Play
    facts: Mapping[str, object]
    look: Look
    log: list[PlayStep] = field(default_factory=list)

    def go(self, *, woken: bool) -> None:
        """``woken``: other facts came while these were read, so the next look is now."""
        row = self.row
        row.leased_until = None
        if row.progress or self._may_begin():
            self._take_turns(parse(row.progress))
        if woken and row.ended_at is None:
            row.next_at = self.look.now
        row.save()
        PlayStep.objects.bulk_create(self.log, ignore_conflicts=True)  # what is put off again was noted already

    def _may_begin(self) -> bool:
        row = self.row
        began = PlayRun.objects.filter(account=row.account_id, started_at__gte=self.look.today, pk__lt=row.pk)
        if began.count() >= MOST_STARTS:
            self._end(PlayRun.State.STOPPED, worded(_IN_A_CIRCLE))
            self._note(_START, PlayRun.State.STOPPED, row.ended_because)
            return False
        self._note(_START, _START, say_trigger(self.play.trigger))
        if is_exempt(self.play.hold_out, self.look.now, self.facts):
            self._note(_START, EXEMPT, worded(_NEVER_ALONE))
        elif is_held_out(self.play.hold_out, row.play_id, row.account_id, self.look.now, self.facts):
            row.state = PlayRun.State.HELD_OUT
            self._note(_START, PlayRun.State.HELD_OUT, worded(_LEFT_ALONE))
        return True

    def _take_turns(self, progress: Progress) -> None:
        row = self.row
        for turn in turns(self.play, progress, self.look.wall, self.facts, row.pk):
            if _lacks_room(row, turn, self.look):
                self._note(turn.path, "put off", worded(_NO_ROOM))
                row.next_at = self.look.tomorrow
                break
            self._do(turn)
            progress, row.next_at = turn.progress, turn.progress.until
        row.progress, row.moves_with_facts = progress.as_json(), moves_with_facts(self.play, progress)

    def _do(self, turn: Turn) -> None:
        said = why(self.play, turn.path, turn.taken)
        if isinstance(turn.command, Finish):
            done = turn.taken is Taken.ENDED
            self._end(PlayRun.State.DONE if done else PlayRun.State.STOPPED, said)
        elif turn.command is not None and self.row.state != PlayRun.State.HELD_OUT:
            self._command(turn, turn.command, said)
            return
        self._note(turn.path, turn.taken, said)

    def _command(self, turn: Turn, command: Deed, said: str) -> None:
        done = do(command, self.row, self.look.whom)
        if done.task is not None:
            self.look.room.take(done.task.owner)
        if done.trouble:
            self._note(turn.path, "failed", done.trouble)
        else:
            self._note(turn.path, turn.taken, said, done.task)

    def _end(self, state: str, because: str) -> None:
        row = self.row
        if row.state != PlayRun.State.HELD_OUT:
            row.state = state
        row.ended_at, row.ended_because, row.next_at = self.look.now, because[:300], None

    def _note(self, path: str, kind: str, said: str, task: Task | None = None) -> None:
        row = self.row
        kept = {"run": row, "path": path, "at": self.look.now, "kind": str(kind), "why": said[:500], "task": task}
        self.log.append(PlayStep(workspace_id=row.workspace_id, **kept))
