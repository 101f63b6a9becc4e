"""In which encoding is a file, whoever wrote it?"""

import pytest

from tenure.sources.encoding import detect_encoding
from tenure.sources.failures import SourceError

GERMAN = "Kunde;Straße;Ort\n1;Müller;Köln\n2;Jäger GmbH;Düsseldorf\n"
FRENCH = "Société;Ville\nÉlan;Nîmes\nHôtel à côté;Besançon\n"
POLISH = "Klient;Miasto\nŻółć;Kraków\nŚwięty;Łódź\nGdańsk;Wrocław\n"
RUSSIAN = "Клиент;Город\nИванов;Санкт-Петербург\nПетрова;Москва\n"


def written(tmp_path, data: bytes):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        ("Name;Price\nA;10 €\nB;20 €\n", "cp1252"),
        ("Account ID,Name\nA1,Café\n", "cp1252"),
        ("id,motto\n1,“quoted” – and so on…\n", "cp1252"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("id;name\n1;Пекарня\n", "cp1251"),
        ("id;оплачено\n1;да\n2;нет\n", "cp1251"),
        ("id;naam\n1;Coördinatie België\n", "cp1252"),
        ("id;nom\n1;été\n2;où\n", "cp1252"),
        ("id;nome\n1;ação\n", "cp1252"),
        ("id;nazwa\n1;Płatność\n", "cp1250"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (RUSSIAN, "utf-16"),
        ("id;name\n1;A\n", "utf-16-le"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "utf-8-sig"),
    ],
)
def test_the_letters_come_out_as_they_went_in(tmp_path, text, encoding):
    path = written(tmp_path, text.encode(encoding))
    assert path.read_text(encoding=detect_encoding(path).name) == text


@pytest.mark.parametrize(
    ("encoding", "name", "how"),
    [
        ("utf-8", "utf-8", "valid UTF-8"),
        ("utf-8-sig", "utf-8-sig", "byte order mark"),
        ("utf-16", "utf-16", "byte order mark"),
        ("utf-16-le", "utf-16-le", "every other byte"),
        ("utf-16-be", "utf-16-be", "every other byte"),
        ("cp1251", "cp1251", "guessed"),
    ],
)
def test_the_encoding_is_said_and_how_it_was_found(tmp_path, encoding, name, how):
    found = detect_encoding(written(tmp_path, RUSSIAN.encode(encoding)))
    assert found.name == name
    assert how in found.how


def test_a_byte_order_mark_of_the_other_end_is_obeyed(tmp_path):
    path = written(tmp_path, b"\xfe\xff" + RUSSIAN.encode("utf-16-be"))
    assert path.read_text(encoding=detect_encoding(path).name) == RUSSIAN


def test_one_letter_in_the_last_line_of_a_long_file_is_seen(tmp_path):
    path = written(tmp_path, b"id,name\n" + b"1,plain\n" * 400_000 + "2,Müller\n".encode("cp1252"))
    assert detect_encoding(path).name == "cp1252"


def test_a_letter_cut_by_the_edge_of_a_block_is_still_utf8(tmp_path):
    for shift in range(4):
        path = written(tmp_path, b"x" * ((1 << 20) - 2 + shift) + "ü\n".encode() + b"y" * 10)
        assert detect_encoding(path).name == "utf-8"


def test_an_encoding_that_does_not_fit_is_refused_with_the_place(tmp_path):
    path = written(tmp_path, "id\nMüller\n".encode("cp1252"))
    with pytest.raises(SourceError, match="byte 4 does not fit"):
        detect_encoding(path, "utf-8")


def test_an_encoding_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no encoding “utf-99”"):
        detect_encoding(written(tmp_path, b"id\n"), "utf-99")


def test_a_picture_is_not_taken_for_text(tmp_path):
    with pytest.raises(SourceError, match="not a text file"):
        detect_encoding(written(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20))
