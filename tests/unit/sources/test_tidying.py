"""Does a row that is no record stay out, and does every real one stay in with its number?"""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenure.sources.event_columns import event_batches
from tenure.sources.failures import MappingError
from tenure.sources.identity import file_digest
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings

EXPORTS = Path(__file__).parent / "exports"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "f.csv"


def opened(path, text, kind="accounts", **settings):
    path.write_text(text)
    return open_file(path, kind, Settings(**settings))


CONTRACTS = "Account,Start,MRR\na,2026-01-01,10\nb,2026-01-01,20\n"


@pytest.mark.parametrize(
    "total",
    [
        "Total,,30\n",
        "TOTAL:,,30\n\n\n",
        "Totaal,,30.00 EUR\n",
        "Gesamtsumme,,30\n",
        "Итого,,30\n",
        "Total (2),,30\n,,\n",
    ],
)
def test_a_total_at_the_end_is_no_record_and_said(path, total):
    reading = opened(path, CONTRACTS + total, "contracts")
    assert [row.values["account"] for row in reading.rows()] == ["a", "b"]
    assert reading.count == 2
    assert "1 row was left out: it is a total at the end." in reading.as_json["notes"]


@pytest.mark.parametrize(
    "row", ["Total,2026-01-01,30\n", "Totaal Energie,,30\n", "Total,,30\nc,2026-01-01,5\n", "Summer BV,,30\n"]
)
def test_an_account_that_is_called_total_is_no_total(path, row):
    reading = opened(path, CONTRACTS + row, "contracts")
    assert reading.count == 2 + row.count("\n")


def test_a_file_of_one_column_has_no_totals(path):
    reading = opened(path, "Account ID\na\nTotal\n")
    assert [row.values["key"] for row in reading.rows()] == ["a", "Total"]


def test_headers_that_come_again_are_no_record_and_said(path):
    reading = opened(path, "Account ID,Name\na,A\nAccount ID,Name\nb,B\n")
    assert [(row.number, row.values["key"]) for row in reading.rows()] == [(1, "a"), (3, "b")]
    assert "1 row was left out: they repeat the headers." in reading.as_json["notes"]


def test_corrected_cells_count_as_if_the_file_had_said_so(path):
    text = "Account ID,Name,Sentiment\na,Acme,9\n\nb,Beta\n"
    corrections = {1: {"Sentiment": "4"}, 3: {"Sentiment": "5", "Name": "Better"}}
    rows = list(opened(path, text, corrections=corrections).rows())
    assert [row.problems for row in rows] == [[], []]
    assert [row.values for row in rows] == [
        {"key": "a", "name": "Acme", "sentiment": 4},
        {"key": "b", "name": "Better", "sentiment": 5},
    ]


def test_corrections_may_have_come_as_json(path):
    rows = opened(path, "Account ID,Sentiment\na,9\n", corrections={"1": {"Sentiment": "4"}}).rows()
    assert [row.values["sentiment"] for row in rows] == [4]
    settings = Settings(corrections={3: {"Name": "x"}, 1: {"Name": "y"}}, mapping={"key": "ID"}, sheet="S")
    assert Settings(**settings.as_json) == settings
    assert Settings().as_json == {"currency": "EUR"}


def test_a_correction_may_blank_a_cell_and_join_two_rows(path):
    reading = opened(path, "Account ID,Name\na,Acme\nb,Beta\n", corrections={2: {"Account ID": "a", "Name": ""}})
    first, second = reading.rows()
    assert first.later == 2
    assert second.values == {"key": "a", "name": None}


def test_a_correction_of_a_column_that_is_not_there_is_refused(path):
    with pytest.raises(MappingError, match="“Nome”, which the file has not"):
        opened(path, "Account ID,Name\na,Acme\n", corrections={1: {"Nome": "x"}})


def test_a_column_that_was_made_of_others_can_be_corrected_too(path):
    text = (EXPORTS / "stripe-invoices.csv").read_text()
    corrections = {1: {"Issued on": "2026-02-01", "Total": "100"}}
    first, *_ = opened(path, text, "invoices", corrections=corrections).rows()
    assert first.values["issued_on"] == date(2026, 2, 1)
    assert first.values["amount"].number == 100


def test_events_from_parquet_are_read_row_by_row_once_a_cell_was_corrected(tmp_path):
    table = pa.table({"user_id": ["u", "u"], "event": ["a", "b"], "time": ["2026-03-01", "soon"]})
    pq.write_table(table, tmp_path / "f.parquet")
    settings = Settings(corrections={2: {"time": "2026-03-02"}})
    (batch,) = event_batches(open_file(tmp_path / "f.parquet", "events", settings), datetime(2016, 1, 1, tzinfo=UTC))
    assert [row["time"] for row in batch.rows.to_pylist()] == [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2)]


def test_a_corrected_file_is_another_file_and_the_same_corrections_are_the_same(path):
    path.write_text("Account ID\na\n")
    plain = file_digest(path, Settings())
    one = file_digest(path, Settings(corrections={1: {"A": "x", "B": "y"}, 2: {"A": "z"}}))
    same = file_digest(path, Settings(corrections={"2": {"A": "z"}, "1": {"B": "y", "A": "x"}}))
    other = file_digest(path, Settings(corrections={1: {"A": "x"}}))
    assert one == same
    assert len({plain, one, other}) == 3
    assert plain == file_digest(path, Settings(corrections={1: {}}))


def test_the_first_rows_are_shown_as_they_would_be_stored(path):
    reading = opened(path, "Account ID,Name,Sentiment,Size\na,Acme,9,12\n\nb,Beta,3,7\nc,C,4,8\n")
    first, second = reading.preview(2)
    assert (first.number, first.values, first.traits) == (1, {"key": "a", "name": "Acme"}, {"Size": 12})
    assert [problem.column for problem in first.problems] == ["Sentiment"]
    assert (second.number, second.values["sentiment"]) == (3, 3)
    assert len(reading.preview(100)) == 3
