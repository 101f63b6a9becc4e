"""What does a workbook show? Results of formulas, merged cells, dates; and no bomb goes off."""

import datetime
import zipfile

import pytest
import xlsxwriter

from tenure.sources.failures import SourceError
from tenure.sources.table import BadCell
from tenure.sources.unpacking import check_archive
from tenure.sources.workbook import WorkbookFile


@pytest.fixture
def book(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    book.path = tmp_path / "book.xlsx"
    return book


def rows_of(book):
    book.close()
    return list(WorkbookFile(book.path).rows())


def test_a_formula_counts_as_the_value_it_shows(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "mrr", "name"])
    sheet.write_row(1, 0, ["a", None, None])
    sheet.write_formula("B2", "=20*6", None, 120)
    sheet.write_formula("C2", '="Big "&"Co"', None, "Big Co")
    assert rows_of(book) == [["a", 120, "Big Co"]]


def test_a_formula_that_fails_is_a_bad_cell_and_said(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "mrr"])
    sheet.write(1, 0, "a")
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    book.close()
    table = WorkbookFile(book.path)
    (row,) = table.rows()
    assert isinstance(row[1], BadCell)
    assert any("#DIV/0!" in note for note in table.notes)


def test_a_merged_cell_counts_in_each_row_it_reaches_over_and_is_said(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["account", "product"])
    sheet.merge_range("A2:A4", "acme")
    sheet.write_column("B2", ["app", "push", "shop", "other"])
    sheet.write("A5", "beta")
    book.close()
    table = WorkbookFile(book.path)
    assert list(table.rows()) == [["acme", "app"], ["acme", "push"], ["acme", "shop"], ["beta", "other"]]
    assert "1 merged cell reaches over several rows: the value counts in each of them." in table.notes


def test_a_cell_merged_across_columns_counts_in_the_first_only(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "name", "city"])
    sheet.write("A2", "a")
    sheet.merge_range("B2:C2", "Acme of Bonn")
    assert rows_of(book) == [["a", "Acme of Bonn", ""]]


def test_a_merged_title_above_the_headers_is_left_out(book):
    sheet = book.add_worksheet()
    sheet.merge_range("A1:C1", "Our customers")
    sheet.write_row(2, 0, ["id", "name", "city"])
    sheet.write_row(3, 0, ["a", "Acme", "Bonn"])
    book.close()
    table = WorkbookFile(book.path)
    assert table.headers == ("id", "name", "city")
    assert list(table.rows()) == [["a", "Acme", "Bonn"]]


def test_dates_and_whole_numbers_are_as_shown(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "start", "seats", "rate"])
    sheet.write("A2", 42)
    sheet.write_datetime("B2", datetime.date(2026, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write("C2", 12)
    sheet.write("D2", 0.5)
    (row,) = rows_of(book)
    assert row == [42, datetime.date(2026, 3, 1), 12, 0.5]
    assert isinstance(row[0], int)


def test_the_first_visible_sheet_with_content_is_read(book):
    book.add_worksheet("empty").set_first_sheet()
    hidden = book.add_worksheet("hidden")
    hidden.write("A1", "secret")
    hidden.hide()
    sheet = book.add_worksheet("data")
    sheet.write_column(0, 0, ["id", "a"])
    book.close()
    table = WorkbookFile(book.path)
    assert table.taken_for["sheet"] == "data"
    assert "3 sheets" in table.notes[0]


def test_a_table_that_does_not_begin_in_the_corner_is_found(book):
    sheet = book.add_worksheet()
    sheet.write_row("C4", ["id", "name"])
    sheet.write_row("C5", ["a", "Acme"])
    book.close()
    table = WorkbookFile(book.path)
    assert [header for header in table.headers if not header.startswith("Column")] == ["id", "name"]
    assert [cell for cell in next(table.rows()) if cell] == ["a", "Acme"]


def test_a_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(100):
            part.write(b" " * (1 << 20))
    with pytest.raises(SourceError, match="unpacks to more than"):
        WorkbookFile(path)


def test_a_bomb_that_claims_to_be_small_is_measured_by_what_it_unpacks_to(tmp_path):
    path = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (100 << 20))
    data = bytearray(path.read_bytes())
    claimed = (100 << 20).to_bytes(4, "little")
    while (at := data.find(claimed)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(SourceError, match="unpacks to more than"):
        check_archive(path)


def test_one_far_cell_does_not_take_the_memory_of_a_whole_sheet(book):
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["id", "a"])
    sheet.write(1_048_575, 16_383, "far")
    with pytest.raises(SourceError, match="spans 1,048,576 rows and 16,384 columns"):
        rows_of(book)


def test_a_long_text_that_many_cells_share_does_not_take_the_memory_of_all_of_them(book):
    sheet = book.add_worksheet()
    sheet.write(0, 0, "id")
    for row in range(1, 40_000):
        sheet.write(row, 0, "x" * 32_000)
    with pytest.raises(SourceError, match="repeats long texts"):
        rows_of(book)


def test_long_texts_that_are_not_many_are_read(book):
    sheet = book.add_worksheet()
    sheet.write(0, 0, "id")
    for row in range(1, 40_000):
        sheet.write(row, 0, row)
    sheet.write(1, 0, "é" * 32_000)
    assert len(rows_of(book)) == 39_999


def test_a_cell_hidden_behind_signs_in_an_attribute_is_seen(book):
    book.add_worksheet().write_column(0, 0, ["id", "a"])
    book.close()
    bad = book.path.with_name("hidden.xlsx")
    with zipfile.ZipFile(book.path) as old, zipfile.ZipFile(bad, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c s="/>" r="XFD1048576"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far)
            new.writestr(part, content)
    with pytest.raises(SourceError, match="spans 1,048,576 rows"):
        WorkbookFile(bad)


def test_blank_cells_far_out_span_nothing_whatever_their_colour(book):
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["id", "a"])
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "#ff0000"}))
    assert rows_of(book) == [["a"]]


def test_a_damaged_workbook_says_so(book, tmp_path):
    book.add_worksheet().write_column(0, 0, ["id", "a"])
    book.close()
    book.path.write_bytes(book.path.read_bytes()[:-300])
    with pytest.raises(SourceError, match="damaged or was cut off"):
        WorkbookFile(book.path)


def test_a_zip_of_something_else_is_not_a_workbook(tmp_path):
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("accounts.csv", "id\na\n")
    with pytest.raises(SourceError, match="not an XLSX workbook"):
        WorkbookFile(path)


def test_entities_in_a_workbook_are_refused(book):
    book.add_worksheet().write_column(0, 0, ["id", "a"])
    book.close()
    bad = book.path.with_name("entities.xlsx")
    with zipfile.ZipFile(book.path) as old, zipfile.ZipFile(bad, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/workbook.xml":
                content = content.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            new.writestr(part, content)
    with pytest.raises(SourceError, match="declares entities"):
        WorkbookFile(bad)
