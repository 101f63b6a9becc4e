"""What is to be done, by whom and by when? Tasks: listed, made, changed, finished, dropped and opened again."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Body, Query, Router, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tenure.actions.task_entries import Done, TaskError
from tenure.actions.tasks import (
    LONGEST_REASON,
    LONGEST_TITLE,
    change_task,
    create_task,
    drop_tasks,
    finish_tasks,
    reopen_tasks,
)
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import among, example, one_of, without_zero_bytes
from tenure.api.nouns import AccountOf, or_null
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.records.account import KEY_LENGTH, Account
from tenure.records.member import Member
from tenure.records.task import Task as Row

router = Router(tags=["tasks"])
LARGEST = 2**63 - 1
REPEATS = [word for word in Row.Repeat.values if word]
Repeat = Annotated[str, AfterValidator(among(REPEATS)), one_of(REPEATS)]
Line = Annotated[str, AfterValidator(without_zero_bytes)]
State = Literal["open", "done", "dropped"]


class Task(BaseModel):
    """One thing to do, with its reason."""

    model_config = example(
        id=7, title="Call about the push that stopped", reason="No push for 16 days", account="acme",
        owner="ada@tenure.example", due_on="2026-03-09", repeat=None, state="open", done_at=None, dropped_at=None,
        created_at="2026-03-01T09:30:00Z",
    )  # fmt: skip

    id: int
    title: str
    reason: str | None
    account: str | None = Field(description="The key of the account it is about")
    owner: str | None = Field(description="The e-mail address of the member whose task it is")
    due_on: date | None
    repeat: Annotated[str, one_of(REPEATS)] | None = Field(
        description="When finished, the next one is due so much later"
    )
    state: State
    done_at: datetime | None
    dropped_at: datetime | None
    created_at: datetime


class TaskChange(BaseModel):
    """What may be changed of a task; null takes a value away."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"due_on": "2026-03-16"}]})

    title: Annotated[Line, Field(min_length=1, max_length=LONGEST_TITLE)] | None = None
    reason: Annotated[Line, Field(max_length=LONGEST_REASON)] | None = None
    account: Annotated[Line, Field(max_length=KEY_LENGTH, description="The key of the account it is about")] | None = (
        None
    )
    owner: Annotated[Line, Field(max_length=254, description="The e-mail address of a member")] | None = None
    due_on: date | None = None
    repeat: Repeat | None = None


class TaskSent(TaskChange):
    """A task as it may be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "Call about the push that stopped",
                    "reason": "No push for 16 days",
                    "account": "acme",
                    "owner": "ada@tenure.example",
                    "due_on": "2026-03-09",
                }
            ]
        },
    )

    title: Annotated[Line, Field(min_length=1, max_length=LONGEST_TITLE)]


class Tasks(Paging):
    """What the list takes."""

    account: AccountOf = None
    owner: Annotated[str | None, Field(max_length=254, description="Only those of the member with this address")] = None
    state: Annotated[State | None, Field(description="Only those that are so")] = None
    due_until: Annotated[date | None, Field(description="Only those due on this day or before")] = None


@router.get("", response=page_of(Task), operation_id="list_tasks", summary="List tasks")
def list_all(request: HttpRequest, query: Query[Tasks]) -> dict[str, Any]:
    """In the order in which they were made, those that are over too."""
    refuse_unknown(request, Tasks)
    rows = Row.objects.filter(workspace=caller_of(request).workspace).select_related("account", "owner__user")
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    if query.owner is not None:
        rows = rows.filter(owner__user__email__iexact=query.owner)
    if query.due_until is not None:
        rows = rows.filter(due_on__lte=query.due_until)
    if query.state is not None:
        rows = rows.filter(done_at__isnull=query.state != "done", dropped_at__isnull=query.state != "dropped")
    found = cut(rows, query)
    return page(request, [_shown(row) for row in found.rows], found.next_cursor)


@router.post("", response={201: Task}, operation_id="create_task", summary="Create a task")
def create(request: HttpRequest, body: Body[TaskSent]) -> Status[Task]:
    """An open one."""
    caller = caller_of(request)
    said = {"title": body.title, **_said(caller, body)}
    try:
        done = create_task(workspace=caller.workspace, by=caller.by, **said)
    except TaskError as error:
        raise _refused(error) from None
    return Status(201, _shown(_one(caller, done.tasks[0].pk)))


@router.get("/{int:id}", response=Task, operation_id="get_task", summary="Get a task")
def get(request: HttpRequest, id: int) -> Task:  # noqa: A002 - the name stands in the address
    """One of the workspace's."""
    return _shown(_one(caller_of(request), id))


