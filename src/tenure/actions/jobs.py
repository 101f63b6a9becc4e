"""Has the worker make a copy of everything, erase somebody or try the past: asked for on a page, done by its round.

Killed in between, the worker begins a copy anew, and goes on with an erasure: it removes what is left, and what is gone
already is no reason to stop.
"""

import logging
import secrets
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.backtests import do_backtest
from tenure.actions.changing import note
from tenure.actions.erase import NobodyToErase, StillThere, Told, erase_account, erase_person, finish_erase
from tenure.actions.export_files import export_path, log_beside, write_whole
from tenure.actions.leases import hold, kept, release
from tenure.answers.backtest.hindsight import Hindsight
from tenure.answers.backtest.run import BacktestError
from tenure.answers.everything import everything
from tenure.eventlog.gate import Erasing, erasures, undisturbed
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool, SpoolUnavailable
from tenure.facts.ask import UnknownFact
from tenure.records.account_keys import account_at
from tenure.records.job import Job
from tenure.records.workspace import Workspace
from tenure.rules.definition import RuleError
from tenure.values.voice import worded

log = logging.getLogger(__name__)
UNDER_WAY: Final = (Job.State.WAITING, Job.State.RUNNING)
ACCOUNT: Final = "account"
PERSON: Final = "person"
_EVERY = 1.0  # seconds between two notes of how far it is


def ask_export(*, workspace: Workspace, by: str) -> Job:
    """Have a copy made of the workspace; the one under way when there is one."""
    with transaction.atomic():
        under_way = Job.objects.select_for_update().filter(
            workspace=workspace, kind=Job.Kind.EXPORT, state__in=UNDER_WAY
        )
        if (job := under_way.first()) is None:
            job = Job.objects.create(
                workspace=workspace, kind=Job.Kind.EXPORT, token=secrets.token_urlsafe(24), by=by, asked_at=clock.now()
            )
        note(workspace, by, "create", "export", workspace.pk)
    return job


def note_taken(*, job: Job, by: str) -> None:
    """Write down that somebody takes the copy that was made: who looks for a leak later has to find it."""
    with transaction.atomic():
        note(job.workspace, by, "export", "export", job.workspace_id)


def ask_erase(*, workspace: Workspace, whom: str, key: str, by: str) -> Job:
    """Have an account or a person erased. Raises NobodyToErase for an account that there is not.

    No entry of the audit names whom: the erasure itself is noted when it is done.
    """
    if whom == ACCOUNT and account_at(workspace, key) is None:
        raise NobodyToErase(f"workspace {workspace.slug} has no such account")
    with transaction.atomic():
        return Job.objects.create(
            workspace=workspace, kind=Job.Kind.ERASE, whom=whom, key=key, by=by, asked_at=clock.now()
        )


def to_do(workspace: Workspace) -> list[int]:
    """Jobs that wait, or that whoever worked on them left, oldest first; personas have a round of their own."""
    found = Job.objects.filter(workspace=workspace, state__in=UNDER_WAY).exclude(kind=Job.Kind.PERSONAS)
    return list(found.order_by("pk").values_list("pk", flat=True))


def do_job(*, workspace: Workspace, number: int, home: Home, spool: Spool) -> bool:
    """Do a job, or go on with it; False when it could not be done now, which is noted with the reason."""
    lease = f"job:{number}"
    if not hold(lease):
        return False
    try:
        with kept(lease):
            # Asked once the lease is held: another worker may have done it since it was listed.
            waiting = Job.objects.select_related("workspace", "backtest__workspace").filter(
                workspace=workspace, state__in=UNDER_WAY
            )
            if (job := waiting.filter(pk=number).first()) is not None:
                _do(job, home, spool)
    except Erasing:  # a copy that was read meanwhile may hold what is gone now
        return False
    except (StillThere, SpoolUnavailable, OSError) as error:
        Job.objects.filter(pk=number).update(trouble=str(error))
        return False
    except Exception:  # whatever it is: other jobs must not wait for this one
        log.exception("job %s of workspace %s failed", number, workspace.slug)
        Job.objects.filter(pk=number).update(
            trouble=worded("Something went wrong; the log says what. It is tried again.")
        )
        return False
    finally:
        release(lease)
    return True


def _do(job: Job, home: Home, spool: Spool) -> None:
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    if job.kind == Job.Kind.EXPORT:
        _export(job, home)
        return
    if job.kind == Job.Kind.BACKTEST:
        _backtest(job)
        return
    try:
        _erase(job, home, spool)
    except NobodyToErase:
        _end(job, Job.State.REFUSED, worded("Nobody here has that id, so nothing was erased."), key="")


@dataclass(slots=True)
class _Far:
    """How far a job is: counted whenever something is done, and written down once in a while."""

    job: Job
    done: int = 0
    total: int = 0
    noted: float = field(default_factory=clock.monotonic)

    def count(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def note(self) -> None:
        if clock.monotonic() - self.noted >= _EVERY:
            self.noted = clock.monotonic()
            Job.objects.filter(pk=self.job.pk).update(done=self.done, total=self.total)


def _export(job: Job, home: Home) -> None:
    """Raises Erasing, and leaves no copy, when somebody was erased while it was made."""
    slug = job.workspace.slug
    known = erasures(home, slug)
    far = _Far(job)
    path = export_path(home, job)
    try:
        with log_beside(home, job) as log:
            size = write_whole(path, everything(job.workspace, log, far.count), far.note)
    except FileNotFoundError:
        with undisturbed(home, slug, known):  # else it was taken away by an erase
            raise
    try:
        with undisturbed(home, slug, known):
            _end(job, Job.State.DONE, outcome=size, done=far.total, total=far.total)
    except Erasing:
        path.unlink(missing_ok=True)
        raise


def _backtest(job: Job) -> None:
    """What cannot be looked at is refused with the reason."""
    if job.backtest is None:
        _end(job, Job.State.GONE)
        return
    far = _Far(job, total=job.total)

    def day_done(days: int) -> None:
        far.count(far.done + days, far.total)
        far.note()

    try:
        do_backtest(backtest=job.backtest, far=day_done)
    except (BacktestError, Hindsight, UnknownFact, RuleError) as error:
        _end(job, Job.State.REFUSED, str(error))
        return
    _end(job, Job.State.DONE, done=job.total)


def _erase(job: Job, home: Home, spool: Spool) -> None:
    if job.key:
        erase = erase_account if job.whom == ACCOUNT else erase_person
        named = {"key" if job.whom == ACCOUNT else "user_id": job.key}
        noted = _Far(job)

        def far(done: int, total: int) -> None:
            noted.count(done, total)
            noted.note()

        def ended(events: int) -> None:
            # With the records themselves: whoever goes on after a kill must neither look for them nor keep their id.
            Job.objects.filter(pk=job.pk).update(key="", outcome=events, done=noted.total, total=noted.total)

        erase(workspace=job.workspace, home=home, spool=spool, by=job.by, told=Told(far, ended), **named)
    else:
        finish_erase(workspace=job.workspace, home=home)
    _end(job, Job.State.DONE)


def _end(job: Job, state: str, trouble: str = "", **more: object) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, trouble=trouble, finished_at=clock.now(), **more)
