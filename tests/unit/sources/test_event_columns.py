"""Are events typed whole columns at a time as they would be cell by cell?"""

import json
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.sources.event_columns import event_batches
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

OLDEST = datetime(2016, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(tmp_path, source, **settings):
    if isinstance(source, pa.Table):
        path = tmp_path / "events.parquet"
        pq.write_table(source, path)
    else:
        path = tmp_path / "events.csv"
        path.write_text(source)
    batches = list(event_batches(open_file(path, "events", Settings(**settings)), OLDEST))
    rows = pa.concat_tables([batch.rows for batch in batches]).to_pylist()
    problems = [problem.as_json() for batch in batches for problem in batch.problems]
    return rows, sum(batch.failed for batch in batches), problems


@pytest.mark.parametrize(
    "times",
    [
        pa.array([NOON], pa.timestamp("ns", tz="America/New_York")),
        pa.array([NOON.replace(tzinfo=None)], pa.timestamp("s")),
        pa.array([int(NOON.timestamp())]),
        pa.array([int(NOON.timestamp() * 1_000)]),
        pa.array([int(NOON.timestamp() * 1_000_000)]),
        pa.array([NOON.timestamp()]),
        pa.array(["2026-03-01T12:00:00Z"]),
        pa.array(["2026-03-01 12:00:00"]),
        pa.array(["2026-03-01T13:00:00+01:00"]),
        pa.array(["01.03.2026 12:00"]),
        pa.array(["2026-03-01T12:00:00Z"]).dictionary_encode(),
    ],
)
def test_every_way_to_keep_a_time_is_the_same_moment(tmp_path, times):
    rows, failed, _ = read(tmp_path, pa.table({"user_id": ["u"], "event": ["push"], "timestamp": times}))
    assert not failed
    assert rows[0]["time"] == NOON


def test_a_bare_date_is_its_midnight(tmp_path):
    table = pa.table({"user_id": ["u"], "event": ["push"], "date": pa.array([date(2026, 3, 1)])})
    assert read(tmp_path, table)[0][0]["time"] == NOON - timedelta(hours=12)


@pytest.mark.parametrize(
    "ids",
    [
        pa.array([7]),
        pa.array([7.0, None])[:1],
        pa.array(["7"]).dictionary_encode(),
        pa.array([" 7 "]),
        pa.array([b"7"]),
    ],
)
def test_ids_are_text_whatever_they_were(tmp_path, ids):
    table = pa.table({"user_id": ids, "event": ["push"], "time": [NOON]})
    assert read(tmp_path, table)[0][0]["user_id"] == "7"


def test_rows_that_cannot_be_events_stay_out_each_with_its_reason(tmp_path):
    text = (
        "user_id,event,time,value\n"
        "u,push,2026-03-01 12:00:00,1.5\n"
        "u,push,2026-13-01,1\n"
        "u,,2026-03-01,1\n"
        ",push,2026-03-01,1\n"
        "u,push,1999-01-01,1\n"
        "u,push,2026-03-01,many\n"
        "u,push,2026-03-01,1,surplus\n"
        "\n"
        f"{'x' * 300},push,2026-03-01,1\n"
    )
    rows, failed, problems = read(tmp_path, text)
    assert [row["row"] for row in rows] == [1, 6]
    assert rows[1]["value"] is None
    assert failed == 6
    assert [(problem["row"], problem["column"]) for problem in problems] == [
        (2, "time"),
        (3, "event"),
        (4, "user_id"),
        (5, "time"),
        (6, "value"),
        (7, ""),
        (9, "user_id"),
    ]
    assert problems[3]["reason"] == "is older than the history that is kept"
    assert problems[0]["reason"] == "“2026-13-01” is no day of the calendar: there is no month 13"


def test_other_columns_become_properties_with_their_types(tmp_path):
    text = "user_id,event,time,plan,seats,vip\nu,push,2026-03-01,Team,12,yes\nu,push,2026-03-02,,3,no\n"
    rows, _, _ = read(tmp_path, text)
    assert json.loads(rows[0]["payload"]) == {"plan": "Team", "seats": 12, "vip": True}
    assert json.loads(rows[1]["payload"]) == {"seats": 3, "vip": False}


def test_properties_in_json_are_kept_and_give_the_value(tmp_path):
    table = pa.table(
        {
            "user_id": ["u", "u", "u"],
            "event": ["buy"] * 3,
            "time": [NOON] * 3,
            "properties": ['{"revenue": 12.5, "sku": "x"}', "not json", None],
        }
    )
    rows, failed, _ = read(tmp_path, table)
    assert not failed
    assert rows[0]["value"] == 12.5
    assert json.loads(rows[0]["payload"])["sku"] == "x"
    assert json.loads(rows[1]["payload"]) == {"properties": "not json"}
    assert rows[2]["payload"] is None


def test_anonymous_events_are_events(tmp_path):
    rows, failed, _ = read(tmp_path, "anonymous_id,event,time\nx,push,2026-03-01\n")
    assert not failed
    assert (rows[0]["user_id"], rows[0]["anonymous_id"]) == (None, "x")


def test_seconds_since_1970_are_times_in_text_files_too(tmp_path):
    for written in (f"{int(NOON.timestamp())}", f"{int(NOON.timestamp() * 1_000)}"):
        rows, failed, _ = read(tmp_path, f"user_id,event,time\nu,push,{written}\n")
        assert not failed
        assert rows[0]["time"] == NOON
    _, failed, _ = read(tmp_path, "user_id,event,time\nu,push,12\n")
    assert failed
