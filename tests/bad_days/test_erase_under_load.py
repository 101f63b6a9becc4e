"""Somebody is erased while events pour in: no byte stays, and everybody else's acknowledged events are there once."""

import json
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from tests.bad_days.site import Site
from tests.installation import wait_for

WHO = "vera-4711@gone.example"
TELLING = (WHO, "Vera Vanderzand", "+31 6 4711 4711")


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """An installation in which Vera has left traces wherever somebody can."""
    one = Site(tmp_path_factory.mktemp("busy") / "data").found()
    try:
        one.serve()
        leave_traces(one)
        yield one
    finally:
        one.kill()


class Sender(threading.Thread):
    """Sends single events and batches of some people until told to stop; ``kept`` are the ids acknowledged."""

    def __init__(self, site: Site, name: str, people: list[str]) -> None:
        super().__init__(daemon=True)
        self.site, self.label, self.people = site, name, people
        self.kept: list[str] = []
        self.end = threading.Event()

    def run(self) -> None:
        sent = 0
        while not self.end.is_set():
            calls = [event(f"{self.label}-{sent}-{n}", who) for n, who in enumerate(self.people)]
            sent += 1
            with suppress(OSError):
                if self.site.post("/v1/batch", {"batch": calls})[0] == 200:
                    self.kept += [call["messageId"] for call in calls]

    def stop(self) -> None:
        self.end.set()
        self.join()


def event(id_: str, who: str, days_ago: int = 0) -> dict[str, object]:
    when = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat()
    return {
        "type": "track", "event": "Opened", "messageId": id_, "userId": who, "timestamp": when,
        "context": {"groupId": "bakery"}, "properties": {"by": who},
    }  # fmt: skip


def leave_traces(site: Site) -> None:
    """Calls, events of today and of days that are closed, a dead letter, an imported contact, a failed row."""
    name, phone = TELLING[1:]
    calls = [
        {
            "type": "identify",
            "userId": WHO,
            "anonymousId": "browser-of-vera-4711",
            "traits": {"name": name, "phone": phone},
        },
        {"type": "group", "userId": WHO, "groupId": "bakery", "traits": {"founder": name}},
        *(event(f"vera-{n}", WHO, days_ago=n) for n in range(5)),
        *(event(f"baker-{n}", "baker", days_ago=n) for n in range(5)),
        {**event("torn", WHO), "timestamp": f"a day that {name} chose"},
    ]
    assert site.post("/v1/batch", {"batch": calls})[1]["rejected"] == 1
    file = site.data.parent / "contacts.csv"
    file.write_text(f"key,name,email,account\n{WHO},{name},{WHO},bakery\nbaker,Baker,b@example.com,bakery\n")
    site.until_computed()
    site.tenure("import", "contacts", str(file), "-w", "acme")
    environment = site.environment | {"DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
    rounds = [sys.executable, "-m", "tests.crash.dying", "seal,facts,upkeep,facts"]  # named no step, nobody dies
    subprocess.run(rounds, env=environment, check=True, timeout=300)


def places(site: Site, words: tuple[str, ...]) -> list[str]:
    """Files of the data directory that hold one of these words, Parquet unpacked."""
    found = []
    for path in site.data.rglob("*"):
        with suppress(FileNotFoundError):  # the worker tidies up meanwhile
            if path.is_file():
                content = path.read_bytes()
                if path.suffix == ".parquet" and "_delta_log" not in path.parts:
                    content += json.dumps(pq.ParquetFile(path).read().to_pylist(), default=str).encode()
                if any(word.encode() in content for word in words):
                    found.append(str(path.relative_to(site.data)))
    return found


def test_an_erase_while_events_arrive_leaves_no_byte_and_loses_nothing_of_others(busy):
    assert len(places(busy, TELLING)) > 3, "she is in many places"
    hers, theirs = Sender(busy, "hers", [WHO, "baker"]), Sender(busy, "theirs", [f"user-{n}" for n in range(20)])
    hers.start()
    theirs.start()
    wait_for(lambda: len(hers.kept) > 40 and len(theirs.kept) > 400, "many events came in")
    hers.stop()

    code, said = busy.says("erase", "--workspace", "acme", "--user", WHO, "--yes")
    assert (code, "Erased" in said) == (0, True), said
    during = len(theirs.kept)
    assert places(busy, (*TELLING, "browser-of-vera-4711")) == []

    wait_for(lambda: len(theirs.kept) > during + 200, "events are accepted afterwards")
    theirs.stop()
    busy.until_computed()
    ids = Counter(busy.ids())
    assert set(ids.values()) == {1}
    left = {id_ for id_ in hers.kept if id_.endswith("-1")} | set(theirs.kept) | {f"baker-{n}" for n in range(5)}
    assert left <= ids.keys(), "acknowledged events of others are missing"
    assert not [id_ for id_ in ids if id_.startswith("vera-") or (id_.startswith("hers-") and id_.endswith("-0"))]
    (facts,) = busy.json("facts", "-w", "acme", "-a", "bakery", "-f", "events_28")
    assert facts["facts"]["events_28"] == len(left)
    assert places(busy, TELLING) == [], "and nothing brought her back"


def test_whoever_comes_back_after_an_erase_is_counted_from_then_on(busy):
    busy.tenure("erase", "--workspace", "acme", "--user", WHO, "--yes")
    assert busy.post("/v1/track", event("back again", WHO))[0] == 200
    busy.until_computed()
    assert "back again" in busy.ids()
