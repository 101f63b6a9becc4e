"""Do a copied spool and a copied log fit together, whatever happened between the two copies?"""

import json
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tenure.eventlog.backup import copy_log, reconcile
from tenure.eventlog.check import log_trouble
from tenure.eventlog.home import Home
from tenure.eventlog.seal import commit, finish, next_batch
from tenure.eventlog.spool import SpooledRequest
from tenure.eventlog.spool_sqlite import SqliteSpool
from tenure.eventlog.tables import day_in, events_table

WHEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLDEST = datetime(2016, 1, 1, tzinfo=UTC)


class Site:
    """A spool and a log, and the ids of every event accepted here."""

    def __init__(self, root) -> None:
        root.mkdir(exist_ok=True)
        self.home = Home(root)
        self.spool = SqliteSpool(self.home.spool)
        self.accepted: list[str] = []

    def accept(self, *, day: int = 1) -> None:
        name = f"{self.home.root.name}-{len(self.accepted)}"
        body = {
            "type": "track",
            "event": "Opened",
            "userId": "ada",
            "messageId": name,
            "timestamp": f"2026-03-{day:02}T08:00:00Z",
        }
        body["sentAt"] = WHEN.isoformat()
        self.spool.append([SpooledRequest("acme", "track", int(WHEN.timestamp() * 1e6), json.dumps(body).encode())])
        self.accepted.append(name)

    def seal(self, *, let_go: bool = True) -> None:
        if (batch := next_batch(self.home, self.spool, "acme", OLDEST)) is None:
            return
        commit(self.home, self.spool, batch)
        if let_go:
            finish(self.spool, batch)

    def seal_all(self) -> None:
        while self.spool.depth():
            self.seal()

    def logged(self) -> list[str]:
        files = events_table(self.home, "acme").files()
        return sorted(
            one for file in files for one in pq.ParquetFile(file).read(columns=["message_id"])["message_id"].to_pylist()
        )

    def copy_spool(self, into: Home) -> None:
        into.root.mkdir()
        with closing(sqlite3.connect(self.home.spool)) as source, closing(sqlite3.connect(into.spool)) as target:
            source.backup(target)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "here")
    yield made
    made.spool.close()


def restored(site: Site, there: Home) -> Site:
    """The copy, opened as a restore opens it."""
    made = Site(there.root)
    reconcile(made.home, made.spool, "acme")
    return made


@pytest.mark.parametrize("seed", range(15))
def test_whatever_happens_between_the_copies_nothing_is_lost_or_doubled(site, tmp_path, seed):
    dice, there = random.Random(seed), Home(tmp_path / "there")
    steps = [site.accept, site.seal, lambda: site.seal(let_go=False), lambda: site.accept(day=2)]
    for _ in range(dice.randrange(12)):
        dice.choice(steps)()
    before = list(site.accepted)
    site.copy_spool(there)
    for _ in range(dice.randrange(12)):
        dice.choice(steps)()
    copy_log(site.home, "acme", there)
    for _ in range(dice.randrange(4)):
        dice.choice(steps)()
    made = restored(site, there)
    for _ in range(3):
        made.accept()
    made.seal_all()
    found = made.logged()
    assert len(found) == len(set(found))
    assert set(before) <= set(found) <= set(site.accepted) | set(made.accepted)
    assert set(made.accepted) <= set(found)
    made.spool.close()


def test_a_day_that_got_events_between_the_copies_is_open_after_a_restore(site, tmp_path):
    there = Home(tmp_path / "there")
    site.accept()
    site.seal()
    for day, mark in site.spool.open_days("acme").items():
        site.spool.close_day("acme", day, mark)
    site.copy_spool(there)
    site.accept(day=2)
    site.seal()
    copy_log(site.home, "acme", there)
    made = restored(site, there)
    assert list(made.spool.open_days("acme")) == [day_in("2026-03-02")]
    made.spool.close()


def test_days_are_all_open_when_the_log_no_longer_tells_which_ones_changed(site, tmp_path):
    there = Home(tmp_path / "there")
    site.accept()
    site.copy_spool(there)
    site.seal()
    site.accept(day=2)
    site.seal()
    table = events_table(site.home, "acme")
    table.checkpoint()
    for version in range(table.version):
        (table.log / f"{version:020d}.json").unlink()
    copy_log(site.home, "acme", there)
    made = restored(site, there)
    assert set(made.spool.open_days("acme")) == {day_in("2026-03-01"), day_in("2026-03-02")}
    made.spool.close()


def test_sealing_goes_on_after_a_restore_from_the_middle_of_an_erase(site, tmp_path):
    there = Home(tmp_path / "there")
    site.accept()
    site.spool.pause("acme")
    site.copy_spool(there)
    copy_log(site.home, "acme", there)
    made = restored(site, there)
    made.seal_all()
    assert made.logged() == site.accepted
    made.spool.close()


def test_a_copy_is_made_of_links_so_that_it_takes_no_room(site, tmp_path):
    site.accept()
    site.seal()
    copied = copy_log(site.home, "acme", Home(tmp_path / "there"))
    assert {file.stat().st_nlink for file in copied if file.suffix == ".parquet"} == {2}


def test_what_is_removed_afterwards_stays_in_the_copy(site, tmp_path):
    there = Home(tmp_path / "there")
    site.accept()
    site.seal()
    copy_log(site.home, "acme", there)
    shutil.rmtree(site.home.events("acme"))
    assert log_trouble(there, "acme") is None


def test_a_missing_and_a_short_file_of_the_log_are_named(site):
    site.accept()
    site.seal()
    (file,) = events_table(site.home, "acme").files()
    with Path(file).open("r+b") as torn:
        torn.truncate(10)
    assert f"{file} has 10 bytes instead of" in log_trouble(site.home, "acme")
    shutil.move(file, f"{file}.gone")
    assert f"{file} cannot be read (No such file or directory)" in log_trouble(site.home, "acme")
