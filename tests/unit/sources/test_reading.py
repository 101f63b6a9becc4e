"""What does a file hold, row by row, and what is wrong with which cell?"""

import json
import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tenure.sources.cells import Amount
from tenure.sources.failures import MappingError, SourceError
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings


def opened(tmp_path, text, kind="accounts", name="file.csv", **settings):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_file(path, kind, Settings(**settings))


ACCOUNTS = [("a", "Acme", 120, date(2026, 3, 1)), ("b", "Beta & Sons", 5, date(2025, 12, 31))]


def as_csv(tmp_path, separator=","):
    lines = [separator.join(map(str, row)) for row in [("account_id", "name", "employees", "since"), *ACCOUNTS]]
    (tmp_path / "f.csv").write_text("\n".join(lines))
    return tmp_path / "f.csv"


def as_xlsx(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "f.xlsx", {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for number, row in enumerate([("account_id", "name", "employees", "since"), *ACCOUNTS]):
        sheet.write_row(number, 0, row)
    book.close()
    return tmp_path / "f.xlsx"


def as_jsonl(tmp_path):
    rows = [{"account_id": k, "name": n, "employees": e, "since": str(s)} for k, n, e, s in ACCOUNTS]
    (tmp_path / "f.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path / "f.jsonl"


def as_parquet(tmp_path):
    columns = list(zip(*ACCOUNTS, strict=True))
    table = pa.table(dict(zip(["account_id", "name", "employees", "since"], map(list, columns), strict=True)))
    pq.write_table(table, tmp_path / "f.parquet")
    return tmp_path / "f.parquet"


@pytest.mark.parametrize("write", [as_csv, lambda p: as_csv(p, "\t"), as_xlsx, as_jsonl, as_parquet])
def test_every_format_gives_the_same_rows(tmp_path, write):
    reading = open_file(write(tmp_path), "accounts", Settings())
    rows = list(reading.rows())
    assert [row.values for row in rows] == [{"key": "a", "name": "Acme"}, {"key": "b", "name": "Beta & Sons"}]
    assert [row.traits for row in rows] == [
        {"employees": 120, "since": "2026-03-01"},
        {"employees": 5, "since": "2025-12-31"},
    ]
    assert reading.count == 2


def test_a_format_is_told_by_content_and_not_by_name(tmp_path):
    path = as_xlsx(tmp_path).rename(tmp_path / "f.csv")
    assert open_file(path, "accounts", Settings()).as_json["format"] == "xlsx"
    path = as_jsonl(tmp_path).rename(tmp_path / "g.txt")
    assert open_file(path, "accounts", Settings()).as_json["format"] == "jsonl"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08rest", "packed with gzip"),
        (b"PAR1 and nothing else", "damaged or was cut off"),
        (b"PK\x03\x04 broken", "damaged or was cut off"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel file"),
        (b'[{"account_id": 1}]', "JSON array"),
        (b"<html><table><tr><td>id</td></tr></table>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web page"),
        (b"{not json}\n", "no JSON object"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path, content, says):
    with pytest.raises(SourceError, match=says):
        opened(tmp_path, content)


def test_a_bad_needed_cell_keeps_its_row_out_and_a_bad_other_one_is_left_blank(tmp_path):
    long = "x" * 10_000
    reading = opened(tmp_path, f"id,name,sentiment\n{long},Long,3\nb,Beta,9\n,None,2\nd,Delta,5\n")
    rows = list(reading.rows())
    assert [row.is_bad for row in rows] == [True, False, True, False]
    assert "sentiment" not in rows[1].values
    problems = [problem.as_json() for row in rows for problem in row.problems]
    assert [(p["row"], p["column"]) for p in problems] == [(1, "id"), (2, "sentiment"), (3, "id")]
    assert len(problems[0]["value"]) == 80
    assert problems[1] == {
        "row": 2,
        "column": "sentiment",
        "value": "9",
        "reason": "“9” is not between 1 and 5",
    }
    assert problems[2]["reason"] == "is needed, but the cell is blank"


def test_rows_keep_the_numbers_they_have_in_the_file_though_some_are_blank(tmp_path):
    reading = opened(tmp_path, "id,sentiment\na,1\n\n , \nb,nine\n")
    rows = list(reading.rows())
    assert [row.number for row in rows] == [1, 4]
    assert reading.count == 2


def test_a_row_with_more_cells_than_headers_stays_out(tmp_path):
    rows = list(opened(tmp_path, "id,name\na,Acme, Inc.\nb,Beta,\nc\n").rows())
    assert [row.is_bad for row in rows] == [True, False, False]
    assert rows[0].problems[0].reason == "the row has 3 cells, but there are 2 headers"


def test_traits_are_typed_by_their_column(tmp_path):
    text = "id,zip,size,rate,vip,since,note,__class__\na,01234,12,1.5,yes,31/01/2026,12,evil\nb,56789,1000,2,no,01/02/2026,A7,object\n"
    reading = opened(tmp_path, text)
    assert reading.as_json["traits"] == {
        "zip": "text",
        "size": "int",
        "rate": "float",
        "vip": "bool",
        "since": "date",
        "note": "text",
        "__class__": "text",
    }
    assert next(reading.rows()).traits == {
        "zip": "01234",
        "size": 12,
        "rate": 1.5,
        "vip": True,
        "since": "2026-01-31",
        "note": "12",
        "__class__": "evil",
    }


def test_words_for_nothing_are_no_misfits_in_a_column_of_numbers(tmp_path):
    reading = opened(tmp_path, "id,size\na,12\nb,n/a\nc,-\nd,7\n")
    assert reading.as_json["traits"] == {"size": "int"}
    assert [row.traits for row in reading.rows()] == [{"size": 12}, {}, {}, {"size": 7}]


def test_a_misspelt_date_in_a_column_of_dates_is_reported_and_left_blank(tmp_path):
    lines = "".join(f"{n},1990-05-{n + 1:02}\n" for n in range(20))
    reading = opened(tmp_path, f"id,born\n{lines}x,1990-13-45\n")
    last = list(reading.rows())[-1]
    assert last.traits == {}
    assert last.problems[0].as_json()["value"] == "1990-13-45"


def test_decimal_commas_and_day_first_dates_are_detected_and_reported(tmp_path):
    text = "Account;Start;MRR\na;03.04.2026;1.234,50\nb;25.12.2025;99,95\n"
    reading = opened(tmp_path, text.encode("cp1252"), "contracts")
    assert (reading.as_json["decimal"], reading.as_json["dates"]) == (",", "dmy")
    values = next(reading.rows()).values
    assert values["mrr"] == Amount(Decimal("1234.50"), None)
    assert values["starts_on"] == date(2026, 4, 3)


def test_what_is_set_is_not_detected(tmp_path):
    reading = opened(tmp_path, "Account,Start,MRR\na,03/04/2026,1.234\n", "contracts", dates="mdy", decimal="comma")
    values = next(reading.rows()).values
    assert values["starts_on"] == date(2026, 3, 4)
    assert values["mrr"] == Amount(Decimal(1234), None)
    assert reading.as_json["dates_how"] == "as set"


def test_an_order_of_dates_that_shows_only_late_in_the_file_is_found(tmp_path):
    text = "Account,Start,MRR\n" + "a,01/02/2026,1\n" * 30_000 + "b,01/25/2026,1\n" * 60
    assert opened(tmp_path, text, "contracts").style.dates == "mdy"


def test_a_windows_1252_file_and_a_utf16_file_read_alike(tmp_path):
    text = "id;name\n1;Müller & Söhne\n2;Société Générale\n"
    western = [row.values for row in opened(tmp_path, text.encode("cp1252")).rows()]
    wide = [row.values for row in opened(tmp_path, text.encode("utf-16")).rows()]
    assert western == wide
    assert western[0]["name"] == "Müller & Söhne"


def test_json_lines_of_different_names_make_one_table(tmp_path):
    text = '{"id": 1, "name": "A"}\nnot json\n{"id": 2, "plan": "Team", "tags": ["x"]}\n[1]\n'
    rows = list(opened(tmp_path, text).rows())
    assert [row.is_bad for row in rows] == [False, True, False, True]
    assert rows[2].traits == {"plan": "Team", "tags": '["x"]'}
    assert rows[0].values["key"] == "1"


def test_a_column_name_too_long_to_be_a_trait_is_refused(tmp_path):
    with pytest.raises(MappingError, match="shorten it"):
        opened(tmp_path, f"id,{'x' * 300}\na,1\n")


def test_a_nameless_edge_of_a_spreadsheet_is_no_trait(tmp_path):
    assert opened(tmp_path, "id,name,,\na,A,,\n").as_json["traits"] == {}


def test_the_last_of_several_rows_about_one_record_is_known_from_the_first(tmp_path):
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    keys = [f"k{dice.randrange(500)}" for _ in range(2_000)]
    reading = opened(tmp_path, "id\n" + "".join(f"{key}\n" for key in keys))
    last = {key: number for number, key in enumerate(keys, start=1)}
    for row in reading.rows():
        key = row.values["key"]
        assert row.later == (last[key] if last[key] > row.number else None)


def test_times_in_parquet_are_utc(tmp_path):
    when = datetime(2026, 3, 1, 12, tzinfo=UTC)
    table = pa.table({"account_id": ["a"], "created_at": pa.array([when], pa.timestamp("ns", tz="Europe/Berlin"))})
    pq.write_table(table, tmp_path / "f.parquet")
    (row,) = open_file(tmp_path / "f.parquet", "accounts", Settings()).rows()
    assert row.values["created_at"] == when
