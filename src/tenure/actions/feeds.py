"""Makes and stops feeds: files behind an address that are read again every day."""

import re
from datetime import timedelta
from typing import Any

from django.db import transaction

from tenure import clock
from tenure.channels.outgoing import check_url
from tenure.records.audit import AuditEntry
from tenure.records.feed import Feed
from tenure.records.workspace import Workspace
from tenure.sources.known_kinds import KINDS
from tenure.sources.settings import Settings
from tenure.values.voice import worded

EVERY = timedelta(days=1)
_SHEET = re.compile(r"https://docs\.google\.com/spreadsheets/d/([\w-]+)/(?:edit|view)\b.*?(?:[#?&]gid=(\d+))?$")


def create_feed(
    *, workspace: Workspace, kind: str, url: str, by: str, name: str = "", settings: dict[str, Any] | None = None
) -> Feed:
    """Read what is behind an address now and every day, as files of that kind.

    ``settings`` are those of `sources.settings.Settings`. Raises Unreachable when the address is none, ValueError when
    kind or settings are not to be had.
    """
    if kind not in KINDS:
        raise ValueError(worded("There is no kind “{name}”. There are: {kinds}.", name=kind, kinds=", ".join(KINDS)))
    Settings(**(settings or {}))
    url = as_file(url.strip())
    check_url(url)
    now = clock.now()
    with transaction.atomic():
        feed = Feed.objects.create(
            workspace=workspace, name=name, kind=kind, url=url, settings=settings or {}, next_at=now, created_at=now,
            by=by,
        )  # fmt: skip
        _audit(workspace, by, "create", feed, {"kind": kind, "url": url})
    return feed


def stop_feed(*, workspace: Workspace, feed_id: int, by: str) -> bool:
    """Read it no more; False when the workspace has no such feed in use. What it brought stays."""
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(workspace=workspace, pk=feed_id, stopped_at=None).first()
        if feed is None:
            return False
        feed.stopped_at = clock.now()
        feed.save(update_fields=["stopped_at"])
        _audit(workspace, by, "stop", feed, None)
    return True


def read_now(*, workspace: Workspace, feed_id: int, by: str) -> bool:
    """Make a feed due at once; False when the workspace has no such feed in use."""
    with transaction.atomic():
        feed = Feed.objects.select_for_update().filter(workspace=workspace, pk=feed_id, stopped_at=None).first()
        if feed is None:
            return False
        feed.next_at = min(feed.next_at, clock.now())
        feed.save(update_fields=["next_at"])
        _audit(workspace, by, "read", feed, None)
    return True


def as_file(url: str) -> str:
    """The address under which a Google Sheet is a file, when it is that of the page people look at; else itself."""
    if found := _SHEET.match(url):
        return f"https://docs.google.com/spreadsheets/d/{found[1]}/export?format=csv&gid={found[2] or 0}"
    return url


def _audit(workspace: Workspace, by: str, verb: str, feed: Feed, after: dict[str, Any] | None) -> None:
    AuditEntry.objects.create(
        workspace=workspace, at=clock.now(), by=by, verb=verb, noun="feed", record=feed.pk, after=after
    )
