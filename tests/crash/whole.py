"""Is everything there that was acknowledged, once, and are the stored facts those of the log?"""

import sqlite3
from collections import Counter
from contextlib import closing

import pyarrow.compute as pc

from tests.installation import Installation


def sealed_ids(installation: Installation) -> list[str]:
    """The message id of every row of the log, duplicates included."""
    return installation.events()["message_id"].to_pylist()


def at_rest(installation: Installation) -> bool:
    """Whether nothing waits any more: neither in the spool, nor in the log, nor in the queue of stale accounts.

    In this order, and the last two in one look: whoever reads the log queues accounts in the same transaction.
    """
    with closing(sqlite3.connect(installation.home.spool)) as spool:
        if spool.execute("SELECT count(*) FROM spool").fetchone()[0]:
            return False
    log = sorted((installation.home.events("acme") / "_delta_log").glob("*.json"))
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records:
        query = "SELECT (SELECT max(log_version) FROM records_factsmark), (SELECT count(*) FROM records_staleaccount)"
        version, waiting = records.execute(query).fetchone()
    return bool(log) and version is not None and version >= int(log[-1].stem) and not waiting


def assert_fresh(installation: Installation) -> None:
    """The stored facts of every account are those of its events in the log."""
    events = installation.events(columns=["type", "group_id"])
    expected = Counter(events.filter(pc.equal(events["type"], "track"))["group_id"].to_pylist())
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records:
        stored = dict(
            records.execute(
                "SELECT a.key, json_extract(h.facts, '$.events_90') FROM records_accounthealth h"
                " JOIN records_account a ON a.id = h.account_id"
            ).fetchall()
        )
    assert {account: stored[account] for account in expected} == expected
