"""How does a large file begin? Its first megabytes as a file of their own, so that a page can look at it while somebody waits."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MOST = 5_000_000  # bytes
_NOT_TEXT = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")  # these make sense only whole
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: a line ends with two bytes


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where to read, and which share of the file that is; 1 when it is all of it."""

    path: Path
    share: float = 1.0


@contextmanager
def beginning(path: Path) -> Iterator[Beginning]:
    """The whole lines at the start of a large text file, for as long as it is needed; every other file as it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(MOST if size > MOST else 4)
    end = _last_line_end(head)
    if size <= MOST or head.startswith(_NOT_TEXT) or not end:
        yield Beginning(path)
        return
    with tempfile.TemporaryDirectory(prefix="tenure-look-") as folder:
        short = Path(folder) / path.name
        short.write_bytes(head[:end])
        yield Beginning(short, end / size)


def _last_line_end(head: bytes) -> int:
    """The position behind the last end of a line."""
    if not head.startswith(_WIDE):
        return head.rfind(b"\n") + 1
    sign = b"\n\0" if head.startswith(_WIDE[0]) else b"\0\n"
    at = head.rfind(sign)
    while at >= 0 and at % 2:  # half of two other characters
        at = head.rfind(sign, 0, at)
    return at + 2 if at >= 0 else 0
