"""Reads one feed: fetches the file, imports it when it is another one, and notes what came of it."""

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from tenure import clock
from tenure.actions.feeds import EVERY
from tenure.actions.importing.files import import_file
from tenure.actions.importing.progress import ImportRefused
from tenure.channels.outgoing import Limits, Unreachable, download
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool, SpoolUnavailable
from tenure.records.feed import Feed, FeedReading
from tenure.records.imports import Import
from tenure.records.workspace import Workspace
from tenure.sources.failures import SourceError
from tenure.sources.settings import Settings
from tenure.values.voice import later, worded, worded_for

MOST_BYTES = 500_000_000
SECONDS = 300.0
_NOT_READ = later("Not read: {reason}")
CLAIM = timedelta(minutes=30)  # who claimed a feed and died is followed then
AGAIN = timedelta(hours=1)  # after what may have been a passing fault


def due(workspace: Workspace, now: datetime) -> list[int]:
    """Feeds whose time has come."""
    found = Feed.objects.filter(workspace=workspace, stopped_at=None, next_at__lte=now)
    return list(found.order_by("next_at", "pk").values_list("pk", flat=True))


def read_feed(*, workspace: Workspace, feed_id: int, home: Home, spool: Spool) -> FeedReading | None:
    """Read a feed once; None when another process does, or its time has not come."""
    now = clock.now()
    mine = Feed.objects.filter(workspace=workspace, pk=feed_id, stopped_at=None, next_at__lte=now)
    if not mine.update(next_at=now + CLAIM):
        return None
    feed = Feed.objects.get(workspace=workspace, pk=feed_id)
    folder = home.root / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="feed-", dir=folder) as place:
            path = Path(place) / _file_name(feed)
            limits = Limits(SECONDS, MOST_BYTES, settings.TENURE_REACH)
            return _take_in(feed, path, limits, home, spool)
    except (Unreachable, SourceError, ImportRefused, SpoolUnavailable, OSError, ValueError) as error:
        return _note(feed, ok=False, outcome=worded(_NOT_READ, reason=str(error)), after=AGAIN)


def _take_in(feed: Feed, path: Path, limits: Limits, home: Home, spool: Spool) -> FeedReading:
    download(feed.url, path, limits)
    digest = _digest(path)
    if digest == feed.digest:
        return _note(feed, ok=True, outcome=worded("The same file as at the last reading."), after=EVERY)
    of = import_file(
        workspace=feed.workspace, kind=feed.kind, path=path, home=home, spool=spool, by=f"feed {feed.pk}",
        settings=Settings(**feed.settings),
    )  # fmt: skip
    return _note(feed, ok=True, outcome=_sentence(of), after=EVERY, digest=digest, result=of)


def _sentence(of: Import) -> str:
    rows = of.created + of.updated + of.unchanged + of.failed
    if not rows:
        return worded("The file has no rows.")
    counts = {"created": of.created, "updated": of.updated, "unchanged": of.unchanged, "failed": of.failed}
    return worded_for(
        rows,
        "{n} row: {created} created, {updated} updated, {unchanged} unchanged, {failed} failed.",
        "{n} rows: {created} created, {updated} updated, {unchanged} unchanged, {failed} failed.",
        **{name: f"{count:,}" for name, count in counts.items()},
    )


def _note(
    feed: Feed, *, ok: bool, outcome: str, after: timedelta, digest: str = "", result: Import | None = None
) -> FeedReading:
    now = clock.now()
    with transaction.atomic():
        Feed.objects.filter(workspace=feed.workspace_id, pk=feed.pk).update(
            next_at=now + after, digest=digest or feed.digest
        )
        return FeedReading.objects.create(
            workspace_id=feed.workspace_id, feed=feed, at=now, ok=ok, outcome=outcome, result=result
        )


def _file_name(feed: Feed) -> str:
    """A name that says where the file is from; what it is, its bytes say."""
    last = unquote(urlsplit(feed.url).path).rpartition("/")[2]
    safe = "".join(char if char.isalnum() or char in "-_. " else "-" for char in feed.name or last)
    return safe.strip(". ")[:100] or "feed"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
