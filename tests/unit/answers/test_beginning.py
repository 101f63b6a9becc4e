"""A large text file is looked at by its beginning; what makes sense only whole is read whole."""

import pytest

from tenure.answers import beginning as module
from tenure.answers.beginning import beginning


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(module, "MOST", 100)


@pytest.fixture
def file(tmp_path):
    def made(content: bytes):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        return path

    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "windows-1251"])
def test_whole_lines_of_the_start_are_read(file, encoding):
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    text = mark + "".join(f"ключ-{n},Ċ਀\n" if encoding != "windows-1251" else f"ключ-{n}\n" for n in range(60))
    path = file(text.encode(encoding))
    with beginning(path) as start:
        kept = start.path.read_bytes()
        assert start.path.suffix == ".csv"
        assert 0 < len(kept) <= 100
        assert text.startswith(kept.decode(encoding))
        assert kept.decode(encoding).endswith("\n")
        assert start.share == pytest.approx(len(kept) / path.stat().st_size)
    assert not start.path.exists()


@pytest.mark.parametrize("content", [b"id\n1\n", b"PK\x03\x04" + b"x\n" * 200, b"PAR1" + b"x\n" * 200, b"x" * 500, b""])
def test_what_is_small_or_makes_sense_only_whole_is_read_whole(file, content):
    path = file(content)
    with beginning(path) as start:
        assert (start.path, start.share) == (path, 1)
    assert path.exists()
