"""Can a request to another server be turned against our own network, or made to last for ever?"""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from tenure.channels import addresses
from tenure.channels.addresses import NotAllowed, may_reach, parse_reach, resolve
from tenure.channels.outgoing import Limits, Unreachable, check_url, download, post

LOOPBACK = Limits(seconds=5, size=1_000, reach=("127.0.0.0/8",))


class Other(BaseHTTPRequestHandler):
    """Somebody else's server."""

    def do_GET(self) -> None:
        if self.path == "/file":
            self._say(200, b"name\nAnn\n")
        elif self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
        elif self.path == "/round":
            self.send_response(301)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/for-ever":
            self.send_response(200)
            self.end_headers()
            while not self.server.ended.wait(0.01):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
        elif self.path == "/large":
            self._say(200, b"x" * 1_001)
        else:
            self._say(404, b"")

    def do_POST(self) -> None:
        self._say(200, self.headers["X-Sign"].encode() + self.rfile.read(int(self.headers["Content-Length"])))

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_) -> None:
        pass


@pytest.fixture(scope="module")
def other():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    server.ended = threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.ended.set()
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_also_when_it_has_moved(other, tmp_path):
    for path in ("/file", "/to?/file", f"/to?{other}/file"):
        download(other + path, tmp_path / "file", LOOPBACK)
        assert (tmp_path / "file").read_bytes() == b"name\nAnn\n"


def test_what_is_sent_arrives_and_is_answered(other):
    answer = post(f"{other}/hook", b"body", {"X-Sign": "signed "}, LOOPBACK)
    assert (answer.status, answer.body) == (200, b"signed body")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/round", "sent on more than 5 times"),
        ("/large", "more than 1,000 bytes"),
        ("/nothing", "answered 404"),
        ("/to?http://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("/to?http://[::1]/", "not on the public internet"),
        ("/to?file:///etc/passwd", "not an address that begins with"),
    ],
)
def test_what_leads_nowhere_good_is_said(other, tmp_path, path, why):
    with pytest.raises(Unreachable, match=why):
        download(other + path, tmp_path / "file", LOOPBACK)


def test_an_answer_that_never_ends_is_given_up(other, tmp_path):
    with pytest.raises(Unreachable, match=r"not done within 0\.3 seconds"):
        download(f"{other}/for-ever", tmp_path / "file", Limits(seconds=0.3, size=1_000_000, reach=("127.0.0.1",)))


def test_a_redirect_to_a_private_address_is_not_followed(other, tmp_path, monkeypatch):
    port = int(other.rpartition(":")[2])
    monkeypatch.setattr(addresses, "may_reach", lambda address, reach: address == ip_address("127.0.0.1"))
    with pytest.raises(Unreachable, match=r"leads to 127\.0\.0\.2"):
        download(f"{other}/to?http://127.0.0.2:{port}/file", tmp_path / "file", LOOPBACK)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "240.0.0.1",
    ],
)
def test_no_private_address_is_reached(address):
    assert not may_reach(ip_address(address))


def test_public_addresses_and_those_the_operator_named_are_reached():
    assert may_reach(ip_address("93.184.216.34"))
    assert may_reach(ip_address("2606:2800:220:1:248:1893:25c8:1946"))
    assert may_reach(ip_address("10.1.2.3"), parse_reach("10.1.0.0/16, 192.168.0.7"))
    assert not may_reach(ip_address("10.2.2.3"), parse_reach("10.1.0.0/16"))


def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(monkeypatch):
    both = [(0, 0, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotAllowed, match=r"10\.0\.0\.1"):
        resolve("both.example", 80)


def test_the_name_is_not_asked_again_after_it_was_looked_at(monkeypatch, other, tmp_path):
    port, asked = int(other.rpartition(":")[2]), []

    def once(host, *_, **__):
        asked.append(host)
        return [(0, 0, 0, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.1", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: once(host) if host == "name.example" else real(host, *rest, **more),
    )
    download(f"http://name.example:{port}/file", tmp_path / "file", LOOPBACK)
    assert asked == ["name.example"]


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example/", "http://", "https://user:pw@a.example/", "http://a:99999/", "//a"]
)
def test_what_is_no_address_is_refused_in_a_sentence(url):
    with pytest.raises(Unreachable):
        check_url(url)
