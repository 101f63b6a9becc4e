"""How much may somebody send to a page? Less than would fill the disk that Django keeps large bodies on."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

MOST = 1 << 20  # bytes: pages take forms, and no form is as long
_SAYS = b"A page takes at most 1 MB. Nothing was kept of what you sent."


class _TooMuch(Exception):  # noqa: N818 - reads as what happened
    pass


def limited(pages: Application) -> Application:
    """The same application, which answers 413 to more than MOST bytes, whether they were announced or not."""

    async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        taken, answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST:
                raise _TooMuch
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        if _announced(scope) > MOST:
            await _refuse(send)
            return
        try:
            await pages(scope, counted, noted)
        except _TooMuch:
            if not answered:
                await _refuse(send)

    return application


def _announced(scope: MutableMapping[str, Any]) -> int:
    """The length that the headers name; the server has checked that it is a number."""
    return max((int(value) for name, value in scope["headers"] if name == b"content-length"), default=0)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(_SAYS)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": _SAYS})