@router.patch("/{int:id}", response=Task, operation_id="change_task", summary="Change a task")
def change(request: HttpRequest, id: int, body: Body[TaskChange]) -> Task:  # noqa: A002 - the name stands in the address
    """Only the fields that are named; null takes a value away."""
    caller = caller_of(request)
    row = _one(caller, id)
    try:
        change_task(workspace=caller.workspace, number=row.pk, changes=_said(caller, body), by=caller.by)
    except TaskError as error:
        raise _refused(error) from None
    return _shown(_one(caller, id))


@router.post("/{int:id}/finish", response=Task, operation_id="finish_task", summary="Finish a task")
def finish(request: HttpRequest, id: int) -> Task:  # noqa: A002 - the name stands in the address
    """One that repeats makes the next one. Finishing it again changes nothing; one that was dropped stays so."""
    return _over(request, id, finish_tasks)


@router.post("/{int:id}/drop", response=Task, operation_id="drop_task", summary="Drop a task")
def drop(request: HttpRequest, id: int) -> Task:  # noqa: A002 - the name stands in the address
    """It need not be done, and does not come again. One that is done stays so."""
    return _over(request, id, drop_tasks)


@router.post("/{int:id}/reopen", response=Task, operation_id="reopen_task", summary="Open a task again")
def reopen(request: HttpRequest, id: int) -> Task:  # noqa: A002 - the name stands in the address
    """One that was finished or dropped is to be done after all."""
    return _over(request, id, reopen_tasks)


def _over(request: HttpRequest, number: int, action: Callable[..., Done]) -> Task:
    caller = caller_of(request)
    action(workspace=caller.workspace, numbers=[_one(caller, number).pk], by=caller.by)
    return _shown(_one(caller, number))


def _said(caller: Caller, body: TaskChange) -> dict[str, Any]:
    """What was sent, as the action takes it. Raises Refusal for somebody or something that is not there."""
    said = body.model_dump(exclude_unset=True)
    for name in ("title", "reason", "repeat"):
        if name in said and said[name] is None:
            said[name] = ""  # of a title the action says that there has to be one
    if said.get("account") is not None:
        said["account"] = _account(caller, said["account"])
    if said.get("owner") is not None:
        members = Member.objects.filter(workspace=caller.workspace, ended_at=None, user__email__iexact=said["owner"])
        if (member := members.first()) is None:
            reason = "is no member of the workspace"
            wrong = Wrong(field="owner", value=said["owner"][:80], reason=reason)
            raise Refusal(422, f"Nothing was written: owner {reason}.", [wrong])
        said["owner"] = member
    return said


def _account(caller: Caller, key: str) -> Account:
    found = Account.objects.filter(workspace=caller.workspace, key=key).first()
    if found is None:
        wrong = Wrong(field="account", value=key[:80], reason="is no account of the workspace")
        raise Refusal(422, "Nothing was written: account is no account of the workspace.", [wrong])
    return found


def _refused(error: TaskError) -> Refusal:
    return Refusal(422, str(error), [Wrong(field="title", value="", reason=str(error))])


def _one(caller: Caller, number: int) -> Row:
    rows = Row.objects.select_related("account", "owner__user").filter(workspace=caller.workspace)
    row = rows.filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no task {str(number)[:30]} in the workspace of this key.")
    return row


def _shown(row: Row) -> Task:
    return Task(
        id=row.pk,
        title=row.title,
        reason=or_null(row.reason),
        account=row.account.key if row.account else None,
        owner=row.owner.user.email if row.owner else None,
        due_on=row.due_on,
        repeat=or_null(row.repeat),
        state="done" if row.done_at else "dropped" if row.dropped_at else "open",
        done_at=row.done_at,
        dropped_at=row.dropped_at,
        created_at=row.created_at,
    )
