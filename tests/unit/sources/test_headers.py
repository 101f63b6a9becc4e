"""Are the headers found, whatever stands above them, and is every column's name its own?"""

import pytest
import xlsxwriter

from tenure.sources.failures import MappingError, SourceError
from tenure.sources.headers import header_row, tidy_headers
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings
from tenure.sources.workbook import WorkbookFile


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["id", "name"], ["a", "A"]], 0),
        ([["Our customers"], [], ["id", "name", "city"], ["a", "A", "B"]], 2),
        ([["From", "2026-01-01", "To"], ["Account ID", "Name", "Email", "Phone"]], 1),
        ([["Company", "", "", "Contract", "x"], ["Account ID", "Name", "City", "Start date", "MRR"]], 1),
        ([["foo", "bar", "baz"], ["acme", "email", "5"]], 0),
        ([["", ""], []], -1),
        ([], -1),
    ],
)
def test_the_headers_are_the_first_wide_row_or_a_later_one_of_known_names(rows, at):
    assert header_row(rows) == at


def test_headers_beneath_nineteen_rows_of_titles_are_found(tmp_path):
    text = "".join(f"Title {n}\n" for n in range(19)) + "Account ID,Name\na,Acme\n"
    (tmp_path / "f.csv").write_text(text)
    reading = open_file(tmp_path / "f.csv", "accounts", Settings())
    assert [row.values["name"] for row in reading.rows()] == ["Acme"]
    assert "The headers were found in row 20 of the file; what stands above was left out." in reading.as_json["notes"]


def test_a_blank_header_is_called_by_its_position_and_a_second_one_of_a_name_by_its_number():
    notes = []
    assert tidy_headers(["Name", " ", "Name", "name\n", None, "Name"], notes) == (
        "Name", "Column 2", "Name (2)", "name", "Column 5", "Name (3)",
    )  # fmt: skip
    assert len(notes) == 2


def test_groups_above_tell_columns_of_one_name_apart():
    groups = {1: "Start", 2: "Start", 3: "End", 4: "End"}
    assert tidy_headers(["ID", "Date", "By", "Date", ""], [], groups) == ("ID", "Start Date", "By", "End Date", "End")


@pytest.fixture
def sheet(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet()
    sheet.done = lambda: (book.close(), WorkbookFile(tmp_path / "book.xlsx"))[1]
    return sheet


def test_a_header_across_two_columns_names_both(sheet):
    sheet.write_row("A1", ["id", "", "", "city"])
    sheet.merge_range("B1:C1", "name")
    sheet.write_row("A2", ["a", "Ada", "Smit", "Bonn"])
    table = sheet.done()
    assert table.headers == ("id", "name", "name (2)", "city")
    assert list(table.rows()) == [["a", "Ada", "Smit", "Bonn"]]


def test_groups_of_columns_above_the_headers_are_left_out(sheet):
    sheet.merge_range("A1:A2", "Account ID")
    sheet.merge_range("B1:C1", "Company")
    sheet.merge_range("D1:F1", "Contract")
    sheet.write_row("B2", ["Name", "City", "Start date", "End date", "MRR"])
    sheet.write_row("A3", ["a", "Acme", "Bonn", "2026-01-01", "", 5])
    table = sheet.done()
    assert table.headers == ("Account ID", "Name", "City", "Start date", "End date", "MRR")
    assert list(table.rows()) == [["a", "Acme", "Bonn", "2026-01-01", "", 5]]


def test_headers_merged_over_two_rows_are_no_first_record(sheet):
    for column, name in enumerate(["Account ID", "Name"]):
        sheet.merge_range(0, column, 1, column, name)
    sheet.write_row("A3", ["a", "Acme"])
    assert sheet.done().headers == ("Account ID", "Name")


@pytest.fixture
def workbook(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "many.xlsx") as book:
        book.add_worksheet("Read me").write_column(0, 0, ["About this file", "Ask Jana"])
        book.add_worksheet("Empty")
        accounts = book.add_worksheet("Klanten")
        accounts.write_row(0, 0, ["Klantnummer", "Naam"])
        accounts.write_row(1, 0, ["a", "Acme"])
        contracts = book.add_worksheet("Contracten")
        contracts.write_row(0, 0, ["Klant", "Dienst", "Startdatum", "Bedrag per maand"])
        contracts.write_row(1, 0, ["a", "App", "2026-01-01", 5])
    return tmp_path / "many.xlsx"


def test_the_sheet_is_the_first_that_has_what_the_kind_needs(workbook):
    for kind, sheet in (("accounts", "Klanten"), ("contracts", "Contracten")):
        report = open_file(workbook, kind, Settings()).as_json
        assert report["sheet"] == sheet
        assert report["sheets"] == ["Read me", "Empty", "Klanten", "Contracten"]
        assert f"The workbook has 4 sheets: the one that fits, “{sheet}”, is read." in report["notes"]


def test_a_later_sheet_that_fits_better_goes_before_an_earlier_one_that_would_do(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        book.add_worksheet("Contracten").write_row(0, 0, ["Klant", "Dienst", "Startdatum", "Bedrag per maand"])
        book.add_worksheet("Klanten").write_row(0, 0, ["Klantnummer", "Bedrijfsnaam", "Accountmanager"])
    assert open_file(tmp_path / "f.xlsx", "accounts", Settings()).as_json["sheet"] == "Klanten"


def test_a_sheet_that_is_too_large_is_no_hindrance_to_one_that_fits(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "f.xlsx") as book:
        book.add_worksheet("Far").write(1_048_575, 16_383, "far")
        book.add_worksheet("Klanten").write_row(0, 0, ["Klantnummer", "Bedrijfsnaam"])
    assert open_file(tmp_path / "f.xlsx", "accounts", Settings()).as_json["sheet"] == "Klanten"


def test_where_no_sheet_fits_the_first_table_is_asked_about(workbook):
    with pytest.raises(MappingError, match="“Klantnummer”, “Naam”"):
        open_file(workbook, "measurements", Settings())


def test_a_sheet_can_be_asked_for_by_its_name(workbook):
    report = open_file(workbook, "accounts", Settings(sheet="contracten", mapping={"key": "Klant"})).as_json
    assert report["sheet"] == "Contracten"
    with pytest.raises(SourceError, match=r"no sheet “Orders”\. There are: “Read me”"):
        open_file(workbook, "accounts", Settings(sheet="Orders"))


def test_a_column_without_a_name_that_holds_something_is_said(tmp_path):
    (tmp_path / "f.csv").write_text("Account ID,,Name,\na,blue,Acme,\n")
    report = open_file(tmp_path / "f.csv", "accounts", Settings()).as_json
    assert report["traits"] == {"Column 2": "text"}
    assert "A column has no name: it is called “Column 2” here. Name it in the file." in report["notes"]


def test_which_of_two_columns_of_one_name_is_read_is_said_and_can_be_chosen(tmp_path):
    (tmp_path / "f.csv").write_text("Account ID,Name,Name\na,One,Two\n")
    reading = open_file(tmp_path / "f.csv", "accounts", Settings())
    (row,) = reading.rows()
    assert (row.values["name"], row.traits) == ("One", {"Name (2)": "Two"})
    assert any('--map name="Name#2"' in note for note in reading.as_json["notes"])
    (row,) = open_file(tmp_path / "f.csv", "accounts", Settings(mapping={"name": "Name#2"})).rows()
    assert (row.values["name"], row.traits) == ("Two", {"Name": "One"})
