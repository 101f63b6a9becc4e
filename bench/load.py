"""How fast does a server answer? A loader on raw sockets that costs it as little processor time as Python can."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import uvloop

MakeRequest = Callable[[int], bytes]


@dataclass
class Result:
    """What came back: answers by status, seconds it took, and the latency of each answer in seconds."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)  # numbers of the requests answered with 200

    @property
    def rate(self) -> float:
        """Requests answered with 200 in a second."""
        return self.statuses[200] / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that this share of the answers kept, in seconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class _Connection(asyncio.Protocol):
    """One request after another on one connection, until the loader says stop."""

    def __init__(self, loader: "_Loader") -> None:
        self.loader = loader

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # what TCP gives
        self.transport = transport
        self.received = b""
        self._next()

    def _next(self) -> None:
        number = self.loader.number()
        if number is None:
            self.transport.close()
            return
        self.sent_number = number
        self.sent = time.perf_counter()
        self.transport.write(self.loader.make(number))

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return
        start = self.received.find(b"content-length: ")
        length = int(self.received[start + 16 : self.received.find(b"\r", start)])
        if len(self.received) < head + 4 + length:
            return
        result = self.loader.result
        status = int(self.received[9:12])
        result.statuses[status] += 1
        result.latencies.append(time.perf_counter() - self.sent)
        if status == 200:
            result.acknowledged.append(self.sent_number)
        self.received = b""
        self._next()

    def connection_lost(self, _exc: Exception | None) -> None:
        self.loader.lost()


class _Loader:
    def __init__(self, make: MakeRequest, connections: int, seconds: float) -> None:
        self.make = make
        self.result = Result()
        self.open = connections
        self.sent = 0
        self.end = time.perf_counter() + seconds
        self.done = asyncio.get_running_loop().create_future()

    def number(self) -> int | None:
        if time.perf_counter() >= self.end:
            return None
        self.sent += 1
        return self.sent

    def lost(self) -> None:
        self.open -= 1
        if not self.open:
            self.done.set_result(None)


async def _load(port: int, make: MakeRequest, connections: int, seconds: float) -> Result:
    loader = _Loader(make, connections, seconds)
    began = time.perf_counter()
    for _ in range(connections):
        await asyncio.get_running_loop().create_connection(lambda: _Connection(loader), "127.0.0.1", port)
    await loader.done
    loader.result.seconds = time.perf_counter() - began
    return loader.result


def load(port: int, make: MakeRequest, connections: int, seconds: float) -> Result:
    """Send for so many seconds on so many connections; ``make`` gives the bytes of the n-th request."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_load(port, make, connections, seconds))
