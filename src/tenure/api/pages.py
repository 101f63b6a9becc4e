"""How is a long list given out? In pages, each with a cursor to the next: rows that come or go meanwhile shift nothing."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field, create_model

from tenure.api.paths import sent_path
from tenure.api.problems import Refusal, Wrong

MOST: Final = 1_000
USUAL: Final = 100
_LARGEST: Final = 2**63 - 1
M = TypeVar("M", bound=Model)


class Paging(BaseModel):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, le=MOST, description=f"How many at most, 1 to {MOST:,}")] = USUAL
    cursor: Annotated[str | None, Field(max_length=500, description="next_cursor of the page before")] = None


@dataclass(frozen=True, slots=True)
class Cut:
    """One page of a list, and where the next one begins (None: there is none)."""

    rows: Sequence[Any]
    next_cursor: str | None


def page_of(item: type[BaseModel]) -> type[BaseModel]:
    """The form of a page of these."""
    return create_model(
        f"{item.__name__}Page",
        __doc__="One page of a list.",
        items=(list[item], ...),  # type: ignore[valid-type]  # a type made while the program starts
        next_cursor=(
            str | None,
            Field(description="Ask for the next page with it; null on the last page", examples=["WzEyXQ"]),
        ),
        next=(
            str | None,
            Field(
                description="The address of the next page; null on the last page", examples=["/api/v1/…?cursor=WzEyXQ"]
            ),
        ),
    )


def cut(rows: "QuerySet[M]", paging: Paging, *, newest_first: bool = False) -> Cut:
    """A page of a query, in the order of its rows' numbers."""
    after = read_cursor(paging.cursor, 1)
    if after is not None:
        rows = rows.filter(pk__lt=after[0]) if newest_first else rows.filter(pk__gt=after[0])
    found = list(rows.order_by("-pk" if newest_first else "pk")[: paging.limit + 1])
    more = len(found) > paging.limit
    found = found[: paging.limit]
    return Cut(found, write_cursor(found[-1].pk) if more else None)


def page(request: HttpRequest, items: Sequence[Any], next_cursor: str | None) -> dict[str, Any]:
    """A page as it is answered. ``next`` is relative to the server, which need not know under which name it is reached."""
    address = None
    if next_cursor is not None:
        query = request.GET.copy()
        query["cursor"] = next_cursor
        address = f"{sent_path(request)}?{query.urlencode()}"
    return {"items": list(items), "next_cursor": next_cursor, "next": address}


def write_cursor(*position: int) -> str:
    """A place in a list, in a form that nobody is tempted to make themselves."""
    return urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, length: int) -> tuple[int, ...] | None:
    """The place that a cursor means; None without one. Raises Refusal for what is none of ours."""
    if cursor is None:
        return None
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (Error, ValueError, RecursionError):
        found = None
    if isinstance(found, list) and len(found) == length and all(type(n) is int and abs(n) <= _LARGEST for n in found):
        return tuple(found)
    wrong = Wrong(field="cursor", value=cursor[:80], reason="is no cursor: take next_cursor of the page before")
    raise Refusal(422, "The cursor cannot be used.", [wrong])


def refuse_unknown(request: HttpRequest, query: type[BaseModel]) -> None:
    """Raises Refusal for what a list was asked and does not know: a filter misspelt would otherwise give everything."""
    unknown = [name for name in request.GET if name not in query.model_fields]
    if unknown:
        known = ", ".join(query.model_fields)
        wrongs = [Wrong(field=name[:80], value=request.GET[name][:80], reason="is not known here") for name in unknown]
        raise Refusal(422, f"This list takes {known}, and nothing else.", wrongs)
