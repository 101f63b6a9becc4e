"""Keeps files that somebody brought to the console until they are imported: how they are to be read, and what was mended."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.answers.file_settings import settings_in
from tenure.eventlog.home import Home
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import
from tenure.records.upload import Upload
from tenure.records.workspace import Workspace
from tenure.sources.known_kinds import KINDS
from tenure.sources.settings import Settings
from tenure.values.voice import worded

KEPT = timedelta(days=7)
LONGEST_CELL = 10_000
MOST_MENDED = 10_000
_LONGEST_SUFFIX = 9
_UNDER_WAY = (Import.State.WAITING, Import.State.RUNNING)
_ERASED = "The file was removed, because somebody who may stand in it was erased. Bring it again without them."
_NOT_SAID = ("currency", "corrections")  # the workspace's, and a field of its own


class UploadRefused(ValueError):  # noqa: N818 - reads as what happened
    """The file, or what was said of it, cannot be taken; the sentence says why."""


def begin_upload(*, workspace: Workspace, file_name: str, size: int, by: str, url: str = "") -> Upload:
    """Expect a file of that many bytes. Whoever knows the token may then send it, once."""
    name = Path(file_name.replace("\\", "/").replace("\0", "")).name.strip() or "file"
    with transaction.atomic():
        upload = Upload.objects.create(
            workspace=workspace, token=secrets.token_urlsafe(24), file_name=name[-300:], size=size, url=url, by=by,
            at=clock.now(),
        )  # fmt: skip
        _audit(upload, by, "upload", {"file": upload.file_name})
    return upload


def finish_upload(*, upload: Upload, size: int, digest: str) -> bool:
    """Note that the file is whole, and read it as that very file was read before; False when it was noted already."""
    same = Upload.objects.filter(workspace=upload.workspace_id, digest=digest).exclude(kind="").order_by("pk").last()
    with transaction.atomic():
        fresh = Upload.objects.filter(workspace=upload.workspace_id, pk=upload.pk, digest="")
        if not fresh.update(size=size, digest=digest):
            return False
        if same is not None:
            fields = {"kind": same.kind, "settings": same.settings, "corrections": same.corrections}
            Upload.objects.filter(workspace=upload.workspace_id, pk=upload.pk).update(**fields)
    upload.refresh_from_db()
    return True


def read_otherwise(*, upload: Upload, kind: str, settings: Settings, by: str) -> None:
    """Note of which kind the file is and how it is to be read. Raises UploadRefused for a kind there is none of."""
    if kind not in KINDS:
        raise UploadRefused(
            worded("There is no kind “{name}”: choose one of {kinds}.", name=kind[:50], kinds=", ".join(KINDS))
        )
    said = {name: value for name, value in settings.as_json.items() if name not in _NOT_SAID}
    with transaction.atomic():
        locked = _open(upload)
        locked.kind, locked.settings = kind, said
        locked.save(update_fields=["kind", "settings"])
        _audit(locked, by, "read", {"kind": kind})
    upload.kind, upload.settings = kind, said


def mend(*, upload: Upload, cells: Mapping[tuple[int, str], str], by: str) -> None:
    """Put other values in place of cells, named by row (1 is the first beneath the headers) and header.

    Raises UploadRefused for a value that is too long, or when too many cells are mended to do it by hand.
    """
    if any(len(cell) > LONGEST_CELL for cell in cells.values()):
        raise UploadRefused(worded("A cell has at most {most} characters.", most=f"{LONGEST_CELL:,}"))
    with transaction.atomic():
        locked = _open(upload)
        corrections: dict[str, dict[str, str]] = {row: dict(of) for row, of in locked.corrections.items()}
        for (row, header), cell in cells.items():
            corrections.setdefault(str(row), {})[header] = cell
        if sum(map(len, corrections.values())) > MOST_MENDED:
            raise UploadRefused(
                worded(
                    "That would be more than {most} mended cells: put the file itself right.", most=f"{MOST_MENDED:,}"
                )
            )
        locked.corrections = corrections
        locked.save(update_fields=["corrections"])
        _audit(locked, by, "mend", {"cells": len(cells)})
    upload.corrections = corrections


def discard_upload(*, upload: Upload, home: Home, by: str) -> None:
    """Remove a file that is not to be imported, and what was said of it."""
    with transaction.atomic():
        locked = _open(upload)
        _audit(locked, by, "discard", {"file": locked.file_name})
        locked.delete()
    upload_path(home, upload).unlink(missing_ok=True)


def settings_of(upload: Upload) -> Settings:
    """How the file is to be read, mended cells included."""
    return settings_in(upload.workspace, Settings(**upload.settings, corrections=upload.corrections))


def upload_path(home: Home, upload: Upload) -> Path:
    """Where the file of an upload lies. Its ending stays, by which some formats are told."""
    suffix = Path(upload.file_name).suffix
    safe = suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= _LONGEST_SUFFIX else ""
    return folder(home, upload.workspace.slug) / f"{upload.token}{safe}"


def folder(home: Home, workspace: str) -> Path:
    """The uploads of one workspace."""
    return home.root / "uploads" / workspace


def sweep_uploads(*, workspace: Workspace, home: Home) -> int:
    """Remove files that were imported whole or lie for a week, and files that no row names; how many went."""
    now = clock.now()
    rows = Upload.objects.filter(workspace=workspace, removed_at=None).select_related("result", "workspace")
    gone = [row for row in rows if _is_over(row) or row.at < now - KEPT]
    for row in gone:
        upload_path(home, row).unlink(missing_ok=True)
    Upload.objects.filter(workspace=workspace, pk__in=[row.pk for row in gone]).update(removed_at=now)
    Upload.objects.filter(workspace=workspace, at__lt=now - KEPT).exclude(removed_at=None).delete()
    return len(gone) + _sweep_strays(workspace, home)


def forget_uploads(*, workspace: Workspace, home: Home) -> None:
    """Remove every file and mended cell of a workspace: somebody who is erased may stand in any of them."""
    with transaction.atomic():
        rows = Upload.objects.filter(workspace=workspace)
        under_way = Import.objects.filter(workspace=workspace, pk__in=rows.values("result"), state__in=_UNDER_WAY)
        under_way.update(state=Import.State.DONE, trouble=_ERASED, finished_at=clock.now())
        rows.delete()
    for file in folder(home, workspace.slug).glob("*"):
        file.unlink(missing_ok=True)


def _is_over(row: Upload) -> bool:
    """Whether all of the file went in. One with cells to mend is kept, so that they can be mended in place."""
    of = row.result
    return of is not None and of.state == Import.State.DONE and not of.errors and not of.trouble


def _sweep_strays(workspace: Workspace, home: Home) -> int:
    """Files whose row is gone, because a process died between the two."""
    found = {file.name.partition(".")[0]: file for file in folder(home, workspace.slug).glob("*")}
    known = set(Upload.objects.filter(workspace=workspace, token__in=found).values_list("token", flat=True))
    strays = [file for token, file in found.items() if token not in known]
    for file in strays:
        file.unlink(missing_ok=True)
    return len(strays)


def _open(upload: Upload) -> Upload:
    """The row, held until the transaction ends. Raises UploadRefused when the file is being imported or gone."""
    locked = Upload.objects.select_for_update().filter(workspace=upload.workspace_id, pk=upload.pk).first()
    if locked is None or locked.removed_at is not None:
        raise UploadRefused(worded("This file was removed: bring it again."))
    if locked.result_id is not None and Import.objects.filter(pk=locked.result_id, state__in=_UNDER_WAY).exists():
        raise UploadRefused(worded("This file is being imported: nothing of it can be changed now."))
    return locked


def _audit(upload: Upload, by: str, verb: str, after: dict[str, Any]) -> None:
    AuditEntry.objects.create(
        workspace_id=upload.workspace_id, at=clock.now(), by=by, verb=verb, noun="upload", record=upload.pk, after=after
    )
