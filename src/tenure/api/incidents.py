"""What went wrong for several accounts at once, whom does it affect, and who was told? Incidents: read, opened and closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Body, Query, Router, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tenure.actions.incident_entries import Done, IncidentError
from tenure.actions.incident_telling import LONGEST_WHY, call_instead, tell, untell
from tenure.actions.incidents import (
    LONGEST_GOODWILL,
    LONGEST_TEXT,
    LONGEST_TITLE,
    close_incident,
    open_incident,
    refresh_incident,
)
from tenure.answers.incidents import account_row, incident_row, incidents
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import example, one_of, without_zero_bytes
from tenure.api.nouns import AccountOf
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.records.account_keys import by_key
from tenure.records.incident import Incident as Row
from tenure.records.incident import IncidentAccount
from tenure.records.ticket import Ticket

router = Router(tags=["incidents"])
LARGEST = 2**63 - 1
MOST = 1_000  # accounts in one request
_RULE: Any = {"all": [{"fact": "asset_platform", "op": "eq", "value": "iOS"}, {"fact": "asset_version", "op": "eq", "value": "3.1"}]}  # fmt: skip
_ABOUT_RULES = (
    "Whom it affects: a rule over facts and traits, an “option” bought, and one app or site at a time by “asset” (its key), "
    "“asset_kind”, “asset_platform” and “asset_version”"
)
Line = Annotated[str, AfterValidator(without_zero_bytes)]
State = Literal["open", "closed"]


class Incident(BaseModel):
    """What went wrong, whom it affects, and how far telling them is."""

    model_config = example(
        id=3, title="Images do not load", description="Since the update of Monday", ticket="Q-007-2", rule=_RULE,
        says="platform is “iOS” and version is “3.1”", state="open", affected=40, told=12, to_call=2,
        opened_at="2026-03-01T09:30:00Z", closed_at=None, apology=None, goodwill=None,
    )  # fmt: skip

    id: int
    title: str
    description: str | None
    ticket: str | None = Field(description="The key of the ticket that reported it")
    rule: dict[str, Any]
    says: str = Field(description="The rule in words")
    state: Annotated[str, one_of(["open", "closed"])]
    affected: int = Field(description="How many accounts")
    told: int = Field(description="How many of them were told")
    to_call: int = Field(description="How many of the others are to be called")
    opened_at: datetime
    closed_at: datetime | None
    apology: str | None
    goodwill: str | None


class Affected(BaseModel):
    """One account that an incident affects, and how it is told."""

    model_config = example(
        account="acme", owner="ada@tenure.example", contact="eva@acme.example", way="call", channel="call",
        why="bounces", found_at="2026-03-01T09:30:00Z", told_at=None,
    )  # fmt: skip

    account: str = Field(description="The key of the account")
    owner: str | None = Field(description="The e-mail address of the member whose account it is")
    contact: str | None = Field(description="The key of whom one tells")
    way: Annotated[str, one_of(IncidentAccount.Way.values)]
    channel: str = Field(description="The channel that the contact prefers, or call")
    why: str | None = Field(
        description="Why it is a call: “no contact”, “no address”, “bounces”, “prefers”, or what a member wrote"
    )
    found_at: datetime
    told_at: datetime | None


class IncidentSent(BaseModel):
    """An incident as it may be opened."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "Images do not load", "rule": _RULE, "ticket": "Q-007-2"}]},
    )

    title: Annotated[Line, Field(min_length=1, max_length=LONGEST_TITLE)]
    rule: Annotated[dict[str, Any], Field(description=_ABOUT_RULES)]
    description: Annotated[Line, Field(max_length=LONGEST_TEXT)] = ""
    ticket: Annotated[Line, Field(max_length=255, description="The key of the ticket that reports it")] | None = None


class Some(BaseModel):
    """Some of the accounts that it affects."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"accounts": ["acme"]}]})

    accounts: Annotated[list[Line], Field(min_length=1, max_length=MOST)] | None = Field(
        None, description="Their keys; all that it may be said of when left out"
    )


class Calls(Some):
    """Those that are called instead of written to."""

    why: Annotated[Line, Field(max_length=LONGEST_WHY)] = ""


class Closing(BaseModel):
    """How it is made good; each account gets a task for either."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"apology": "We are sorry.", "goodwill": "A month free"}]}
    )

    apology: Annotated[Line, Field(max_length=LONGEST_TEXT)] = ""
    goodwill: Annotated[Line, Field(max_length=LONGEST_GOODWILL)] = ""


class Incidents(Paging):
    """What the list takes."""

    account: AccountOf = None
    state: Annotated[State | None, Field(description="Only those that are so")] = None


@router.get("", response=page_of(Incident), operation_id="list_incidents", summary="List incidents")
def list_all(request: HttpRequest, query: Query[Incidents]) -> dict[str, Any]:
    """In the order in which they were opened."""
    refuse_unknown(request, Incidents)
    rows = incidents(caller_of(request).workspace).select_related("ticket")
    if query.account is not None:
        rows = rows.filter(pk__in=IncidentAccount.objects.filter(account__key=query.account).values("incident"))
    if query.state is not None:
        rows = rows.filter(closed_at__isnull=query.state == "open")
    found = cut(rows, query)
    return page(request, [incident_row(row) for row in found.rows], found.next_cursor)


