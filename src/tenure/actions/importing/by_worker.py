"""Has the worker import a file that lies here, and take imports back: asked for on a page, done by the imports round."""

import hashlib
import json

from django.db import transaction

from tenure import clock
from tenure.actions.importing.claim import UnderWay
from tenure.actions.importing.files import import_file
from tenure.actions.importing.progress import ImportRefused
from tenure.actions.importing.undo import UndoRefused, undo_import
from tenure.actions.importing.uploads import UploadRefused, settings_of, upload_path
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool, SpoolUnavailable
from tenure.records.audit import AuditEntry
from tenure.records.imports import Import
from tenure.records.upload import Upload
from tenure.records.workspace import Workspace
from tenure.sources.failures import SourceError
from tenure.values.voice import worded

_UNDER_WAY = (Import.State.WAITING, Import.State.RUNNING)


def start_import(*, upload: Upload, by: str) -> Import:
    """Have a file imported as it is read now; the import under way when it was started already.

    Raises UploadRefused when the file is not whole, of no kind yet, or gone.
    """
    now = clock.now()
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(workspace=upload.workspace_id, pk=upload.pk)
        under_way = Import.objects.filter(pk=locked.result_id or 0, state__in=_UNDER_WAY).first()
        if under_way is not None:
            return under_way
        if not locked.digest or not locked.kind or locked.removed_at is not None:
            raise UploadRefused(worded("This file is not here any more: bring it again."))
        of = Import.objects.create(
            workspace=locked.workspace, kind=locked.kind, file_name=locked.file_name, digest=_digest(locked),
            state=Import.State.WAITING, by=by, started_at=now,
        )  # fmt: skip
        locked.result = of
        locked.save(update_fields=["result"])
        AuditEntry.objects.create(
            workspace=locked.workspace, at=now, by=by, verb="start", noun="import", record=of.pk,
            after={"kind": of.kind, "file": of.file_name},
        )  # fmt: skip
    return of


def ask_undo(*, workspace: Workspace, import_id: int, by: str) -> bool:
    """Have an import taken back; one that did not begin is dropped at once. False when there is nothing to take back."""
    now = clock.now()
    with transaction.atomic():
        of = Import.objects.select_for_update().filter(workspace=workspace, pk=import_id).first()
        if of is None or (of.undone_by and of.undone_at is None) or (of.undone_at is not None and not of.kept):
            return False
        of.undone_at = now if of.state == Import.State.WAITING else None
        of.state, of.undone_by, of.trouble = Import.State.UNDONE, by, ""
        of.save(update_fields=["state", "undone_by", "undone_at", "trouble"])
        AuditEntry.objects.create(workspace=workspace, at=now, by=by, verb="ask_undo", noun="import", record=of.pk)
    return True


def to_import(workspace: Workspace) -> list[int]:
    """Imports of uploads that wait, or that whoever worked on them left, oldest first."""
    found = Upload.objects.filter(workspace=workspace, result__state__in=_UNDER_WAY)
    return list(found.order_by("result").values_list("result", flat=True))


def to_undo(workspace: Workspace) -> list[int]:
    """Imports that somebody asked to take back."""
    found = Import.objects.filter(workspace=workspace, state=Import.State.UNDONE, undone_at=None).exclude(undone_by="")
    return list(found.order_by("-pk").values_list("pk", flat=True))


def import_upload(*, workspace: Workspace, import_id: int, home: Home, spool: Spool) -> bool:
    """Do an import that waits, or go on with it; False when it could not be done now, which is noted with the reason."""
    upload = Upload.objects.select_related("result", "workspace").get(workspace=workspace, result=import_id)
    of = Import.objects.get(workspace=workspace, pk=import_id)
    path = upload_path(home, upload)
    if not path.exists():
        _end(of, worded("The file was removed before it was imported: bring it again."))
        return True
    try:
        import_file(
            workspace=workspace, kind=of.kind, path=path, home=home, spool=spool, by=of.by, settings=settings_of(upload),
            waiting=of,
        )  # fmt: skip
    except (SourceError, ValueError) as error:
        _end(of, str(error))
        return True
    except UnderWay:
        return False
    except (ImportRefused, SpoolUnavailable, OSError) as error:
        _note_trouble(of, str(error))
        return False
    _note_trouble(of, "")
    return True


def undo_asked(*, workspace: Workspace, import_id: int, home: Home, spool: Spool) -> bool:
    """Take an import back for whoever asked; False when it could not be done now, which is noted with the reason."""
    of = Import.objects.get(workspace=workspace, pk=import_id)
    try:
        undo_import(import_id=of.pk, workspace=workspace, home=home, spool=spool, by=of.undone_by)
    except UndoRefused:
        return True
    except (SpoolUnavailable, OSError) as error:
        _note_trouble(of, str(error))
        return False
    _note_trouble(of, "")
    return True


def _digest(upload: Upload) -> str:
    """A file with mended cells is another file: `tenure import` must not go on with it from the one as it was brought."""
    if not upload.corrections:
        return upload.digest
    return hashlib.sha256(f"{upload.digest}{json.dumps(upload.corrections, sort_keys=True)}".encode()).hexdigest()


def _end(of: Import, trouble: str) -> None:
    """What was read stays; nothing more of the file can be."""
    found = Import.objects.filter(workspace=of.workspace_id, pk=of.pk, state__in=_UNDER_WAY)
    found.update(state=Import.State.DONE, trouble=trouble, finished_at=clock.now())


def _note_trouble(of: Import, trouble: str) -> None:
    Import.objects.filter(workspace=of.workspace_id, pk=of.pk).exclude(trouble=trouble).update(trouble=trouble)
