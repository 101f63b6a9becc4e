"""Is a backup file whole or refused, never half believed?"""

import io
import json
import tarfile

import pytest

from tenure.answers.archive import LIST, ArchiveError, Contents, read_archive, write_archive

CONTENTS = Contents("1.0", "2026-03-01T00:00:00+00:00", "sqlite", ("acme",), ("records.0001_initial",))


def nothing(_done: int) -> None:
    """Nobody watches."""


@pytest.fixture
def archive(tmp_path):
    root = tmp_path / "from"
    (root / "log").mkdir(parents=True)
    (root / "log/a.parquet").write_bytes(b"columns" * 1000)
    (root / "key").write_bytes(b"secret")
    path = tmp_path / "backup.tar"
    write_archive(path, root, ["key", "log/a.parquet"], CONTENTS, nothing)
    return path


def read(path, tmp_path):
    into = tmp_path / "into"
    into.mkdir(exist_ok=True)
    return read_archive(path, into, nothing)


def test_what_goes_in_comes_out(archive, tmp_path):
    contents = read(archive, tmp_path)
    assert (contents.tenure, contents.workspaces, contents.migrations) == ("1.0", ("acme",), ("records.0001_initial",))
    assert (tmp_path / "into/log/a.parquet").read_bytes() == b"columns" * 1000
    assert (tmp_path / "into/key").stat().st_mode & 0o777 == 0o600


def test_every_byte_is_counted_for_those_who_wait(archive, tmp_path):
    counted = []
    (tmp_path / "into").mkdir()
    read_archive(archive, tmp_path / "into", counted.append)
    assert sum(counted) == 7000 + 6


@pytest.mark.parametrize("length", [0, 300, 1024, 5000, 9000])
def test_a_file_that_was_cut_short_is_refused(archive, tmp_path, length):
    archive.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(ArchiveError, match="use another copy"):
        read(archive, tmp_path)


def test_a_changed_byte_is_noticed(archive, tmp_path):
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b"columns", b"c0lumns", 1))
    with pytest.raises(ArchiveError, match=r"damaged at “log/a\.parquet”"):
        read(archive, tmp_path)


def test_a_file_that_is_no_backup_is_refused(archive, tmp_path):
    archive.write_bytes(b"not a backup at all " * 100)
    with pytest.raises(ArchiveError, match="not a whole backup"):
        read(archive, tmp_path)


@pytest.mark.parametrize("name", ["../outside", "/outside", "log/../../outside"])
def test_a_name_outside_of_the_directory_is_refused(tmp_path, name):
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(ArchiveError, match="outside of the data directory"):
        read(path, tmp_path)
    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path):
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo("log")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc"
        tar.addfile(info)
    with pytest.raises(ArchiveError, match="not a plain file"):
        read(path, tmp_path)


def test_a_newer_format_asks_for_the_newer_version(tmp_path):
    path, listed = tmp_path / "newer.tar", json.dumps({"format": 2}).encode()
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(LIST)
        info.size = len(listed)
        tar.addfile(info, io.BytesIO(listed))
    with pytest.raises(ArchiveError, match="made by a newer Tenure"):
        read(path, tmp_path)


def test_an_existing_file_is_not_overwritten(archive, tmp_path):
    with pytest.raises(FileExistsError):
        write_archive(archive, tmp_path / "from", [], CONTENTS, nothing)


def test_a_backup_that_fails_half_way_leaves_no_file(tmp_path):
    path = tmp_path / "backup.tar"
    with pytest.raises(FileNotFoundError):
        write_archive(path, tmp_path, ["missing"], CONTENTS, nothing)
    assert list(tmp_path.iterdir()) == []
