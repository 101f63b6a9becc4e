"""Has the same row the same id, and no other row that id?"""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from tenure.sources.day_order import by_day
from tenure.sources.row_ids import row_ids

COLUMNS = ("user_id", "event", "time", "value")
START = datetime(2026, 1, 1, tzinfo=UTC)


def events(rows):
    schema = pa.schema(
        [
            ("user_id", pa.string()),
            ("event", pa.string()),
            ("time", pa.timestamp("us", tz="UTC")),
            ("value", pa.float64()),
        ]
    )
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=schema)


def made_up(dice: random.Random, count: int):
    return [
        (
            dice.choice(["a", "b", "ab", "", None]),
            dice.choice(["x", "y", "bx"]),
            START + timedelta(hours=dice.randrange(240)),
            dice.choice([None, 0.0, 1.5]),
        )
        for _ in range(count)
    ]


def test_ids_are_as_different_as_rows_and_repeats_are_told_apart():
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    rows = made_up(random.Random(seed), 5_000)
    ids = row_ids(events(rows), COLUMNS).to_pylist()
    assert len(set(ids)) == 5_000
    by_row: dict = {}
    for row, found in zip(rows, ids, strict=True):
        by_row.setdefault(row, []).append(found)
    again: dict = {}
    for row, found in zip(reversed(rows), row_ids(events(rows[::-1]), COLUMNS).to_pylist(), strict=True):
        again.setdefault(row, []).append(found)
    assert again == by_row


def test_ids_are_those_of_the_first_release():
    """A change here would let every file imported before come in a second time."""
    ids = row_ids(events([("u", "push", START, 1.5), ("u", "push", START, 1.5), (None, "push", START, None)]), COLUMNS)
    assert ids.to_pylist() == [
        "row-15309998327957904459-7380297026350992170",
        "row-1397932409491493797-4111059030183482006",
        "row-13713913799794326926-466496343501304034",
    ]


def test_text_that_moves_from_one_column_to_the_next_makes_another_row():
    ids = row_ids(events([("ab", "x", START, None), ("a", "bx", START, None)]), COLUMNS).to_pylist()
    assert len(set(ids)) == 2


def test_days_come_in_order_whole_and_with_their_rows_as_in_the_file(tmp_path):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    table = events(made_up(dice, 20_000)).append_column("place", pa.array(range(20_000)))
    tables = [table.slice(start, 700) for start in range(0, 20_000, 700)]
    for run_rows in (50_000, 3_000):
        chunks = list(by_day(tables, tmp_path, run_rows=run_rows, chunk_rows=4_000))
        days = [[time.date() for time in chunk["time"].to_pylist()] for chunk in chunks]
        assert all(len(chunk) >= 4_000 for chunk in days[:-1])
        assert all(day == sorted(day) for day in days)
        assert all(before[-1] < after[0] for before, after in itertools.pairwise(days))
        rows = [
            row for chunk in chunks for row in zip(chunk["time"].to_pylist(), chunk["place"].to_pylist(), strict=True)
        ]
        assert rows == sorted(rows, key=lambda row: (row[0].date(), row[1]))
        assert len(rows) == 20_000


def test_nothing_comes_of_nothing(tmp_path):
    assert list(by_day([], tmp_path)) == []
