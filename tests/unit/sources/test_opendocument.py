"""Are OpenDocument spreadsheets and binary workbooks read like the others, and no more dangerous?"""

import struct
from datetime import date

import pytest

from tenure.sources.failures import SourceError
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings
from tenure.sources.table import BadCell
from tenure.sources.workbook import WorkbookFile
from tests.unit.sources.documents import BLANK_END, ods_cell, ods_rows, write_ods, write_xlsb

ROWS = [["Account ID", "Name", "Seats", "Since"], ["a", "Acme & Sons", 12, date(2026, 3, 1)], ["b", "Beta", 5.5, None]]


def test_an_opendocument_spreadsheet_gives_the_rows_that_it_shows(tmp_path):
    path = write_ods(tmp_path / "f.ods", {"Klanten": ods_rows(ROWS) + BLANK_END})
    table = WorkbookFile(path)
    assert table.taken_for == {"format": "ods", "sheet": "Klanten"}
    assert table.headers == ("Account ID", "Name", "Seats", "Since")
    assert list(table.rows()) == [["a", "Acme & Sons", 12, date(2026, 3, 1)], ["b", "Beta", 5.5, ""]]
    reading = open_file(path, "accounts", Settings())
    assert next(reading.rows()).traits == {"Seats": 12, "Since": "2026-03-01"}


def test_repeated_rows_are_rows_and_blank_ones_between_them_keep_their_numbers(tmp_path):
    rows = ods_rows([["id", "n"]])
    rows += '<table:table-row table:number-rows-repeated="2">' + ods_cell("a") + ods_cell(1) + "</table:table-row>"
    rows += '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>' + ods_rows(
        [["b", 2]]
    )
    table = WorkbookFile(write_ods(tmp_path / "f.ods", {"S": rows}))
    assert list(table.rows()) == [["a", 1], ["a", 1], [], [], [], ["b", 2]]


def test_merged_cells_of_an_opendocument_spreadsheet_count_in_each_row(tmp_path):
    rows = ods_rows([["account", "product"]])
    acme = ods_cell("acme", 'table:number-rows-spanned="2"')
    rows += f"<table:table-row>{acme}{ods_cell('app')}</table:table-row>"
    rows += f"<table:table-row><table:covered-table-cell/>{ods_cell('push')}</table:table-row>"
    table = WorkbookFile(write_ods(tmp_path / "f.ods", {"S": rows}))
    assert list(table.rows()) == [["acme", "app"], ["acme", "push"]]
    assert any("merged cell" in note for note in table.notes)


def test_an_error_in_an_opendocument_spreadsheet_is_a_bad_cell_and_said(tmp_path):
    error = '<table:table-cell calcext:value-type="error" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>'
    rows = ods_rows([["id", "mrr"]]) + f"<table:table-row>{ods_cell('a')}{error}</table:table-row>"
    table = WorkbookFile(write_ods(tmp_path / "f.ods", {"S": rows}))
    assert isinstance(next(table.rows())[1], BadCell)
    assert any("#DIV/0!" in note for note in table.notes)


def test_hidden_sheets_are_left_alone(tmp_path):
    sheets = {"Secret": ods_rows([["id"], ["x"]]), "Shown": ods_rows([["id"], ["a"]])}
    table = WorkbookFile(write_ods(tmp_path / "f.ods", sheets, hidden=["Secret"]))
    assert table.taken_for["sheet"] == "Shown"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            '<table:table-row table:number-rows-repeated="1000000">' + 30 * ods_cell(1) + "</table:table-row>",
            "spans 1,000,001 rows",
        ),
        (
            '<table:table-row table:number-rows-repeated="200000">'
            + ods_cell(1, 'table:number-columns-repeated="16000"')
            + "</table:table-row>",
            "spans 200,001 rows and 16,000 columns",
        ),
        (
            "<table:table-row>"
            + ods_cell(1, 'table:style-name="a&gt;b>" table:number-columns-repeated="16000"')
            + '</table:table-row><table:table-row table:number-rows-repeated="100000">'
            + ods_cell(1)
            + "</table:table-row>",
            "16,000 columns",
        ),
        (
            '<table:table-row table:number-rows-repeated="500000">' + ods_cell("x" * 5_000) + "</table:table-row>",
            "fill the memory",
        ),
    ],
)
def test_a_spreadsheet_that_repeats_itself_beyond_measure_is_not_opened(tmp_path, rows, says):
    with pytest.raises(SourceError, match=says):
        WorkbookFile(write_ods(tmp_path / "f.ods", {"S": ods_rows([["id"]]) + rows}))


def test_entities_in_an_opendocument_spreadsheet_are_refused(tmp_path):
    with pytest.raises(SourceError, match="declares entities"):
        WorkbookFile(write_ods(tmp_path / "f.ods", {"S": "<!ENTITY a 'b'>" + ods_rows([["id"], ["a"]])}))


def test_a_text_document_is_no_spreadsheet(tmp_path):
    path = write_ods(tmp_path / "f.ods", {"S": ods_rows([["id"]])}, mimetype="application/vnd.oasis.opendocument.text")
    with pytest.raises(SourceError, match="not an XLSX workbook"):
        WorkbookFile(path)


def test_a_binary_workbook_is_read_like_any_other(tmp_path):
    path = write_xlsb(
        tmp_path / "f.xlsb", {0: ["Account ID", "Name", "Seats"], 1: ["a", "Acme", 12.0], 3: ["b", None, 7.5]}
    )
    table = WorkbookFile(path)
    assert table.taken_for == {"format": "xlsb", "sheet": "Data"}
    assert list(table.rows()) == [["a", "Acme", 12], [], ["b", "", 7.5]]


def test_an_error_in_a_binary_workbook_is_a_bad_cell(tmp_path):
    error = bytes([3, 9]) + struct.pack("<IIB", 1, 0, 7)
    path = write_xlsb(tmp_path / "f.xlsb", {0: ["id", "n"], 1: ["a"]}, extra=error)
    assert isinstance(next(WorkbookFile(path).rows())[1], BadCell)


def test_one_far_cell_of_a_binary_workbook_does_not_take_the_memory_of_a_whole_sheet(tmp_path):
    path = write_xlsb(tmp_path / "f.xlsb", {0: ["id"], 1_048_575: [None] * 16_383 + ["far"]})
    with pytest.raises(SourceError, match="spans 1,048,576 rows and 16,384 columns"):
        WorkbookFile(path)
