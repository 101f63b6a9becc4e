"""Reads the feeds whose time has come."""

from tenure import clock
from tenure.actions.feed_readings import due, read_feed
from tenure.answers.process import home, spool
from tenure.records.workspace import Workspace


def read_feeds(workspace: Workspace) -> bool:
    """Read each once; nothing waits afterwards, for what failed is tried again later."""
    for feed in due(workspace, clock.now()):
        read_feed(workspace=workspace, feed_id=feed, home=home(), spool=spool())
    return False
