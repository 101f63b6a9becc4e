"""Which plays run, what do they do, which accounts are on them, and what would they do next? Read only."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure import clock
from tenure.answers.play_forecast import play_forecast
from tenure.answers.play_rows import forecast_row, log_rows, names_of, play_row, plays, run_row, runs, whole_row
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import example, one_of
from tenure.api.nouns import AccountOf
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal
from tenure.plays.parse import parse
from tenure.records.play import Play as Row
from tenure.records.play import PlayRun

router = Router(tags=["plays"])
of_runs = Router(tags=["plays"])
LARGEST = 2**63 - 1
_STATES = Row.State.values
_RUN_STATES = PlayRun.State.values
_DEFINITION: Any = {
    "slug": "save", "name": "Save", "about": "", "trigger": {"on": "alert", "signal": "usage-stopped"},
    "steps": [{"do": "task", "title": "Call", "to": "owner", "due_in": 1}], "stop_when": None, "hold_out": None,
}  # fmt: skip
_PLAY: Any = {
    "slug": "save", "name": "Save", "state": "published", "version": 2, "has_draft": False, "about": None,
    "says": ["It starts when the signal “Usage has stopped” fires."],
    "steps": [
        {
            "path": "0", "depth": 0,
            "says": "Make the task “Call”, due in 1 day. Who does it: the owner of the account.",
        }
    ],
    "inside": 12, "left_alone": 0, "definition": _DEFINITION,
}  # fmt: skip
_RUN: Any = {
    "id": 81, "play": "save", "version": 2, "account": "acme", "cause": "alert:7", "state": "running",
    "next_at": "2026-03-09T08:00:00Z", "started_at": "2026-03-02T08:00:00Z", "ended_at": None, "because": None,
}  # fmt: skip


class Step(BaseModel):
    """One step as a sentence; those of a branch lie deeper."""

    path: str
    depth: int
    says: str


class Play(BaseModel):
    """One play: what starts it, what it does then, and how many accounts are on it."""

    model_config = example(**_PLAY)

    slug: str
    name: str
    state: Annotated[str, one_of(_STATES)]
    version: int | None = Field(description="What runs; null until it was published")
    has_draft: bool = Field(description="Whether something was changed that was not published yet")
    about: str | None
    says: list[str] = Field(description="What starts it, what ends it, and whom it leaves alone")
    steps: list[Step]
    inside: int = Field(description="Accounts on their way through it")
    left_alone: int = Field(description="Accounts on their way that chance leaves alone, for comparison")
    definition: dict[str, Any]


class WholePlay(Play):
    """The same, with what keeps it from running."""

    model_config = example(**_PLAY, problems=[])

    problems: list[str] = Field(description="What it names that there is not, or no longer")


class Run(BaseModel):
    """One account on its way through a play, once for each cause."""

    model_config = example(**_RUN)

    id: int
    play: str
    version: int
    account: str = Field(description="The key of the account")
    cause: str = Field(description="What started it")
    state: Annotated[str, one_of(_RUN_STATES)]
    next_at: datetime | None = Field(description="When it goes on, whatever happens before")
    started_at: datetime
    ended_at: datetime | None
    because: str | None = Field(description="Why it ended")


class Entry(BaseModel):
    """What became of one step, and why."""

    at: datetime
    path: str
    kind: str
    why: str
    task: int | None = Field(description="The task that it made")


class WholeRun(Run):
    """A run with its log."""

    model_config = example(
        **_RUN,
        log=[
            {
                "at": "2026-03-02T08:00:00Z", "path": "0", "kind": "did", "task": 7,
                "why": "Make the task “Call”, due in 1 day. Who does it: the owner of the account.",
            }
        ],
    )  # fmt: skip

    log: list[Entry]


class Doing(BaseModel):
    """One step that a play would take for one account."""

    account: str
    on: date
    path: str
    is_sure: bool = Field(description="Whether nothing but the calendar decides about it")
    member: str | None = Field(description="Whose task it would be")


class Forecast(BaseModel):
    """What a play would do in the next 30 days."""

    model_config = example(
        accounts=12, looked_at=12, left_alone=1, steps={"0": 11},
        doings=[{"account": "acme", "on": "2026-03-09", "path": "0", "is_sure": True, "member": "Ada"}], notes=[],
    )  # fmt: skip

    accounts: int = Field(description="How many accounts would start it")
    looked_at: int = Field(description="How many of them all else is about")
    left_alone: int
    steps: dict[str, int] = Field(description="How often each step would be taken, by its path")
    doings: list[Doing] = Field(description="The first hundred")
    notes: list[str] = Field(description="What cannot be foreseen")


class Runs(Paging):
    """What the list takes."""

    account: AccountOf = None
    state: Annotated[str | None, one_of(_RUN_STATES), Field(max_length=16, description="Only those that are so")] = None


@router.get("", response=page_of(Play), operation_id="list_plays", summary="List plays")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """In the order in which they were made; drafts and archived ones too."""
    refuse_unknown(request, Paging)
    workspace = caller_of(request).workspace
    found, names = cut(plays(workspace), query), names_of(workspace)
    return page(request, [play_row(row, names) for row in found.rows], found.next_cursor)


@router.get("/{slug:slug}", response=WholePlay, operation_id="get_play", summary="Get a play")
def get(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What runs of it, or the draft where nothing was published yet."""
    caller = caller_of(request)
    return whole_row(_one(caller, slug), names_of(caller.workspace))


@router.get(
    "/{slug:slug}/runs", response=page_of(Run), operation_id="list_play_runs", summary="List the runs of a play"
)
def list_runs(request: HttpRequest, slug: str, query: Query[Runs]) -> dict[str, Any]:
    """The latest first."""
    refuse_unknown(request, Runs)
    caller = caller_of(request)
    rows = runs(caller.workspace).filter(play=_one(caller, slug))
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    if query.state is not None:
        rows = rows.filter(state=query.state)
    found = cut(rows, query, newest_first=True)
    return page(request, [run_row(row) for row in found.rows], found.next_cursor)


@of_runs.get("/{int:id}", response=WholeRun, operation_id="get_play_run", summary="Get a run")
def get_run(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """With each step that was taken, and why."""
    row = runs(caller_of(request).workspace).filter(pk=id).first() if id <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no run {str(id)[:30]} of a play in the workspace of this key.")
    return {**run_row(row), "log": log_rows(row)}


@router.get("/{slug:slug}/forecast", response=Forecast, operation_id="forecast_play", summary="Foresee a play")
def forecast(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What the draft would do within 30 days, or what runs where nothing was changed since; it does nothing."""
    caller = caller_of(request)
    row = _one(caller, slug)
    foreseen = play_forecast(caller.workspace, parse(row.draft or row.definition), row, clock.now())
    return forecast_row(caller.workspace, foreseen)


def _one(caller: Caller, slug: str) -> Any:
    row = plays(caller.workspace).filter(slug=slug).first()
    if row is None:
        raise Refusal(404, f"There is no play “{slug[:80]}” in the workspace of this key.")
    return row
