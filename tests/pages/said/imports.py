"""What is brought in: imports, uploads, feeds and events."""

from tenure import clock
from tenure.actions.feeds import create_feed
from tenure.records.models import Import
from tests.factories import make_account
from tests.pages.asking import Asking
from tests.pages.bringing import bring


def an_upload(workspace):
    return [bring(workspace, "accounts.csv", b"Account ID;Name\nK0;Nul\n").token]


def an_import(workspace):
    return [Import.objects.create(workspace=workspace, kind="accounts", state="done", started_at=clock.now()).pk]


def a_feed(workspace):
    return [create_feed(workspace=workspace, kind="accounts", url="https://example.com/a.csv", by="test").pk]


def an_account(workspace):
    return {"account": make_account(workspace, "bakery", "Bakkerij Smit").key}


ADDRESSES = {
    "imports": Asking(),
    "new-import": Asking(),
    "announce": Asking(says={"name": "a.csv", "size": "10"}, answers=201),
    "fetch-address": Asking(says={"url": "no address"}, answers=422),
    "upload": Asking(an_upload),
    "upload-problems": Asking(an_upload, query="?kind=accounts"),
    "choose-reading": Asking(an_upload, says={"kind": "accounts"}),
    "mend-cells": Asking(an_upload, says={"kind": "accounts", "cell-1-0": "K1", "was-1-0": "K0"}),
    "start-import": Asking(an_upload, says={"kind": "accounts"}),
    "discard": Asking(an_upload),
    "import": Asking(an_import),
    "import-problems": Asking(an_import),
    "undo": Asking(an_import),
    "feeds": Asking(),
    "read-feed": Asking(a_feed),
    "drop-feed": Asking(a_feed),
    "live-events": Asking(),
    "event-rows": Asking(),
    "event-stream": Asking(told_in="test_events_pages.py"),
    "dead-letters": Asking(),
    "replay-letters": Asking(),
    "unassigned": Asking(),
    "find-accounts": Asking(),
    "assign": Asking(says={"actor": "u:piet"}, names=an_account),
}
