"""How much may somebody send? Less than would fill the disk that Django keeps large bodies on; to the API more than to a page."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

from django.conf import settings

from tenure.api import problems

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST = 1 << 20  # bytes: pages take forms, and no form is as long
MOST_JSON = 8 << 20  # of the API: 5,000 rows, and more than that each of them needs
MOST_FILE = settings.TENURE_UPLOAD_MB * 1_000_000 + MOST  # of a file that the API imports, and what stands around it
_SAYS = b"A page takes at most 1 MB. Nothing was kept of what you sent."


class _TooMuch(Exception):  # noqa: N818 - reads as what happened
    pass


class _Limit(NamedTuple):
    most: int
    content_type: bytes
    says: bytes


def _of_api(most: int) -> _Limit:
    says = problems.answer(413, f"At most {most >> 20} MB may be sent here. Nothing was kept of it.").content
    return _Limit(most, problems.MEDIA_TYPE.encode(), says)


_PAGE = _Limit(MOST, b"text/plain; charset=utf-8", _SAYS)
_JSON, _FILE = _of_api(MOST_JSON), _of_api(MOST_FILE)


def limited(pages: Application) -> Application:
    """The same application, which answers 413 to more bytes than its address takes, whether they were announced or not."""

    async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        taken, answered, limit = 0, False, _limit(scope["path"])

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit.most:
                raise _TooMuch
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        if _announced(scope) > limit.most:
            await _refuse(send, limit)
            return
        try:
            await pages(scope, counted, noted)
        except _TooMuch:
            if not answered:
                await _refuse(send, limit)

    return application


def _limit(path: str) -> _Limit:
    if not path.startswith("/api/"):
        return _PAGE
    return _FILE if path.rstrip("/") == "/api/v1/imports" else _JSON


def _announced(scope: MutableMapping[str, Any]) -> int:
    """The length that the headers name; the server has checked that it is a number."""
    return max((int(value) for name, value in scope["headers"] if name == b"content-length"), default=0)


async def _refuse(send: Send, limit: _Limit) -> None:
    headers = [(b"content-type", limit.content_type), (b"content-length", str(len(limit.says)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": limit.says})