@router.post("", response={201: Incident}, operation_id="open_incident", summary="Open an incident")
def create(request: HttpRequest, body: Body[IncidentSent]) -> Status[dict[str, Any]]:
    """For whoever the rule holds for now, and for the account of the ticket; each owner gets tasks to tell theirs."""
    caller = caller_of(request)
    ticket = None
    if body.ticket is not None:
        ticket = Ticket.objects.filter(workspace=caller.workspace, key=body.ticket).first()
        if ticket is None:
            raise _refused("ticket", body.ticket, f"“{body.ticket[:80]}” is no ticket of the workspace")
    try:
        done = open_incident(
            workspace=caller.workspace, title=body.title, rule=body.rule, description=body.description, ticket=ticket,
            by=caller.by,
        )  # fmt: skip
    except IncidentError as error:
        raise _refused("rule" if body.title.strip() else "title", "", str(error)) from None
    return Status(201, incident_row(_one(caller, done.incident.pk)))


@router.get("/{int:id}", response=Incident, operation_id="get_incident", summary="Get an incident")
def get(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """One of the workspace's."""
    return incident_row(_one(caller_of(request), id))


@router.get(
    "/{int:id}/accounts",
    response=page_of(Affected),
    operation_id="list_incident_accounts",
    summary="List whom an incident affects",
)
def affected(request: HttpRequest, id: int, query: Query[Paging]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """In the order in which they were found; who is no longer affected stays with what was told."""
    refuse_unknown(request, Paging)
    caller = caller_of(request)
    rows = IncidentAccount.objects.filter(workspace=caller.workspace, incident=_one(caller, id))
    found = cut(rows.select_related("account__owner__user", "contact"), query)
    return page(request, [account_row(row) for row in found.rows], found.next_cursor)


@router.post(
    "/{int:id}/refresh", response=Incident, operation_id="refresh_incident", summary="List those affected afresh"
)
def refresh(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """Whoever the rule holds for by now is added; nobody is taken away."""
    return _done(request, id, refresh_incident)


@router.post("/{int:id}/tell", response=Incident, operation_id="tell_incident", summary="Note that accounts were told")
def told(request: HttpRequest, id: int, body: Body[Some]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """Who was told already stays so; a task by which everybody was told is finished."""
    return _done(request, id, tell, body)


@router.post(
    "/{int:id}/untell", response=Incident, operation_id="untell_incident", summary="Note that accounts were not told"
)
def untold(request: HttpRequest, id: int, body: Body[Some]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """Their owners get the task again."""
    return _done(request, id, untell, body)


@router.post("/{int:id}/call", response=Incident, operation_id="call_about_incident", summary="Let accounts be called")
def call(request: HttpRequest, id: int, body: Body[Calls]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """Because what was written does not reach them: each becomes a task to call."""
    return _done(request, id, call_instead, body)


@router.post("/{int:id}/close", response=Incident, operation_id="close_incident", summary="Close an incident")
def close(request: HttpRequest, id: int, body: Body[Closing]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """For all of its accounts together; what was still to be told is dropped."""
    return _done(request, id, close_incident, body)


def _done(
    request: HttpRequest, number: int, action: Callable[..., Done], body: BaseModel | None = None
) -> dict[str, Any]:
    caller = caller_of(request)
    row, said = _one(caller, number), body.model_dump() if body else {}
    if isinstance(body, Some):
        said["numbers"] = _numbers(row, said.pop("accounts"), is_told=action is untell)
    try:
        action(incident=row, by=caller.by, **said)
    except IncidentError as error:
        raise _refused("incident", str(number), str(error)) from None
    return incident_row(_one(caller, number))


def _numbers(incident: Row, keys: list[str] | None, *, is_told: bool) -> list[int]:
    """The rows of these accounts; of all who were told, or were not, without keys. Raises Refusal for one it does not affect."""
    if keys is None:
        every = IncidentAccount.objects.filter(incident=incident, told_at__isnull=not is_told)
        return list(every.values_list("pk", flat=True))
    accounts = by_key(incident.workspace_id, keys)
    rows = IncidentAccount.objects.filter(incident=incident, account__in=accounts.values())
    known = dict(rows.values_list("account", "pk"))
    for key in keys:
        if accounts.get(key) not in known:
            raise _refused("accounts", key, f"“{key[:80]}” is no account that the incident affects")
    return [known[accounts[key]] for key in keys]


def _refused(field: str, value: str, reason: str) -> Refusal:
    return Refusal(422, f"Nothing was written: {reason}", [Wrong(field=field, value=value[:80], reason=reason)])


def _one(caller: Caller, number: int) -> Any:
    rows = incidents(caller.workspace).select_related("ticket", "workspace")
    row = rows.filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no incident {str(number)[:30]} in the workspace of this key.")
    return row
