"""What does a backup file hold? A tar of files, and last in it a list of them with sizes and hashes."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

LIST = "tenure-backup.json"
FORMAT = 1
CHUNK = 1 << 20
Progress = Callable[[int], object]


class ArchiveError(Exception):
    """The file is not a whole backup; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the list at the end says: where the backup came from, and each file's bytes and SHA-256."""

    tenure: str
    made_at: str
    database: str  # sqlite or postgresql
    workspaces: tuple[str, ...]
    migrations: tuple[str, ...]
    format: int = FORMAT
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class _Read:
    """Passes bytes on and notes them."""

    def __init__(self, source: IO[bytes], progress: Progress) -> None:
        self._source, self._progress = source, progress
        self.digest = hashlib.sha256()

    def read(self, size: int = CHUNK) -> bytes:
        chunk = self._source.read(size)
        self.digest.update(chunk)
        self._progress(len(chunk))
        return chunk


def write_archive(path: Path, root: Path, names: Iterable[str], contents: Contents, progress: Progress) -> int:
    """Write files of ``root`` to ``path``, readable by its owner only, whole or not at all; answers its bytes.

    Raises FileExistsError when there is such a file.
    """
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(f"{path.name}.part")
    files: dict[str, tuple[int, str]] = {}
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
            with tarfile.open(fileobj=output, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                for name in names:
                    files[name] = _add(tar, root, name, progress)
                listed = json.dumps(asdict(contents) | {"files": files}, indent=1).encode()
                info = tarfile.TarInfo(LIST)
                info.size = len(listed)
                tar.addfile(info, io.BytesIO(listed))
            output.flush()
            os.fsync(output.fileno())
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path.stat().st_size


def _add(tar: tarfile.TarFile, root: Path, name: str, progress: Progress) -> tuple[int, str]:
    with (root / name).open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(source.fileno()).st_size
        reading = _Read(source, progress)
        tar.addfile(info, reading)
        return info.size, reading.digest.hexdigest()


def read_archive(path: Path, into: Path, progress: Progress) -> Contents:
    """Unpack a backup into an empty folder and compare every byte with the list; raises ArchiveError or OSError."""
    found: dict[str, tuple[int, str]] = {}
    contents: Contents | None = None
    try:
        with tarfile.open(path, mode="r|") as tar:
            for member in tar:
                if not member.isfile() or (source := tar.extractfile(member)) is None:
                    raise ArchiveError(
                        f"{path} holds “{member.name[:80]}”, which is not a plain file: not a backup of ours"
                    )
                if member.name == LIST:
                    contents = _contents(path, source.read())
                else:
                    found[member.name] = _extract(source, into, member.name, progress)
    except tarfile.TarError as error:
        raise ArchiveError(f"{path} is not a whole backup ({error}): use another copy") from error
    if contents is None:
        raise ArchiveError(f"{path} is cut short, or no backup of Tenure: use another copy")
    if wrong := sorted(set(found.items()) ^ {(name, tuple(entry)) for name, entry in contents.files.items()}):
        raise ArchiveError(f"{path} is damaged at “{wrong[0][0]}”: use another copy")
    return contents


def _extract(source: IO[bytes], into: Path, name: str, progress: Progress) -> tuple[int, str]:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise ArchiveError(f"the backup names a file outside of the data directory (“{name[:80]}”): it is not ours")
    target = into / pure
    target.parent.mkdir(parents=True, exist_ok=True)
    reading, size = _Read(source, progress), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        while chunk := reading.read():
            size += output.write(chunk)
        output.flush()
        os.fsync(output.fileno())
    return size, reading.digest.hexdigest()


def _contents(path: Path, text: bytes) -> Contents:
    try:
        listed = json.loads(text)
        if listed["format"] != FORMAT:
            raise ArchiveError(f"{path} has format {listed['format']}: it was made by a newer Tenure, use that one")
        listed["workspaces"], listed["migrations"] = tuple(listed["workspaces"]), tuple(listed["migrations"])
        return Contents(**listed)
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"the list in {path} cannot be read ({error}): use another copy") from error
