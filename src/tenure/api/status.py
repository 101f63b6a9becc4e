"""Is the program alive, can it do its work, and what are its numbers? For load balancers and monitoring."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from tenure import clock
from tenure.actions.leases import LENGTH, SLACK
from tenure.answers import process
from tenure.eventlog.spool import SpoolUnavailable
from tenure.records.queue import Lease
from tenure.records.workspace import Workspace

SPOOL_EVENTS = Gauge("tenure_spool_events", "Events accepted and not yet in the log")


class _NotReady(Exception):  # noqa: N818 - the sentence that says what is the matter
    pass


@require_safe
@never_cache
def alive(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all; asks nothing else."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when events can be kept and questions answered, else 503; a sentence for each part."""
    checks = {name: _answer(check) for name, check in CHECKS.items()}
    fine = all(check["ok"] for check in checks.values())
    return JsonResponse({"ready": fine, "checks": checks}, status=200 if fine else 503)


@require_safe
@never_cache
def metrics(_request: HttpRequest) -> HttpResponse:
    """The numbers of this process, in the text format of Prometheus."""
    try:
        SPOOL_EVENTS.set(process.spool().depth())
    except SpoolUnavailable:
        SPOOL_EVENTS.set(float("nan"))
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _answer(check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"ok": True, "says": check()}
    except _NotReady as error:
        return {"ok": False, "says": str(error)}
    except Exception as error:  # noqa: BLE001 - a check that fails in any way says: not ready
        return {"ok": False, "says": f"{type(error).__name__}: {error}"}


def _database() -> str:
    try:
        count = Workspace.objects.count()
    except Exception as error:
        raise _NotReady(
            f"The database does not answer: {error}. Check DATABASE_URL, or run “tenure doctor”."
        ) from error
    return f"The database answers; it holds {count} workspace{'' if count == 1 else 's'}."


def _spool() -> str:
    try:
        depth = process.spool().depth()
    except SpoolUnavailable as error:
        raise _NotReady(f"The spool cannot be used: {error}.") from error
    if depth >= settings.TENURE_SPOOL_ROWS:
        raise _NotReady(f"{depth:,} events wait in the spool, more than may: is the worker running?")
    _write(process.home().root)
    if trouble := process.keeping().trouble():
        raise _NotReady(f"Requests are refused, because the spool cannot keep them: {trouble}.")
    return f"The spool can be written; {depth:,} events wait in it."


def _log() -> str:
    _write(process.home().logs)
    return "The folder of the log can be written."


def _write(folder: Path) -> None:
    """Try what only a try can tell: permissions, a read-only disk, a full one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
    except OSError as error:
        raise _NotReady(f"Nothing can be written to {folder}: {error.strerror}.") from error


def _worker() -> str:
    now = clock.now()
    beats = Lease.objects.filter(
        name__startswith="work:", until__lte=now + LENGTH + SLACK
    )  # later: the clock was set back
    last = beats.order_by("-until").values_list("until", flat=True).first()
    if last is None and settings.TENURE_OWN_WORKER:
        raise _NotReady(
            "The worker beside this server has not said yet that it runs. That takes a few seconds after a start; "
            "if it lasts, the log says what stops it."
        )
    if last is None:
        return (
            "No worker runs. Events are accepted and kept, but nothing is sealed and no health is computed "
            "until one does: start “tenure work”."
        )
    if last < now:
        raise _NotReady(f"The worker is not heard of since {last:%Y-%m-%d %H:%M:%S} UTC: start “tenure work”.")
    return "A worker runs."


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "spool": _spool, "log": _log, "worker": _worker}
