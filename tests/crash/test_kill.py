"""What is left after SIGKILL at any moment: every acknowledged event once, facts fresh, and what follows from them once."""

import os
import random
from collections import Counter

import pytest

from tests import depth
from tests.crash.load import Load
from tests.crash.whole import assert_fresh, assert_kept, at_rest, keep_rules, sealed_ids
from tests.installation import Installation, wait_for

SEED = int(os.environ.get("TENURE_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data")
    yield made
    made.kill()


def _assert_whole(installation: Installation, load: Load) -> None:
    wait_for(lambda: at_rest(installation), "everything is sealed and computed")
    ids = Counter(sealed_ids(installation))
    assert not load.acknowledged - ids.keys(), "acknowledged events are missing from the log"
    assert not ids.keys() - load.attempted, "the log holds events that nobody sent"
    assert set(ids.values()) <= {1}, "events are in the log more than once"
    assert_fresh(installation)


def test_many_kills_under_load_lose_double_and_invent_nothing(installation):
    print(f"TENURE_TEST_SEED={SEED}")
    dice = random.Random(SEED)
    load = Load(installation.prepare(), SEED)
    keep_rules(installation)
    load.ports = [installation.serve()]
    load.introduce()
    load.start()
    for _ in range(depth.KILLS):
        load.wait_for(dice.randrange(1, 400))
        installation.kill()
        load.ports = [installation.serve()]
    load.wait_for(200)
    load.stop()
    _assert_whole(installation, load)
    assert_kept(installation)


def test_two_servers_on_one_data_directory_lose_and_double_nothing(installation):
    load = Load(installation.prepare(), SEED)
    keep_rules(installation)
    load.ports = [installation.serve(), installation.serve()]
    load.introduce()
    load.start()
    load.wait_for(6_000)
    load.stop()
    _assert_whole(installation, load)
    assert_kept(installation)
