"""Keeps the copies that were made of workspaces until they were fetched: written whole or not at all, and gone in a day."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db.models import QuerySet

from tenure import clock
from tenure.eventlog.backup import copy_log
from tenure.eventlog.home import Home
from tenure.records.job import Job
from tenure.records.workspace import Workspace

KEPT: Final = timedelta(days=1)
_PART: Final = ".part"
_LOG: Final = ".log"  # a folder of links
_HALF: Final = (_PART, _LOG)
_KNOWN: Final = (Job.State.WAITING, Job.State.RUNNING, Job.State.DONE)


def folder(home: Home, workspace: str) -> Path:
    """Where the copies of a workspace lie."""
    return home.root / "exports" / workspace


def export_path(home: Home, job: Job) -> Path:
    """Where the copy lies that a job makes; its name cannot be guessed."""
    return folder(home, job.workspace.slug) / f"{job.token}.zip"


def write_whole(path: Path, pieces: Iterable[bytes], told: Callable[[], None]) -> int:
    """Write a file beside its place and move it there once it is on the disk; how many bytes it has.

    Who is killed meanwhile leaves only what the next one writes over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(_PART)
    with part.open("wb") as file:
        part.chmod(0o600)
        for piece in pieces:
            file.write(piece)
            told()
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    part.replace(path)
    return size


@contextmanager
def log_beside(home: Home, job: Job) -> Iterator[Path]:
    """The log as it is now, linked beside the copy that it goes into: no byte is moved, and nobody writes to it.

    Who is killed meanwhile leaves what the next one removes.
    """
    beside = Home(export_path(home, job).with_suffix(_LOG))
    shutil.rmtree(beside.root, ignore_errors=True)
    try:
        copy_log(home, job.workspace.slug, beside)
        yield beside.log(job.workspace.slug)
    finally:
        shutil.rmtree(beside.root, ignore_errors=True)


def forget_exports(*, workspace: Workspace, home: Home) -> None:
    """Remove every copy of a workspace, also half ones: somebody who is erased may stand in any of them.

    Whoever makes one at that moment finds it gone, and makes it anew.
    """
    _remove(workspace, home, Job.objects.filter(workspace=workspace))
    for half in folder(home, workspace.slug).glob("*"):
        if half.suffix in _HALF:
            _away(half)


def sweep_exports(*, workspace: Workspace, home: Home) -> None:
    """Remove copies that are older than a day, and files that no job knows of."""
    old = Job.objects.filter(workspace=workspace, finished_at__lt=clock.now() - KEPT)
    _remove(workspace, home, old)
    if (at := folder(home, workspace.slug)).is_dir():
        known = set(Job.objects.filter(workspace=workspace, state__in=_KNOWN).values_list("token", flat=True))
        for file in at.iterdir():
            if file.stem not in known:
                _away(file)


def _away(found: Path) -> None:
    if found.is_dir():
        shutil.rmtree(found, ignore_errors=True)
    else:
        found.unlink(missing_ok=True)


def _remove(workspace: Workspace, home: Home, jobs: QuerySet[Job]) -> None:
    for job in jobs.filter(kind=Job.Kind.EXPORT, state=Job.State.DONE).select_related("workspace"):
        export_path(home, job).unlink(missing_ok=True)
        Job.objects.filter(workspace=workspace, pk=job.pk).update(state=Job.State.GONE)
