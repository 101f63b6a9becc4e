"""An upload of two gigabytes, announced or not, and a gzip bomb: refused, and neither memory nor disk pays for it."""

import base64
import gzip
import socket
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bad_days.site import Site

PIECE = b"x" * (1 << 20)
ROOM = 32 << 20  # bytes that a server may need for other reasons
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and open files are read from Linux's /proc")


def peak(site: Site) -> int:
    """The most memory the server ever had, in bytes."""
    status = Path(f"/proc/{site.processes[0].pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def on_disk(site: Site) -> int:
    """Bytes of the largest file the server holds open."""
    sizes = [0]
    for file in Path(f"/proc/{site.processes[0].pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            sizes.append(file.stat().st_size)
    return max(sizes)


def upload(site: Site, path: str, *, announced: bool) -> bytes:
    """Begin to send two gigabytes, look what the server did with the first 200 MB, and return what it answers."""
    length = "Content-Length: 2147483648" if announced else "Transfer-Encoding: chunked"
    token = base64.b64encode(f"{site.keys['acme']}:".encode()).decode()
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {token}\r\n{length}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        connection.sendall(head.encode())
        for _ in range(200):
            connection.sendall(PIECE if announced else b"%x\r\n%b\r\n" % (len(PIECE), PIECE))
        assert on_disk(site) < ROOM
        return connection.recv(65536)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "chunked"])
@pytest.mark.parametrize("path", ["/v1/batch", "/v1/import", "/account/login/", "/healthz"])
def test_two_gigabytes_are_refused_without_being_kept_in_memory_or_on_disk(site, path, announced):
    before = peak(site)
    answer = upload(site, path, announced=announced)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"500 kB" in answer or b"1 MB" in answer, "it says how much may be sent"
    assert peak(site) - before < ROOM


@pytest.mark.parametrize("form", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_bomb_is_refused_without_being_unfolded(site, form):
    before, bomb = peak(site), form(b"\0" * (480 << 20), 9)
    assert len(bomb) < 500_000
    encoding = "gzip" if form is gzip.compress else "deflate"
    status, answer = site.post("/v1/batch", bomb, **{"Content-Encoding": encoding})
    assert (status, answer["code"]) == (413, "too_large")
    assert "after unpacking" in answer["message"]
    assert peak(site) - before < ROOM


def test_after_all_that_the_next_event_is_taken(site):
    assert site.track("after the uploads") == 200
    site.until_computed()
    assert "after the uploads" in site.ids()
