"""Are rows and cells found in text, whatever separates them?"""

import csv

import pytest

from tenure.sources.failures import SourceError
from tenure.sources.reading import open_file
from tenure.sources.separated import SeparatedFile
from tenure.sources.settings import Settings
from tenure.sources.table import BadLine


def opened(tmp_path, text: str, **settings) -> SeparatedFile:
    path = tmp_path / "file.csv"
    path.write_text(text, newline="")
    return SeparatedFile(path, Settings(**settings))


@pytest.mark.parametrize(("sign", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")])
def test_each_separator_is_found(tmp_path, sign, name):
    table = opened(tmp_path, f"id{sign}name{sign}city\n1{sign}A{sign}Bonn\n2{sign}B{sign}Ulm\n")
    assert table.taken_for["separator"] == name
    assert table.headers == ("id", "name", "city")
    assert list(table.rows()) == [["1", "A", "Bonn"], ["2", "B", "Ulm"]]


def test_decimal_commas_do_not_pass_for_separators(tmp_path):
    table = opened(tmp_path, "id;price;rate\n1;1,50;2,25\n2;3,75;4,125\n")
    assert table.taken_for["separator"] == "semicolon"


def test_a_separator_inside_quotation_marks_is_text(tmp_path):
    table = opened(tmp_path, 'id,name\n1,"Smith, Jones & Co"\n2,"a ""b"" c"\n3,"two\nlines"\n')
    assert [row[1] for row in table.rows()] == ["Smith, Jones & Co", 'a "b" c', "two\nlines"]


def test_quotation_marks_inside_cells_are_text_however_they_are_written(tmp_path):
    table = opened(tmp_path, '12" screen,name\n5" one,The "Best" Co\n"a ""b""",c\n')
    assert table.headers == ('12" screen', "name")
    assert list(table.rows()) == [['5" one', 'The "Best" Co'], ['a "b"', "c"]]
    table = opened(tmp_path, 'id,name\n1,"The \\"Best\\" Co, Ltd"\n2,"a \\\\ b"\n')
    assert list(table.rows()) == [["1", 'The "Best" Co, Ltd'], ["2", "a \\ b"]]
    assert any("backslash" in note for note in table.notes)


def test_a_backslash_at_the_end_of_a_cell_is_a_backslash(tmp_path):
    table = opened(tmp_path, 'id,path\n1,"C:\\dir\\"\n2,"D:\\x"\n')
    assert [row[1] for row in table.rows()] == ["C:\\dir\\", "D:\\x"]


def test_line_ends_of_three_systems_in_one_file_are_line_ends(tmp_path):
    text = "id,name\r\n1,A\n2,B\r3,C\r\n"
    assert list(opened(tmp_path, text).rows()) == [["1", "A"], ["2", "B"], ["3", "C"]]


def test_separators_at_the_end_of_rows_make_no_columns(tmp_path):
    (tmp_path / "f.csv").write_text("id;name;\na;A;\nb;B;;;\nc;C\n")
    reading = open_file(tmp_path / "f.csv", "accounts", Settings())
    rows = list(reading.rows())
    assert [(row.values, row.traits, row.is_bad) for row in rows] == [
        ({"key": key, "name": key.upper()}, {}, False) for key in "abc"
    ]
    assert reading.as_json["traits"] == {}


def test_excels_own_line_about_the_separator_is_obeyed(tmp_path):
    table = opened(tmp_path, "sep=;\r\nid;name\r\n1;a,b,c\r\n")
    assert table.headers == ("id", "name")
    assert list(table.rows()) == [["1", "a,b,c"]]


def test_a_title_above_the_headers_is_left_out_and_said(tmp_path):
    table = opened(tmp_path, "Customers of 2026\n\nid,name\n1,A\n")
    assert table.headers == ("id", "name")
    assert list(table.rows()) == [["1", "A"]]
    assert "row 3" in table.notes[0]


def test_a_file_of_one_column_is_a_file(tmp_path):
    table = opened(tmp_path, "account_id\na\nb\n")
    assert table.headers == ("account_id",)
    assert list(table.rows()) == [["a"], ["b"]]


def test_old_line_ends_are_line_ends(tmp_path):
    assert list(opened(tmp_path, "id,name\r1,A\r2,B\r").rows()) == [["1", "A"], ["2", "B"]]


def test_two_columns_of_one_name_are_told_apart_and_said(tmp_path):
    table = opened(tmp_path, "id,name,name\n1,A,B\n")
    assert table.headers == ("id", "name", "name (2)")
    assert "Two columns are called “name”" in table.notes[0]


def test_a_missing_quotation_mark_loses_neither_memory_nor_what_follows(tmp_path):
    text = 'id,name\n1,"never closed\n' + "2,plain\n" * 40_000
    rows = list(opened(tmp_path, text).rows())
    bad = [row for row in rows if isinstance(row, BadLine)]
    assert len(bad) == 1
    assert "quotation mark" in bad[0].reason
    assert len(rows) > 10_000
    assert csv.field_size_limit() < 1 << 20


def test_a_file_without_anything_in_it_says_so(tmp_path):
    with pytest.raises(SourceError, match="empty"):
        opened(tmp_path, "\n\n  \n")


def test_a_separator_that_is_set_is_taken(tmp_path):
    assert opened(tmp_path, "a;b,c\n1;2,3\n", separator="comma").headers == ("a;b", "c")


def told(tmp_path, text: str) -> list:
    path = tmp_path / "quoted.csv"
    path.write_text(text)
    rows = SeparatedFile(path, Settings()).rows()
    return [row.reason if isinstance(row, BadLine) else list(row) for row in rows]


UNCLOSED = "a quotation mark is opened and never closed"


def test_a_quotation_mark_that_is_never_closed_keeps_its_own_row_out_and_no_other(tmp_path):
    text = 'Account ID,Name\nR1,"One\nR2,Two\nR3,Three\nR4,"Four"\nR5,Five\n'
    assert told(tmp_path, text) == [UNCLOSED, ["R2", "Two"], ["R3", "Three"], ["R4", "Four"], ["R5", "Five"]]


def test_the_last_row_may_lack_its_closing_quotation_mark_too(tmp_path):
    for end in ("", "\n"):
        assert told(tmp_path, f'id,name\na,A\n"b,unclosed{end}') == [["a", "A"], UNCLOSED]


def test_many_open_quotation_marks_are_each_said(tmp_path):
    text = "id,name,city\n" + "".join(f'{n},"n,c\n' for n in range(3_000))
    assert told(tmp_path, text).count(UNCLOSED) >= 1_500


def test_cells_of_several_lines_and_stray_quotation_marks_are_still_read(tmp_path):
    text = 'id,note\n1,"Dear Bob, thanks\nand more, of it"\n2,"5"" pipe"\n3,"a"b\n4,"said "hello"\nto all"\n5,x\n'
    assert told(tmp_path, text) == [
        ["1", "Dear Bob, thanks\nand more, of it"],
        ["2", '5" pipe'],
        ["3", "ab"],
        ["4", 'said hello"'],
        ['to all"'],
        ["5", "x"],
    ]
