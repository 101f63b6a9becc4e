"""How does a file get from a browser to the disk? Piece by piece, under the token that its page was given for it.

Django would keep the whole body elsewhere first. Whoever has no token is refused before anything is read.
"""

import asyncio
import contextlib
import errno
import hashlib
import json
import logging
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import IO, Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.db import connections
from django.utils import translation

from tenure.actions.importing.uploads import finish_upload, upload_path
from tenure.answers.process import home
from tenure.console.language import offered
from tenure.console.stored_words import again
from tenure.records.upload import Upload
from tenure.values.voice import later, worded

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Scope = MutableMapping[str, Any]

PREFIX = "/uploads/"
_FULL = later("The server's disk is full. Nothing of it was kept; tell whoever runs it, and try again.")
_UNWRITABLE = later("The server cannot write the file. Nothing of it was kept; tell whoever runs it, and try again.")
PIECE = 1 << 20  # bytes gathered before they are written
log = logging.getLogger(__name__)


class _Refused(Exception):  # noqa: N818 - reads as what happened
    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Gone(Exception):  # noqa: N818 - reads as what happened
    """The browser went away before the file was whole."""


async def receive_file(scope: Scope, receive: Receive, send: Send) -> None:
    """PUT /uploads/TOKEN: the bytes of the file that was announced under that token, once."""
    try:
        async with ThreadSensitiveContext():
            await _receive(scope, receive)
    except _Refused as refused:
        await _answer(send, refused.status, {"error": _in_language_of(scope, str(refused))})
    except _Gone:
        return
    except OSError as error:
        log.exception("An upload could not be kept")
        await _answer(
            send, 507, {"error": _in_language_of(scope, _FULL if error.errno == errno.ENOSPC else _UNWRITABLE)}
        )
    else:
        await _answer(send, 201, {})


async def _receive(scope: Scope, receive: Receive) -> None:
    if scope["method"] != "PUT":
        raise _Refused(405, later("A file is sent with PUT."))
    upload = await sync_to_async(_expected)(scope["path"].removeprefix(PREFIX))
    path = upload_path(home(), upload)
    part = path.with_name(f"{upload.token}.{uuid.uuid4().hex}.part")
    try:
        size, digest = await _keep(receive, part)
        await asyncio.to_thread(part.replace, path)
        await sync_to_async(_finish)(upload, size, digest)
    finally:
        part.unlink(missing_ok=True)


async def _keep(receive: Receive, part: Path) -> tuple[int, str]:
    """Write what comes, in threads; its size and sha256."""
    most = settings.TENURE_UPLOAD_MB * 1_000_000
    size, digest, held = 0, hashlib.sha256(), bytearray()
    with contextlib.closing(await asyncio.to_thread(_open, part)) as file:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            held += message.get("body", b"")
            size += len(message.get("body", b""))
            if size > most:
                raise _Refused(413, too_large(most))
            over = not message.get("more_body", False)
            if held and (over or len(held) >= PIECE):
                await asyncio.to_thread(_write, file, digest, bytes(held))
                held.clear()
            if over:
                break
    if not size:
        raise _Refused(422, later("This file is empty: its first row must name the columns."))
    return size, digest.hexdigest()


def too_large(most: int) -> str:
    """What to do about a file that is larger than may be sent."""
    return worded(
        "The file is larger than {most} MB, which is what this server takes from a page (TENURE_UPLOAD_MB). "
        "Bring it in parts, or on the server itself with: tenure import",
        most=f"{most // 1_000_000:,}",
    )


def _in_language_of(scope: Scope, sentence: str) -> str:
    """The sentence in the language of the page that sends, which its script names."""
    named = next((value for name, value in scope["headers"] if name == b"accept-language"), b"").decode("latin-1")
    with translation.override(named if named in offered() else "en"):
        return again(sentence)


def _open(part: Path) -> IO[bytes]:
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return part.open("wb")


def _write(file: IO[bytes], digest: "hashlib._Hash", piece: bytes) -> None:
    file.write(piece)
    digest.update(piece)


def _expected(token: str) -> Upload:
    """The upload that waits for its file. Raises _Refused when none does, which tells nothing of others."""
    try:
        found = Upload.objects.select_related("workspace").filter(token=token[:64], digest="", removed_at=None).first()
    finally:
        _let_go()
    if found is None:
        raise _Refused(
            404, later("No file is expected here: it came already, or its page is too old. Choose it again.")
        )
    return found


def _finish(upload: Upload, size: int, digest: str) -> None:
    try:
        finish_upload(upload=upload, size=size, digest=digest)
    finally:
        _let_go()


def _let_go() -> None:
    """A large file takes a while to come; it must not keep a database connection for itself."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


async def _answer(send: Send, status: int, said: dict[str, str]) -> None:
    body = json.dumps(said).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
