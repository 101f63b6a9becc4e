"""Which events could not be kept, and why? Dead letters, which can be sent through again."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from tenure.actions.dead_letters import found, replay
from tenure.answers.facts import oldest
from tenure.answers.process import spool
from tenure.api.caller import caller_of
from tenure.api.choices import example
from tenure.api.pages import Paging, page, page_of, read_cursor, refuse_unknown, write_cursor
from tenure.api.problems import Refusal
from tenure.eventlog.spool import LAST

router = Router(tags=["dead letters"])


class DeadLetter(BaseModel):
    """A request, or a part of one, whose events could not be kept."""

    model_config = example(
        id=81, received_at="2026-03-01T09:30:00Z", reason="the time lies before 2016-03-01", body='{"event": "Opened"}'
    )  # fmt: skip

    id: int
    received_at: datetime
    reason: str
    body: str = Field(description="What was sent")


class DeadLetters(Paging):
    """What the list takes."""

    reason: Annotated[str | None, Field(description="Only those whose reason holds this text", max_length=300)] = None


class Replay(BaseModel):
    """Which to send through again: some by id, or all; of these only such whose reason holds a text."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ids": [81, 82]}]})

    ids: list[Annotated[int, Field(ge=1, lt=LAST)]] | None = Field(None, max_length=10_000)
    all: bool = False
    reason: str = Field("", max_length=300)


class StillBad(BaseModel):
    """A letter that could not be kept this time either."""

    id: int
    reason: str


class Replayed(BaseModel):
    """What became of each."""

    model_config = example(ids=[81], still_bad=[{"id": 82, "reason": "the event has no name"}], unknown=[])

    ids: list[int] = Field(description="Wait to be sealed again")
    still_bad: list[StillBad] = Field(description="Stay, with the reason that holds now")
    unknown: list[int] = Field(description="No letter of this workspace has that id")


@router.get("", response=page_of(DeadLetter), operation_id="list_dead_letters", summary="List dead letters")
def list_all(request: HttpRequest, query: Query[DeadLetters]) -> dict[str, Any]:
    """The newest first."""
    refuse_unknown(request, DeadLetters)
    (before,) = read_cursor(query.cursor, 1) or (LAST,)
    letters = found(spool(), caller_of(request).workspace, query.limit + 1, query.reason or "", before)
    items = [
        DeadLetter(
            id=letter.id,
            received_at=datetime.fromtimestamp(letter.received_at / 1e6, UTC),
            reason=letter.reason,
            body=letter.body.decode(errors="replace"),
        )
        for letter in letters[: query.limit]
    ]
    return page(request, items, write_cursor(items[-1].id) if len(letters) > query.limit else None)


@router.post(
    "/replay", response=Replayed, operation_id="replay_dead_letters", summary="Send dead letters through again"
)
def send_again(request: HttpRequest, body: Body[Replay]) -> Replayed:
    """What could still not be kept stays in the list under its id."""
    if body.all is (body.ids is not None):
        raise Refusal(422, "Name the ids of the letters that are meant, or say that all are: one of both.")
    caller = caller_of(request)
    done = replay(
        workspace=caller.workspace, spool=spool(), oldest=oldest(caller.workspace), by=caller.by, ids=body.ids,
        said=body.reason,
    )  # fmt: skip
    return Replayed(
        ids=list(done.ids),
        still_bad=[StillBad(id=one.id, reason=one.reason) for one in done.still_bad],
        unknown=list(done.unknown),
    )
