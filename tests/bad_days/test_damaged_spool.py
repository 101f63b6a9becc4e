"""The spool is corrupted at its tail: what can be read goes on in a new one, the damaged one is kept, and it is said."""

import re

import pytest

from tests.bad_days.site import Site
from tests.installation import wait_for

PAGE = 16_384


@pytest.fixture
def waiting(tmp_path):
    """An installation in whose spool two hundred requests wait."""
    one = Site(tmp_path / "data").found()
    try:
        one.serve("--no-worker")
        one.introduce()
        for number in range(200):
            call = {"userId": "u", "event": "Opened", "messageId": f"{number}", "context": {"groupId": "bakery"}}
            assert one.post("/v1/track", {**call, "properties": {"note": f"{number} " * 500}})[0] == 200
            one.sent.add(f"{number}")
        yield one
    finally:
        one.kill()


def garbage(size: int) -> bytes:
    return bytes(range(256)) * (size // 256)


def test_half_a_write_at_the_end_of_its_log_takes_nothing_with_it(waiting):
    waiting.kill()
    with waiting.home.spool.with_name("spool.sqlite3-wal").open("ab") as file:
        file.write(garbage(PAGE + 512))
    waiting.serve()
    assert waiting.track("afterwards") == 200
    waiting.assert_whole()


def test_of_a_spool_cut_off_at_its_end_everything_readable_is_sealed_once(waiting):
    waiting.stop()  # in good order, so that everything is in the one file that is then cut
    with waiting.home.spool.open("r+b") as file:
        file.truncate(waiting.home.spool.stat().st_size - 3 * PAGE)
    waiting.serve()
    assert waiting.track("afterwards") == 200
    said = wait_for(
        lambda: re.search(r"was damaged: (\d+) requests .* kept as (\S+)", waiting.output()), "the loss is said"
    )
    waiting.until_computed()
    ids = waiting.ids()
    assert len(ids) == len(set(ids)), "nothing twice"
    assert set(ids) <= waiting.sent, "nothing invented"
    assert len(ids) == int(said[1]) + 1, "all that could be read, and what came afterwards"
    assert len(ids) > 150
    (aside,) = [path for path in waiting.data.glob("*.damaged-*") if not path.name.endswith(("-wal", "-shm"))]
    assert said[2] == str(aside)
    assert waiting.stored("bakery", "events_7") == len([id_ for id_ in ids if id_ != "group"])
    assert waiting.track("and from then on") == 200
    waiting.until_computed()
    assert "and from then on" in waiting.ids()
