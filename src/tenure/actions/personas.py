"""Has the worker look for personas, notes how far it is, and keeps what it found."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from tenure import clock
from tenure.actions.changing import note
from tenure.actions.leases import hold, kept, release
from tenure.calc.persona import Personas
from tenure.records.job import Job
from tenure.records.workspace import Workspace

_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


def ask_personas(*, workspace: Workspace, by: str) -> Job:
    """Have them looked for; the job under way when there is one."""
    with transaction.atomic():
        jobs = Job.objects.select_for_update().filter(workspace=workspace, kind=Job.Kind.PERSONAS)
        if (job := jobs.filter(state__in=_UNDER_WAY).first()) is None:
            job = Job.objects.create(workspace=workspace, kind=Job.Kind.PERSONAS, by=by, asked_at=clock.now())
            note(workspace, by, "create", "personas", job.pk)
    return job


def find_personas(*, workspace: Workspace, find: Callable[[Callable[[int, int], None]], Personas | str]) -> bool:
    """Do the oldest job that waits; ``find`` tells how far it is, and gives what it found or why it found nothing."""
    job = Job.objects.filter(workspace=workspace, kind=Job.Kind.PERSONAS, state__in=_UNDER_WAY).order_by("pk").first()
    if job is None or not hold(lease := f"job:{job.pk}"):
        return False
    mine = Job.objects.filter(pk=job.pk)
    try:
        with kept(lease):
            mine.update(state=Job.State.RUNNING)
            found = find(partial(_note_far, job.pk))
            if isinstance(found, str):
                mine.update(state=Job.State.REFUSED, trouble=found, finished_at=clock.now())
            else:
                mine.update(state=Job.State.DONE, result=found.as_json(), trouble="", finished_at=clock.now())
    finally:
        release(lease)
    return True


def _note_far(number: int, done: int, total: int) -> None:
    Job.objects.filter(pk=number).update(done=done, total=total)
