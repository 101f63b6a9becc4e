"""Do events of a file reach the log once, whatever happens meanwhile?"""

import random
from collections import Counter
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import time_machine

import tenure.actions.importing.events as module
from tenure.actions.importing.progress import ImportRefused
from tenure.eventlog.tables import events_table
from tenure.records.models import Import, Workspace
from tenure.sources.day_order import by_day
from tests.unit.actions.import_for_tests import counts

HEAD = "user_id,event,time,plan\n"
ROWS = [f"u{n % 7},push,2026-0{n % 5 + 1}-{n % 28 + 1:02}T10:00:00Z,Team\n" for n in range(300)]


@pytest.fixture(autouse=True)
def _in_june_2026():
    """Histories begin ten years back."""
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=True):
        yield


def stored(importer) -> pa.Table:
    files = events_table(importer.home, importer.workspace.slug).files()
    return pa.concat_tables([pq.read_table(file, partitioning=None) for file in files]) if files else pa.table({})


def distinct(importer) -> set[str]:
    table = stored(importer)
    return set(table["message_id"].to_pylist()) if table.num_rows else set()


def test_every_row_is_an_event_and_exact_repeats_all_count(importer):
    of = importer.text("events", HEAD + "".join(ROWS))
    assert counts(of) == (300, 0, 0, 0)
    assert len(distinct(importer)) == 300
    assert Counter(stored(importer)["user_id"].to_pylist()) == Counter(row.split(",")[0] for row in ROWS)
    assert set(stored(importer)["import_id"].to_pylist()) == {of.pk}


def test_the_same_file_again_changes_nothing_and_says_so(importer):
    importer.text("events", HEAD + "".join(ROWS) + "u,,2026-01-01,\n")
    again = importer.text("events", HEAD + "".join(ROWS) + "u,,2026-01-01,\n")
    assert counts(again) == (0, 0, 300, 1)
    assert stored(importer).num_rows == 300


def test_a_file_that_overlaps_brings_only_what_is_new(importer):
    importer.text("events", HEAD + "".join(ROWS[:200]))
    of = importer.text("events", HEAD + "".join(reversed(ROWS)))
    assert counts(of) == (100, 0, 200, 0)
    assert len(distinct(importer)) == 300


def test_taking_one_of_two_overlapping_files_back_leaves_the_other_whole(importer):
    first = importer.text("events", HEAD + "".join(ROWS[:200]))
    importer.text("events", HEAD + "".join(ROWS[100:]))
    importer.undo(first)
    assert stored(importer).num_rows == 200
    assert importer.undo(Import.objects.latest("pk")).events == 200
    assert stored(importer).num_rows == 0


def test_a_file_taken_back_can_come_in_again(importer):
    text = HEAD + "".join(ROWS)
    importer.undo(importer.text("events", text))
    assert counts(importer.text("events", text)) == (300, 0, 0, 0)
    assert stored(importer).num_rows == 300


def test_ids_that_the_file_gives_are_kept(importer):
    importer.text("events", "message_id,user_id,event,time\nm1,u,push,2026-01-01\n,u,push,2026-01-01\n")
    assert "m1" in distinct(importer)
    assert len(distinct(importer)) == 2


def test_bad_rows_are_reported_and_good_ones_go_in(importer):
    of = importer.text("events", HEAD + ROWS[0] + "u,push,2026-02-30,\nu,push,1999-01-01,\nu,push,2027-01-01,\n")
    assert counts(of) == (2, 0, 0, 2)
    assert [(error["row"], error["column"]) for error in of.errors] == [(2, "time"), (3, "time")]
    flags = dict(zip(stored(importer)["time"].to_pylist(), stored(importer)["flag"].to_pylist(), strict=True))
    assert flags[datetime(2027, 1, 1, tzinfo=UTC)] == "future"


def test_a_file_without_one_good_row_says_why(importer):
    of = importer.text("events", HEAD + "u,push,never,\n")
    assert counts(of) == (0, 0, 0, 1)
    assert of.errors[0]["column"] == "time"


def test_an_import_that_stops_between_chunks_goes_on_and_counts_once(importer, monkeypatch):
    monkeypatch.setattr(module, "by_day", small_chunks)
    real, calls = module.append_import, []

    def dies(*args):
        calls.append(args)
        done = real(*args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(module, "append_import", dies)
    text = HEAD + "".join(ROWS)
    with pytest.raises(KeyboardInterrupt):
        importer.text("events", text)
    stopped = Import.objects.get()
    assert stopped.state == Import.State.RUNNING
    of = importer.text("events", text)
    assert of.pk == stopped.pk
    assert counts(of) == (300, 0, 0, 0)
    assert stored(importer).num_rows == 300


def test_an_import_taken_back_while_it_runs_leaves_nothing(importer, monkeypatch):
    monkeypatch.setattr(module, "by_day", small_chunks)
    real = module.append_import

    def meanwhile(*args):
        done = real(*args)
        if args[4] == 2:
            importer.undo(Import.objects.get())
            real(*args[:4], 3, args[5])  # what this process would append before it notices
        return done

    monkeypatch.setattr(module, "append_import", meanwhile)
    with pytest.raises(ImportRefused):
        importer.text("events", HEAD + "".join(ROWS))
    assert stored(importer).num_rows == 0


def test_where_accounts_are_people_users_become_accounts_and_go_with_the_events(importer, workspace):
    workspace.accounts_are = Workspace.AccountsAre.PEOPLE
    workspace.save()
    of = importer.text("events", HEAD + "".join(ROWS))
    assert set(workspace.accounts.values_list("key", flat=True)) == {f"u{n}" for n in range(7)}
    undone = importer.undo(of)
    assert (undone.events, undone.deleted, undone.kept) == (300, 7, 0)
    assert not workspace.accounts.exists()


def test_a_random_file_comes_out_as_it_went_in(importer):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    rows = [
        (
            dice.choice("abc"),
            dice.choice(["x", "y"]),
            f"2026-01-{dice.randint(1, 28):02}T0{dice.randint(0, 9)}:00:00+00:00",
        )
        for _ in range(2_000)
    ]
    importer.text("events", "user,event,time\n" + "".join(f"{','.join(row)}\n" for row in rows))
    table = stored(importer)
    found = zip(
        table["user_id"].to_pylist(),
        table["event"].to_pylist(),
        (time.isoformat() for time in table["time"].to_pylist()),
        strict=True,
    )
    assert Counter(found) == Counter(rows)
    assert len(set(table["message_id"].to_pylist())) == 2_000


def small_chunks(tables, folder):
    return by_day(tables, folder, run_rows=100, chunk_rows=40)
