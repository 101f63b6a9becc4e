"""What the selects and inputs of the import pages say, read back as settings and mended cells."""

import csv
import io

import pytest

from tenure.console.dead_letters import BODY, beginning
from tenure.console.importing.look_page import note
from tenure.console.importing.mapping_form import IGNORED, TRAIT, chosen_settings
from tenure.console.importing.mended_cells import mended
from tenure.console.importing.problems_csv import problems_csv

HEADERS = ("Nr", "Naam", "Bedrag")


def test_each_column_becomes_what_was_chosen_and_nothing_else_is_found_by_name():
    said = {"column-0": "key", "column-1": TRAIT, "column-2": IGNORED, "decimal": "comma", "dates": "dmy"}
    found = chosen_settings(said, "accounts", HEADERS)
    assert {name: header for name, header in found.mapping.items() if header} == {"key": "Nr"}
    assert found.mapping["name"] == ""
    assert (list(found.ignored), found.decimal, found.dates) == (["Bedrag"], ",", "dmy")


@pytest.mark.parametrize("changed", ["column-0", "column-2"])
def test_of_two_columns_for_one_field_the_one_changed_last_counts(changed):
    said = {"column-0": "key", "column-1": "name", "column-2": "key"}
    assert chosen_settings(said, "accounts", HEADERS, changed=changed).mapping["key"] == HEADERS[int(changed[-1])]


def test_columns_and_settings_that_are_none_are_left():
    said = {"column-0": "no field", "column-9": "key", "column-x": "name", "dates": "", "sheet": " Klanten "}
    found = chosen_settings(said, "accounts", HEADERS)
    assert not any(found.mapping.values())
    assert found.sheet == "Klanten"
    with pytest.raises(ValueError, match="dmy, mdy or ymd"):
        chosen_settings({"dates": "tomorrow"}, "accounts", HEADERS)


def test_only_cells_that_say_something_else_are_mended():
    said = {
        "cell-3-1": "Smit ", "was-3-1": "Smti", "cell-4-1": "Vonk", "was-4-1": " Vonk", "cell-5-2": "", "was-5-2": "x",
        "cell-6-7": "no such column", "cell-x-1": "y", "other": "z",
    }  # fmt: skip
    assert mended(said, HEADERS) == {(3, "Naam"): "Smit", (5, "Bedrag"): ""}


def test_the_file_of_problems_is_read_back_and_runs_nowhere():
    problems = [
        {"row": 9, "column": "Klant sinds", "value": "31-02-2024", "reason": "is no day"},
        {"row": 10, "column": "=1+1", "value": '=HYPERLINK("http://x")', "reason": "has “quotes”, commas\nand lines"},
    ]
    answer = problems_csv(problems, "klanten €.xlsx")
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["row", "column", "value", "reason"]
    assert rows[1] == ["9", "Klant sinds", "31-02-2024", "is no day"]
    assert rows[2][1:3] == ["'=1+1", '\'=HYPERLINK("http://x")']
    assert "klanten%20%E2%82%AC" in answer.headers["Content-Disposition"]


def test_notes_say_nothing_that_only_a_command_can_be_told():
    said = 'Two columns are called “Name”: number 1 is read as name. To read another one: --map name="Name#2".'
    assert note(said) == "Two columns are called “Name”: number 1 is read as name."
    assert note("The headers were found in row 3.") == "The headers were found in row 3."


@pytest.mark.parametrize(
    "body",
    [
        b'{"writeKey": "tw_abcdef123456", "event": "Opened"}',
        b'{"api_key":"tw_abcdef123456","event":"Opened"}',
        b'{"event": "Opened", "traits": {"password": "tw_abcdef123456"}}',
        b'{"event": "Opened", "authToken" : "tw_abcdef123456',
    ],
)
def test_the_beginning_of_a_letter_holds_no_secret(body):
    shown = beginning(body)
    assert "tw_abcdef123456" not in shown
    assert '"event": "Opened"' in shown or '"event":"Opened"' in shown


def test_the_beginning_of_a_letter_is_short_and_readable():
    shown = beginning(b"\xff\x00" + b"x" * 10_000)
    assert len(shown) == BODY
    assert shown.endswith("…")
    assert "\0" not in shown
