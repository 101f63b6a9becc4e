"""What happened with an account? Its timeline, newest first."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure.answers.timeline import Entry, Kind, Position, timeline
from tenure.api.account_of import account_of
from tenure.api.caller import caller_of
from tenure.api.choices import example
from tenure.api.nouns import Money
from tenure.api.pages import page, page_of, read_cursor, refuse_unknown, write_cursor
from tenure.api.problems import Refusal
from tenure.facts.values import to_json

router = Router(tags=["accounts"])
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
MOST: Final = 200


class TimelineEntry(BaseModel):
    """One thing that happened. A day's use is one entry, which has a day and no time."""

    model_config = example(
        kind="touchpoint", day="2026-03-01", at="2026-03-01T09:30:00Z", key="call-512",
        title="Call with Jana Vos, 30 minutes", text="Went through the quarter",
        data={"channel": "call", "minutes": 30, "contact": "jana", "by": "Ada"},
    )  # fmt: skip

    kind: Kind
    day: date
    at: datetime | None
    key: str | None = Field(description="Of the record that it is about, where it has one")
    title: str
    text: str
    data: dict[str, bool | int | float | str | Money | None]


class TimelineAsked(BaseModel):
    """What a timeline takes."""

    limit: Annotated[int, Field(ge=1, le=MOST, description=f"How many at most, 1 to {MOST}")] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="next_cursor of the page before")] = None


@router.get(
    "/{key:key}/timeline",
    response=page_of(TimelineEntry),
    operation_id="list_timeline",
    summary="List what happened with an account",
)
def get(request: HttpRequest, key: str, query: Query[TimelineAsked]) -> dict[str, Any]:
    """Use by the day, touchpoints, tickets, orders, changes of health and notes, the newest first."""
    refuse_unknown(request, TimelineAsked)
    account = account_of(caller_of(request), key)
    entries = timeline(account, query.limit + 1, before=_position(query.cursor))
    shown = entries[: query.limit]
    more = len(entries) > query.limit
    return page(request, [_shown(entry) for entry in shown], _cursor(shown[-1].position) if more else None)


def _shown(entry: Entry) -> TimelineEntry:
    return TimelineEntry(
        kind=entry.kind,
        day=entry.day,
        at=entry.at,
        key=entry.key,
        title=entry.words.title,
        text=entry.words.text,
        data={name: to_json(value) for name, value in entry.words.data.items()},  # type: ignore[misc]  # pydantic makes Money of it
    )


def _cursor(position: Position) -> str:
    return write_cursor((position.at - _EPOCH) // _MICROSECOND, position.rank, position.id)


def _position(cursor: str | None) -> Position | None:
    found = read_cursor(cursor, 3)
    if found is None:
        return None
    try:
        return Position(_EPOCH + found[0] * _MICROSECOND, found[1], found[2])
    except OverflowError:
        raise Refusal(422, "The cursor cannot be used: take next_cursor of the page before.") from None
