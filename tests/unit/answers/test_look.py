"""What a file is taken for before it is imported: kind, columns, cells that cannot be read, rows said twice."""

import pytest

from tenure.answers import look as module
from tenure.answers.look import all_problems, headers_of, look
from tenure.sources.failures import SourceError
from tenure.sources.settings import Settings

KLANTEN = (
    "Klantnummer;Bedrijfsnaam;Klant sinds;Maandbedrag;Leeg\n"
    "K1;Smit;01-02-2024;29,50;\nK2;Vonk;31-02-2024;30,25;\nK1;Smit BV;01-02-2024;31,00;\n;Niemand;;1,00;\n"
)


@pytest.fixture
def seen(tmp_path):
    def at(text: str, kind: str = "", **settings):
        path = tmp_path / "file.csv"
        path.write_text(text)
        return look(path, kind, Settings(**settings))

    return at


def test_columns_become_fields_and_traits_with_examples(seen):
    found = seen(KLANTEN)
    assert found.kind.name == "accounts"
    told = [(one.header, one.becomes, one.name, one.type, one.problems) for one in found.columns]
    assert told == [
        ("Klantnummer", "field", "key", "", 1),
        ("Bedrijfsnaam", "field", "name", "", 0),
        ("Klant sinds", "field", "created_at", "", 1),
        ("Maandbedrag", "trait", "Maandbedrag", "float", 0),
        ("Leeg", "trait", "Leeg", "text", 0),
    ]
    assert found.columns[0].examples == ("K1", "K2")
    assert found.columns[4].examples == ()


def test_bad_cells_rows_that_stay_out_and_rows_said_twice_are_told(seen):
    found = seen(KLANTEN)
    assert [(one.row, one.column) for one in found.problems] == [(2, "Klant sinds"), (4, "Klantnummer")]
    assert (found.count, found.looked, found.left_out, found.problem_count) == (4, 4, 1, 2)
    assert (found.repeats, found.repeat_count) == ([(1, 3)], 1)
    assert [row.number for row in found.rows] == [1, 2, 3]


def test_mended_cells_are_read_as_mended(seen):
    found = seen(KLANTEN, corrections={2: {"Klant sinds": "28-02-2024"}, 4: {"Klantnummer": "K4"}})
    assert (found.problem_count, found.left_out) == (0, 0)


def test_what_is_needed_and_not_there_is_said_with_the_columns_to_choose_from(seen):
    found = seen("Kleur;Maat\nrood;3\n", "contracts", mapping={"product": "Kleur"})
    assert found.reading is None
    assert [ways[0] for ways in found.missing] == [("account",), ("starts_on",), ("mrr",)]
    assert [(one.header, one.becomes, one.name) for one in found.columns] == [
        ("Kleur", "field", "product"),
        ("Maat", "ignored", "Maat"),
    ]
    assert found.columns[0].examples == ("rood",)


def test_what_was_left_out_stays_out(seen):
    found = seen(KLANTEN, ignored=["Maandbedrag"])
    assert found.columns[3].becomes == "ignored"
    assert "Maandbedrag" not in found.rows[0].traits


def test_of_a_long_file_the_first_rows_are_looked_through(seen, monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    found = seen("id;name\n" + "".join(f"k{n};x\n" for n in range(9)))
    assert (found.count, found.looked) == (9, 3)


def test_one_bad_column_does_not_hide_what_is_wrong_elsewhere(seen, monkeypatch):
    monkeypatch.setattr(module, "MOST_OF_COLUMN", 2)
    rows = "".join(f"k{n};much;{'soon' if n == 8 else '2026-01-01'}\n" for n in range(9))
    found = seen(f"id;minimum score;created at\n{rows}", "accounts")
    assert [(one.row, one.column) for one in found.problems] == [
        (1, "minimum score"),
        (2, "minimum score"),
        (9, "created at"),
    ]
    assert found.problem_count == 10


def test_columns_made_for_a_known_export_are_not_the_files_own(seen):
    header = "id,Email,Created (UTC),Delinquent,Name,Description"
    found = seen(f"{header}\ncus_1,ann@example.com,2026-01-01 10:00,false,Ann,\n", "accounts")
    assert found.taken_for["export"] == "Stripe customers export"
    own = found.own_columns
    assert set(own) == set(header.split(","))
    assert len(found.columns) > len(own)


def test_all_problems_and_headers_are_had_without_a_look(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(KLANTEN)
    assert [one.row for one in all_problems(path, "accounts", Settings())] == [2, 4]
    assert headers_of(path, "contracts", Settings())[0] == "Klantnummer"


def test_what_is_no_table_is_refused(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"")
    with pytest.raises(SourceError, match="empty"):
        look(tmp_path / "x.csv", "", Settings())
