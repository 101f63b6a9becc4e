"""A file as somebody brings it: announced to a page, then sent under the token that it was given."""

from typing import Any

from asgiref.sync import async_to_sync

from tenure.actions.importing.uploads import begin_upload
from tenure.console.importing.receiving import receive_file
from tenure.records.models import Upload, Workspace


def bring(workspace: Workspace, name: str, content: bytes, *, by: str = "test") -> Upload:
    """The upload of a file that came whole."""
    upload = begin_upload(workspace=workspace, file_name=name, size=len(content), by=by)
    status, body = put(f"/uploads/{upload.token}", content)
    assert status == 201, body
    upload.refresh_from_db()
    return upload


def put(
    path: str, *pieces: bytes, method: str = "PUT", leaves: bool = False, language: str = "en"
) -> tuple[int, bytes]:
    """Status and body of the answer to a file sent in pieces; (0, b"") when there was none. ``leaves``: before its end."""
    headers = [(b"accept-language", language.encode())]
    said: list[Any] = []
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting.append({"type": "http.disconnect"} if leaves else {"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        said.append(message)

    async_to_sync(receive_file)({"type": "http", "method": method, "path": path, "headers": headers}, receive, send)
    return (said[0]["status"], said[1]["body"]) if said else (0, b"")
