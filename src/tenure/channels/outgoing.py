"""How is another server asked? Only public addresses, limits on time and size, and no redirect that leads elsewhere."""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import SplitResult, urljoin, urlsplit

from tenure import clock
from tenure.channels.addresses import NotAllowed, resolve
from tenure.values.voice import worded

REDIRECTS = 5
_PIECE = 65_536
_AGENT = "Tenure"
_MOVED = (301, 302, 303, 307, 308)


class Unreachable(Exception):  # noqa: N818 - reads as what is the matter
    """The other server could not be asked, or its answer could not be taken; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds from the first to the last byte, bytes of the answer, and networks that may be reached though private."""

    seconds: float = 30.0
    size: int = 1_000_000
    reach: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be asked. Raises Unreachable with a sentence."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise Unreachable(
            worded("“{url}” is not an address such as https://example.com/file.csv", url=url[:100])
        ) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable(worded("“{url}” is not an address that begins with https:// or http://", url=url[:100]))
    if parts.username or parts.password:
        raise Unreachable(worded("The address holds a name and password: leave them out"))
    if port == 0:
        raise Unreachable(worded("“{url}” names port 0, on which nobody can listen", url=url[:100]))
    return parts


def post(url: str, body: bytes, headers: Mapping[str, str], limits: Limits) -> Answer:
    """Send a body; a redirect is an answer like any other and not followed. Raises Unreachable."""
    return ask("POST", url, body, headers, limits)


def ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str], limits: Limits) -> Answer:
    """The same with any method of HTTP."""
    with _asked(method, url, body, headers, _Deadline(limits)) as exchange:
        return Answer(exchange.response.status, exchange.headers, b"".join(exchange.pieces(limits.size)))


def download(url: str, into: Path, limits: Limits) -> Mapping[str, str]:
    """Fetch what is behind an address into a file, following redirects; the answer's headers. Raises Unreachable."""
    deadline = _Deadline(limits)
    for _ in range(REDIRECTS + 1):
        with _asked("GET", url, None, {}, deadline) as exchange:
            response = exchange.response
            if response.status in _MOVED and (target := response.headers.get("Location")):
                url = urljoin(url, target)
                continue
            if response.status != 200:
                raise Unreachable(
                    worded("the server answered {status}", status=f"{response.status} {response.reason}".rstrip())
                )
            with into.open("wb") as file:
                file.writelines(exchange.pieces(limits.size))
            return exchange.headers
    raise Unreachable(worded("it was sent on more than {n} times", n=str(REDIRECTS)))


class _Deadline:
    """The time until which everything must be done: an answer that drips in for ever ends with it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = clock.monotonic() + limits.seconds

    def left(self) -> float:
        """Seconds left; raises Unreachable when there are none."""
        left = self._end - clock.monotonic()
        if left <= 0:
            raise Unreachable(worded("it was not done within {n} seconds", n=f"{self.limits.seconds:g}"))
        return left


class _Connection(HTTPConnection):
    """Connects to addresses that were looked at, so that the name cannot lead elsewhere a moment later."""

    def __init__(self, parts: SplitResult, deadline: _Deadline) -> None:
        self.secure = parts.scheme == "https"
        super().__init__(str(parts.hostname), parts.port or (443 if self.secure else 80))
        self._deadline = deadline

    def connect(self) -> None:
        failure: OSError = OSError("it has no address")
        for address in resolve(self.host, self.port, self._deadline.limits.reach):
            try:
                self.sock = socket.create_connection((str(address), self.port), self._deadline.left())
                break
            except OSError as error:
                failure = error
        else:
            raise failure
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@dataclass(frozen=True, slots=True)
class _Exchange:
    """An answer whose body is still to be read."""

    response: HTTPResponse
    wire: socket.socket
    deadline: _Deadline

    @property
    def headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.response.getheaders()}

    def pieces(self, most: int) -> Iterator[bytes]:
        """The body. Raises Unreachable when it has more than ``most`` bytes or does not end in time."""
        size = 0
        while True:
            self.wire.settimeout(self.deadline.left())
            piece = self.response.read1(_PIECE)
            if not piece:
                return
            size += len(piece)
            if size > most:
                raise Unreachable(worded("the answer has more than {n} bytes", n=f"{most:,}"))
            yield piece


@contextmanager
def _asked(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], deadline: _Deadline
) -> Iterator[_Exchange]:
    parts = check_url(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with closing(_Connection(parts, deadline)) as connection:
            connection.request(method, target, body, {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers})
            connection.sock.settimeout(deadline.left())
            wire = connection.sock  # the connection forgets it when the answer says that it closes
            yield _Exchange(connection.getresponse(), wire, deadline)
    except NotAllowed as error:
        raise Unreachable(str(error)) from None
    except TimeoutError:
        raise Unreachable(worded("it was not done within {n} seconds", n=f"{deadline.limits.seconds:g}")) from None
    except ssl.SSLError as error:
        raise Unreachable(
            worded("its certificate or encryption is not in order ({said})", said=str(error.reason or error))
        ) from None
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(
            worded(
                "it could not be asked ({said})",
                said=str(getattr(error, "strerror", None) or error or type(error).__name__),
            )
        ) from None
