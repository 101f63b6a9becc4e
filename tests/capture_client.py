"""Speaks to capture as an ASGI server would, without a network."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from tenure.capture.app import Capture
from tenure.capture.group_commit import GroupCommit
from tenure.capture.keys import Keys
from tenure.capture.rate import Rate
from tenure.records.api_key import hash_key
from tests.fake_spool import FakeSpool

ACME, RIVAL = "tw_acme", "tw_rival"
KEYS = {hash_key(ACME): "acme", hash_key(RIVAL): "rival"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


async def until(condition: Callable[[], bool]) -> None:
    """Let everything else run until it holds."""
    while not condition():  # noqa: ASYNC110 - there is no event to wait for
        await asyncio.sleep(0)


class Client:
    """One caller of an application; bodies go in pieces when a list is given."""

    def __init__(self, app: Any, spool: FakeSpool, writer: GroupCommit) -> None:
        self.app = app
        self.writer = writer
        self.spool = spool
        self.pieces_read = 0

    async def send(
        self,
        path: str,
        body: bytes | list[bytes] | object = b"",
        headers: Mapping[str, str] | None = None,
        method: str = "POST",
        key: str | None = ACME,
    ) -> Answer:
        if not isinstance(body, bytes | list) or (isinstance(body, list) and body and not isinstance(body[0], bytes)):
            body = json.dumps(body).encode()
        pieces = body if isinstance(body, list) else [body]
        sent = {**(basic(key) if key else {}), **(headers or {})}
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in sent.items()]
        path, _, query = path.partition("?")
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
        scope["scheme"] = "http"
        left = list(pieces)
        messages: list[Any] = []

        async def receive() -> dict[str, Any]:
            self.pieces_read += 1
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

        async def answer(message: Any) -> None:
            messages.append(message)

        await self.app(scope, receive, answer)
        start, end = messages
        got = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], got, end["body"])

    async def track(self, **fields: object) -> Answer:
        return await self.send("/v1/track", {"userId": "ada", "event": "Opened", **fields})


@asynccontextmanager
async def capture(
    spool: FakeSpool | None = None,
    look_up: Callable[[], Mapping[str, str]] = lambda: KEYS,
    rate: int = 0,
    high_water: int = 1_000_000,
) -> AsyncIterator[Client]:
    """Capture on a spool in memory, with the keys of two workspaces."""
    spool = spool or FakeSpool()
    writer = GroupCommit(lambda: spool)
    writer.start()
    try:
        yield Client(Capture(Keys(look_up), writer, Rate(rate), high_water), spool, writer)
    finally:
        spool.release()
        await writer.close()


def run(work: Callable[[Client], Awaitable[Any]], **settings: Any) -> Any:
    """Run a test's coroutine against a fresh capture."""

    async def main() -> Any:
        async with capture(**settings) as client:
            return await work(client)

    return asyncio.run(main())
