"""Files as people really have them, by the command a person uses. (What each cell counts as: tests/unit/sources.)"""

import json
import subprocess
import sys
import zipfile

import pytest

from tests.unit.sources.documents import BLANK_END, ods_rows, write_ods

BLANK_ROWS = 1_000_000
# What opening and reading a file may add to the memory of a process, however many of its rows are blank.
ROOM = 400 << 20


def imported(site, kind, path, *options):
    done = site.says("import", kind, str(path), "-w", "acme", "--json", *options)
    assert done[0] in (0, 3), done
    return json.loads(done[1])


def counts(report):
    return [report[name] for name in ("created", "updated", "unchanged", "failed")]


def test_a_dutch_spreadsheet_with_two_misspelt_dates_a_total_and_a_column_twice(site, tmp_path):
    path = tmp_path / "klanten.csv"
    text = (
        "Overzicht klanten 2026;;;;;\r\n\r\n"
        "Klantnummer;Bedrijfsnaam;Klant sinds;Omzet;Naam;Naam\r\n"
        "nl-1;Bakkerij Smit;3 maart 2024;€ 1.234,56;a;b\r\n"
        "nl-2;Kapsalon Vos;30-02-2025;1 234,56;a;b\r\n"
        "nl-3;Café Één;31-04-2025;900,-;a;b\n"
        "Totaal;;;3.369,12;;\r\n"
    )
    path.write_bytes(text.encode("cp1252"))
    report = imported(site, "accounts", path)
    assert counts(report) == [3, 0, 0, 0]
    assert [(error["row"], error["column"], error["reason"]) for error in report["errors"]] == [
        (2, "Klant sinds", "“30-02-2025” is no day of the calendar: February 2025 has 28 days"),
        (3, "Klant sinds", "“31-04-2025” is no day of the calendar: April 2025 has 30 days"),
    ]
    said = site.says("import", "accounts", str(path), "-w", "acme")[1]
    assert "The headers were found in row 3 of the file" in said
    assert "it is a total at the end" in said
    assert "Two columns are called “Naam”" in said
    assert counts(imported(site, "accounts", path, "--map", "name=Naam#2"))[1] == 3


def test_amounts_with_three_kinds_of_thousands_are_read_or_refused_one_by_one(site, tmp_path):
    (tmp_path / "accounts.csv").write_text("id\neu\n")
    imported(site, "accounts", tmp_path / "accounts.csv")
    path = tmp_path / "orders.csv"
    cells = ["1.234,56", "1,234.56", "1 234,56", "1'234.56", "1.234", "5,- €"]
    rows = "".join(f"eu;bd-{n};2026-01-0{n + 1};{cell}\n" for n, cell in enumerate(cells))
    path.write_text("Klant;Ordernummer;Besteldatum;Totaal\n" + rows)
    report = imported(site, "orders", path)
    assert counts(report) == [5, 0, 0, 1]
    assert [error["row"] for error in report["errors"]] == [5]
    assert "could be 1234 or 1.234" in report["errors"][0]["reason"]
    assert counts(imported(site, "orders", path, "--decimal", "comma"))[3] == 2, "the other sign is a slip now"


def test_an_opendocument_spreadsheet_in_russian_with_a_blank_end_comes_in(site, tmp_path):
    rows = [["Код клиента", "Наименование", "Город"], ["ru-1", "Пекарня «Колос»", "Москва"], ["ru-2", "Салон", "Тверь"]]
    path = write_ods(tmp_path / "клиенты.ods", {"Титул": "", "Лист1": ods_rows(rows) + BLANK_END})
    assert counts(imported(site, "accounts", path)) == [2, 0, 0, 0]
    assert counts(imported(site, "accounts", path)) == [0, 0, 2, 0]


def blank_csv(folder):
    path = folder / "blank.csv"
    path.write_text("Account ID,Name,,\nfirst,A,,\n" + ",,,\n" * BLANK_ROWS + "last,B,,\n")
    return path


def blank_xlsx(folder):
    """Rows of two coloured cells without content, as spreadsheet programs leave them where a column was coloured."""
    import xlsxwriter

    path, made = folder / "blank.xlsx", folder / "made.xlsx"
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Account ID", "Name"])
        sheet.write_row(1, 0, ["first", "A"])
        sheet.write_row(BLANK_ROWS + 2, 0, ["last", "B"])
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                before, mark, after = content.partition(f'<row r="{BLANK_ROWS + 3}"'.encode())
                cells = "".join(
                    f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, BLANK_ROWS + 3)
                )
                content = before + cells.encode() + mark + after
            new.writestr(part, content)
    return path


def blank_ods(folder):
    blank = f'<table:table-row table:number-rows-repeated="{BLANK_ROWS}"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
    rows = ods_rows([["Account ID", "Name"], ["first", "A"]]) + blank + ods_rows([["last", "B"]]) + BLANK_END
    return write_ods(folder / "blank.ods", {"S": rows})


_READ = """
import json, resource, sys
from pathlib import Path
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = [(row.number, row.values["key"]) for row in open_file(Path(sys.argv[1]), "accounts", Settings()).rows()]
print(json.dumps([rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("write", [blank_csv, blank_xlsx, blank_ods])
def test_a_million_blank_rows_are_passed_over_in_little_memory(tmp_path, write):
    path = write(tmp_path)
    done = subprocess.run([sys.executable, "-c", _READ, path], capture_output=True, text=True, check=True)
    rows, grown = json.loads(done.stdout)
    assert rows == [[1, "first"], [BLANK_ROWS + 2, "last"]]
    assert grown < ROOM
