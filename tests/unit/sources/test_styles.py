"""Is every column read by its own decimal sign, and no number guessed at?"""

from decimal import Decimal

import pytest

from tenure.sources.cells import Amount
from tenure.sources.reading import open_file
from tenure.sources.settings import Settings


def amounts(tmp_path, cells, header="MRR", **settings):
    path = tmp_path / "f.csv"
    path.write_text(
        "Account;Start;" + header + "\n" + "".join(f"a{n};2026-01-01;{cell}\n" for n, cell in enumerate(cells))
    )
    reading = open_file(path, "contracts", Settings(**settings))
    rows = list(reading.rows())
    found = [row.values["mrr"].number if "mrr" in row.values else row.problems[0].reason for row in rows]
    return found, reading.as_json


def test_three_kinds_of_thousands_in_one_column_are_read_where_only_one_reading_is_possible(tmp_path):
    cells = [
        "1.234,56",
        "1,234.56",
        "1 234,56",
        "1\u00a0234,56",
        "1\u202f234.56",
        "1'234.56",
        "1.234",
        "12,345",
        "1234",
        "1.5",
    ]
    found, _ = amounts(tmp_path, cells)
    assert found[:6] == [Decimal("1234.56")] * 6
    assert found[6].startswith("“1.234” could be 1234 or 1.234: some numbers of this column have a decimal comma")
    assert found[7].startswith("“12,345” could be 12345 or 12.345")
    assert found[8:] == [1234, Decimal("1.5")]


def test_an_amount_that_could_be_two_is_not_guessed_when_nothing_tells(tmp_path):
    found, report = amounts(tmp_path, ["1.234", "950"])
    assert "could be 1234 or 1.234: nothing else in this column tells which" in found[0]
    assert found[1] == 950
    assert "nothing in the file tells" in report["decimal_how"]


def test_several_amounts_with_three_digits_behind_the_sign_are_thousands_and_that_is_said(tmp_path):
    for cells in (["1.234", "12.500", "950"], ["1,234", "12,500", "950"]):
        found, report = amounts(tmp_path, cells)
        assert found == [1234, 12_500, 950]
        assert "three digits behind the sign are thousands" in report["decimal_how"]


def test_where_commas_separate_the_columns_the_decimal_sign_is_a_point_and_that_is_said(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text('Account,Start,MRR\na,2026-01-01,1.234\nb,2026-01-01,"1,234"\n')
    reading = open_file(path, "contracts", Settings())
    assert [row.values["mrr"].number for row in reading.rows()] == [Decimal("1.234"), 1234]
    assert "because commas separate the columns" in reading.as_json["decimal_how"]


@pytest.mark.parametrize(("decimal", "value"), [("comma", 1234), ("point", Decimal("1.234"))])
def test_what_a_person_says_of_the_sign_ends_the_doubt(tmp_path, decimal, value):
    assert amounts(tmp_path, ["1.234"], decimal=decimal)[0] == [value]


def test_a_number_of_the_other_sign_is_a_slip_where_a_person_said_which_one_it_is(tmp_path):
    found, _ = amounts(tmp_path, ["1.234,50", "1,234.50"], decimal="comma")
    assert found[0] == Decimal("1234.50")
    assert "is not a number here (the decimal sign is set or was detected)" in found[1]


def test_a_column_that_is_sure_of_its_sign_is_read_so_beside_others(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("id;Umsatz;Breite\na;1.234,5;52.370\nb;2,25;4.89\nc;3,5;51.9\nd;4,25;50.8\ne;7,5;1.125\n")
    first, *_, last = open_file(path, "accounts", Settings()).rows()
    assert first.traits == {"Umsatz": 1234.5, "Breite": 52.37}
    assert last.traits == {"Umsatz": 7.5, "Breite": 1.125}


def test_a_trait_whose_numbers_could_be_two_stays_text(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("id;size\na;1.234\nb;2.500\n")
    reading = open_file(path, "accounts", Settings())
    assert reading.as_json["traits"] == {"size": "text"}
    assert next(reading.rows()).traits == {"size": "1.234"}


def test_the_currency_in_a_header_is_that_of_amounts_that_name_none(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("Account,Start,MRR (USD)\na,2026-01-01,10\nb,2026-01-01,€ 5\n")
    reading = open_file(path, "contracts", Settings())
    assert [row.values["mrr"] for row in reading.rows()] == [Amount(Decimal(10), "USD"), Amount(Decimal(5), "EUR")]
    assert "Amounts in “MRR (USD)” that name no currency count as USD." in reading.as_json["notes"]


def test_amounts_in_words_and_signs_of_four_languages_are_read_in_one_column(tmp_path):
    found, _ = amounts(tmp_path, ["€ 1.234,56", "EUR 5", "5,- €", "1 234 ₽", "12,50 руб.", "10 Euro", "CHF 1'234.50"])
    assert found == [Decimal("1234.56"), 5, 5, 1234, Decimal("12.50"), 10, Decimal("1234.50")]
