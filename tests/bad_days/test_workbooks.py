"""An XLSX with formulas and merged cells, by the command a person uses. (What each kind of cell counts as: test_workbook.py.)"""

import json

import pytest
import xlsxwriter


@pytest.fixture
def book(tmp_path):
    """Three accounts: one whose plan is a formula, one whose is a failed formula, two that share a merged city."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as made:
        sheet = made.add_worksheet("Customers")
        sheet.merge_range("A1:D1", "All our customers")
        sheet.write_row("A2", ["Account ID", "Name", "Seats", "City"])
        sheet.write_column("A3", ["xlsx-1", "xlsx-2", "xlsx-3"])
        sheet.write_column("B3", ["One", "Two", "Three"])
        sheet.write_formula("C3", "=20*6", None, 120)
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")
        sheet.write("C5", 7)
        sheet.merge_range("D3:D4", "Bonn")
        sheet.write("D5", "Gent")
    return tmp_path / "book.xlsx"


def test_formulas_and_merged_cells_count_as_shown_and_are_told(site, book):
    first = site.says("import", "accounts", str(book), "-w", "acme")
    assert first[0] == 0, first
    assert "sheet “Customers”" in first[1]
    assert "merged cell" in first[1]
    assert "#DIV/0!" in first[1], "a formula that failed is a blank cell, and is said"
    wanted = [word for number in (1, 2, 3) for word in ("-a", f"xlsx-{number}")]
    found = site.json("facts", "-w", "acme", *wanted, "-f", "trait.Seats", "-f", "trait.City")
    assert {one["account"]: one["facts"] for one in found} == {
        "xlsx-1": {"trait.Seats": 120, "trait.City": "Bonn"},
        "xlsx-2": {"trait.Seats": None, "trait.City": "Bonn"},
        "xlsx-3": {"trait.Seats": 7, "trait.City": "Gent"},
    }


def test_the_same_workbook_again_changes_nothing(site, book):
    site.tenure("import", "accounts", str(book), "-w", "rival")
    again = json.loads(site.tenure("import", "accounts", str(book), "-w", "rival", "--json"))
    assert [again[count] for count in ("rows", "created", "updated", "unchanged", "failed")] == [3, 0, 0, 3, 0]
