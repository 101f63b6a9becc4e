"""What does a program get when something is wrong? One JSON object for every error, as RFC 9457 has it."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse
from pydantic import BaseModel, Field

MEDIA_TYPE: Final = "application/problem+json"
DOCS: Final = "/api/v1/docs"

# The sentence that explains each status, on the docs page too.
MEANINGS: Final[Mapping[int, str]] = {
    400: "The request cannot be read: no JSON, or another form than the operation takes.",
    401: "No key, or one that is unknown or revoked. Send it as “Authorization: Bearer ta_…”.",
    403: "The key may not do this: a write key sends events and opens nothing here.",
    404: "There is nothing under this address in the workspace of the key.",
    405: "The address does not take this method; Allow says which it takes.",
    409: "It is there already, was done already, or is being done by somebody else.",
    413: "More than may be sent at once. Nothing was kept of it.",
    415: "The body is not in the form that the operation takes.",
    422: "The request can be read, but something in it cannot be used; errors says what and why.",
    429: "More requests than a workspace may send in this time; Retry-After says how long to wait.",
    500: "A fault of ours. It is in the log under the code.",
    503: "The server cannot answer now, for instance because its disk is full. Try again.",
}


class Wrong(BaseModel):
    """What is wrong with one field, and in a bulk request with which row (1 is the first)."""

    row: int | None = None
    field: str
    value: str
    reason: str


class Problem(BaseModel):
    """An error: what happened (title), what exactly (detail), and what to change (errors)."""

    type: str = Field(description="An address that explains this kind of error")
    title: str
    status: int
    detail: str
    errors: list[Wrong] = []
    code: str | None = Field(None, description="What to quote when you report a fault of ours")


class Refusal(Exception):  # noqa: N818 - reads as what happens
    """What an operation raises to answer with an error."""

    def __init__(
        self, status: int, detail: str, errors: Sequence[Wrong] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def answer(
    status: int,
    detail: str = "",
    *,
    errors: Sequence[Wrong] = (),
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """An error as an answer; without a detail the meaning of its status."""
    text = json.dumps(_body(status, detail or meaning(status), errors, code), ensure_ascii=False)
    return HttpResponse(text.encode(), status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def _body(status: int, detail: str, errors: Sequence[Wrong], code: str | None) -> dict[str, Any]:
    problem = Problem(
        type=f"{DOCS}#problem-{status}",
        title=title(status),
        status=status,
        detail=detail,
        errors=list(errors),
        code=code,
    )
    return problem.model_dump(exclude_none=True)


def title(status: int) -> str:
    """The words that HTTP has for a status."""
    return HTTPStatus(status).phrase


def meaning(status: int) -> str:
    """The sentence that explains a status."""
    return MEANINGS.get(status, title(status) + ".")
