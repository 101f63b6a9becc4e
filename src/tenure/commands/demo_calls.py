"""Sends the demo's latest events as a program would: with a write key, to the application that serves every request."""

import asyncio
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from asgiref.testing import ApplicationCommunicator
from django.utils.module_loading import import_string

_APPLICATION = "tenure.project.asgi.application"  # found by name, as a server finds it
_SECONDS = 30  # for one answer
_Conversation: Any = ApplicationCommunicator  # it declares no types


class NotTaken(Exception):  # noqa: N818 - reads as what is the matter
    """Capture answered something else than that it keeps the events; the message holds its answer."""


def send(bodies: Iterable[bytes], key: str) -> None:
    """Send requests to ``/v1/batch`` one after the other; each is kept once this returns. Raises NotTaken."""
    asyncio.run(_send(bodies, key))


async def _send(bodies: Iterable[bytes], key: str) -> None:
    application = import_string(_APPLICATION)
    life = _Conversation(application, {"type": "lifespan"})
    await life.send_input({"type": "lifespan.startup"})
    await life.receive_output(_SECONDS)
    try:
        for body in bodies:
            await _request(application, body, key)
    finally:
        await life.send_input({"type": "lifespan.shutdown"})
        await life.receive_output(_SECONDS)


async def _request(application: object, body: bytes, key: str) -> None:
    token = b64encode(f"{key}:".encode())
    headers = [(b"authorization", b"Basic " + token), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/v1/batch", "scheme": "http", "headers": headers}
    request = _Conversation(application, scope)
    await request.send_input({"type": "http.request", "body": body})
    status = (await request.receive_output(_SECONDS))["status"]
    said = (await request.receive_output(_SECONDS))["body"]
    if status != 200:
        raise NotTaken(f"capture answered {status}: {said.decode(errors='replace')}")
