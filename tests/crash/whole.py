"""Is everything there that was acknowledged, once, and are the stored facts those of the log?"""

import json
import sqlite3
from collections import Counter
from contextlib import closing

import pyarrow.compute as pc

from tests.installation import Installation

MEMBER_FROM, ALERT_FROM = 20, 40  # events: every account passes the one, and most the other


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


def keep_rules(installation: Installation) -> None:
    """A segment and a signal over the number of events, as if somebody had saved them before the first came."""
    now = "2026-01-01 00:00:00"
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records, records:
        (workspace,) = records.execute("SELECT id FROM records_workspace WHERE slug = 'acme'").fetchone()
        records.execute(
            "INSERT INTO records_segment (workspace_id, slug, name, `of`, rule, version, counted_version, created_at,"
            " created_by) VALUES (?, 'many', 'Many', 'accounts', ?, 1, 0, ?, 'test')",
            (workspace, _at_least(MEMBER_FROM), now),
        )
        records.execute(
            "INSERT INTO records_signal (workspace_id, slug, name, template, definition, version, counted_version, is_on,"
            " created_at, created_by) VALUES (?, 'most', 'Most', '', ?, 1, 0, 1, ?, 'test')",
            (workspace, json.dumps({"rule": json.loads(_at_least(ALERT_FROM))}), now),
        )


def assert_kept(installation: Installation) -> None:
    """Members, entries and alerts are those of the stored facts: each once."""
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records:
        events = dict(
            records.execute(
                "SELECT account_id, json_extract(facts, '$.events_90') FROM records_accounthealth"
            ).fetchall()
        )
        members = [row[0] for row in records.execute("SELECT account_id FROM records_segmentmember").fetchall()]
        entered = [
            row[0] for row in records.execute("SELECT account_id FROM records_segmentchange WHERE entered").fetchall()
        ]
        alerts = [
            row[0]
            for row in records.execute(
                "SELECT a.account_id FROM records_alert a JOIN records_signal s ON s.id = a.signal_id WHERE s.slug = 'most'"
            ).fetchall()
        ]
    expected = sorted(account for account, count in events.items() if (count or 0) >= MEMBER_FROM)
    assert expected, "nobody reached the segment: the test shows nothing"
    assert sorted(members) == sorted(entered) == expected
    assert sorted(alerts) == sorted(account for account, count in events.items() if (count or 0) >= ALERT_FROM)


def _at_least(count: int) -> str:
    return json.dumps({"fact": "events_90", "op": "ge", "value": count})
