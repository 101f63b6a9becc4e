"""What is left when a round is killed at a named step: the next one ends what it began, and nothing is counted twice."""

import json
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tenure.eventlog.open_spool import open_spool
from tenure.eventlog.spool import SpooledRequest
from tests.crash.whole import assert_fresh, sealed_ids
from tests.installation import Installation

SEAL, TABLE, MAINTENANCE = "tenure.eventlog.seal", "tenure.eventlog.table", "tenure.eventlog.maintenance"
STEPS = [
    ("seal", SEAL, "commit", "before"),
    ("seal", TABLE, "Table._lay_down", "after"),  # Parquet is there, the commit is not
    ("seal", TABLE, "Table._commit", "after"),  # committed, and nothing else
    ("seal", SEAL, "settle", "before"),
    ("seal", SEAL, "commit", "after"),
    ("seal", "tenure.rounds.seal", "apply_calls", "after"),
    ("seal", SEAL, "finish", "before"),
    ("seal", SEAL, "finish", "after"),
    ("facts", "tenure.rounds.facts", "note_log_version", "before"),
    ("facts", "tenure.rounds.facts", "note_log_version", "after"),
    ("facts", "tenure.rounds.facts", "store_health", "before"),
    ("facts", "tenure.rounds.facts", "store_health", "after"),
    ("upkeep", TABLE, "Table._lay_down", "after"),
    ("upkeep", TABLE, "Table._commit", "after"),
    ("upkeep", "tenure.eventlog.days", "replace_days", "after"),
    ("upkeep", "tenure.eventlog.days", "write_spans", "after"),
    ("upkeep", MAINTENANCE, "close_days", "after"),
    ("upkeep", MAINTENANCE, "compact", "after"),
    ("upkeep", MAINTENANCE, "Table.checkpoint", "after"),
    ("upkeep", MAINTENANCE, "clean", "after"),
]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """One installation for all steps: each adds to what the ones before left."""
    made = Installation(tmp_path_factory.mktemp("inside") / "data")
    made.key = made.prepare()
    made.sent = set()
    environment = made.environment | {"DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
    command = [sys.executable, "-m", "tests.crash.dying"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    made.dying = subprocess.Popen(command, env=environment, start_new_session=True, **pipes)
    made.processes.append(made.dying)
    yield made
    made.kill()


def _put_into_the_spool(installation: Installation, label: str, days_ago: int) -> None:
    """Events of today and of an earlier day for two accounts, as capture would spool them."""
    now = datetime.now(UTC)
    ids = [f"{label}-{number}" for number in range(6)]
    calls = [
        {"type": "group", "messageId": f"{label}-g{n}", "userId": f"user-{n}", "groupId": f"acc-{n}"} for n in range(2)
    ]
    events = [
        {
            "type": "track", "event": "Work done", "messageId": id_, "userId": f"user-{number % 2}",
            "timestamp": (now - timedelta(days=days_ago * (number // 3))).isoformat(),
            "context": {"groupId": f"acc-{number % 2}"},
        }
        for number, id_ in enumerate(ids)
    ]  # fmt: skip
    body = json.dumps({"batch": [*calls, *events]}).encode()
    with closing(open_spool(installation.home)) as spool:
        spool.append([SpooledRequest("acme", "batch", int(now.timestamp() * 1_000_000), body, 8)])
    installation.sent |= {*ids, *(call["messageId"] for call in calls)}


def _round(installation: Installation, *words: str) -> int:
    installation.dying.stdin.write("\t".join(words) + "\n")
    installation.dying.stdin.flush()
    return int(installation.dying.stdout.readline())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[0]} dies {step[3]} {step[2]}")
def test_a_round_killed_at_any_step_is_ended_by_the_next(installation, step):
    # A day of its own for each step: a day that was just counted is not counted again within a minute.
    days_ago = 3 + STEPS.index(step)
    _put_into_the_spool(installation, f"step-{days_ago}", days_ago)
    installation.forget_when_upkeep_ran()
    rounds = {"seal": "seal", "facts": "seal,facts", "upkeep": "seal,facts,upkeep"}[step[0]]
    assert _round(installation, rounds, *step[1:]) == -signal.SIGKILL, "the step was never reached"
    installation.forget_when_upkeep_ran()
    assert _round(installation, "seal,facts,upkeep,facts") == 0
    ids = Counter(sealed_ids(installation))
    assert set(ids) == installation.sent
    assert set(ids.values()) == {1}
    assert_fresh(installation)
