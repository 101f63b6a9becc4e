"""What is left after SIGKILL at any moment: every acknowledged event once, nothing invented, facts fresh."""

import os
import random
import sqlite3
from collections import Counter
from contextlib import closing

import pyarrow.compute as pc
import pytest

from tests.crash.load import Load
from tests.installation import Installation, wait_for

KILLS = 50
SEED = int(os.environ.get("TENURE_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data")
    yield made
    made.kill()


def _rest(installation: Installation) -> bool:
    """Whether nothing waits any more: neither in the spool nor in the queue of stale accounts."""
    with closing(sqlite3.connect(installation.home.spool)) as spool:
        if spool.execute("SELECT count(*) FROM spool").fetchone()[0]:
            return False
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records:
        if records.execute("SELECT count(*) FROM records_staleaccount").fetchone()[0]:
            return False
        (version,) = records.execute("SELECT log_version FROM records_factsmark").fetchone() or (-2,)
    log = sorted((installation.home.events("acme") / "_delta_log").glob("*.json"))
    return bool(log) and version >= int(log[-1].stem)


def _assert_whole(installation: Installation, load: Load) -> None:
    wait_for(lambda: _rest(installation), "everything is sealed and computed")
    ids = Counter(installation.events()["message_id"].to_pylist())
    assert not load.acknowledged - ids.keys(), "acknowledged events are missing from the log"
    assert not ids.keys() - load.attempted, "the log holds events that nobody sent"
    assert {count for count in ids.values()} <= {1}, "events are in the log more than once"
    _assert_fresh(installation)


def _assert_fresh(installation: Installation) -> None:
    """The stored facts of every account are those of its events in the log."""
    events = installation.events(columns=["type", "group_id"])
    expected = Counter(events.filter(pc.equal(events["type"], "track"))["group_id"].to_pylist())
    with closing(sqlite3.connect(installation.data / "tenure.sqlite3")) as records:
        stored = dict(
            records.execute(
                "SELECT a.key, json_extract(h.facts, '$.events_7') FROM records_accounthealth h"
                " JOIN records_account a ON a.id = h.account_id"
            ).fetchall()
        )
    assert {account: stored[account] for account in expected} == expected


def test_fifty_kills_under_load_lose_double_and_invent_nothing(installation):
    print(f"TENURE_TEST_SEED={SEED}")
    dice = random.Random(SEED)
    load = Load(installation.prepare(), SEED)
    load.ports = [installation.serve()]
    load.introduce()
    load.start()
    for _ in range(KILLS):
        load.wait_for(dice.randrange(1, 400))
        installation.kill()
        load.ports = [installation.serve()]
    load.wait_for(200)
    load.stop()
    _assert_whole(installation, load)


def test_two_servers_on_one_data_directory_lose_and_double_nothing(installation):
    load = Load(installation.prepare(), SEED)
    load.ports = [installation.serve(), installation.serve()]
    load.introduce()
    load.start()
    load.wait_for(6_000)
    load.stop()
    _assert_whole(installation, load)
