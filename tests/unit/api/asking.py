"""A program that uses the API: says what it sends and reads what is answered."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tenure.actions.keys import create_key
from tenure.records.models import ApiKey, Workspace

ROOT = "/api/v1"


class Program:
    """One program with a key of a workspace; every call answers with the response, and ``json`` with what it holds."""

    def __init__(self, workspace: Workspace, kind: str = ApiKey.Kind.API) -> None:
        self.workspace = workspace
        self.key = create_key(workspace=workspace, kind=kind, by="test")
        self.client = Client(raise_request_exception=False)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {
            "Authorization": f"Bearer {self.key}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        address = path if path.startswith("/api/") else ROOT + path
        return self.client.generic(method, address, data, content_type="application/json", headers=sent)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any) -> HttpResponse:
        return self.ask("PATCH", path, body)

    def upload(self, path: str, name: str, content: bytes, **fields: str) -> HttpResponse:
        from django.core.files.uploadedfile import SimpleUploadedFile

        data = {**fields, "file": SimpleUploadedFile(name, content)}
        return self.client.post(ROOT + path, data, headers={"Authorization": f"Bearer {self.key}"})

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """What a creation answers; it must succeed."""
        response = self.post(path, body)
        assert response.status_code == 201, response.content
        return response.json()

    def read(self, path: str, **headers: str) -> Any:
        """What a question answers; it must succeed."""
        response = self.get(path, **headers)
        assert response.status_code == 200, response.content
        return response.json()


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem that a response tells, which must have this status and the whole form."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert told["type"] == f"/api/v1/docs#problem-{status}"
    assert told["title"]
    assert told["detail"]
    return told
