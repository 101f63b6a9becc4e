"""Which accounts need somebody, and why? Alerts: read, snoozed and dismissed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Body, Query, Router
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tenure.actions.alerts import LONGEST_NOTE, AlertError, dismiss_alerts, snooze_alerts
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.signal_rows import alert_row, alerts
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import example, one_of, without_zero_bytes
from tenure.api.nouns import AccountOf
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.calc.signal import REASONS, SEVERITIES
from tenure.records.signal import Alert as Row

router = Router(tags=["alerts"])
LARGEST = 2**63 - 1
State = Literal["open", "over"]
Reason = Annotated[str, one_of(list(REASONS))]
Line = Annotated[str, AfterValidator(without_zero_bytes)]


class Alert(BaseModel):
    """One firing of a signal for an account."""

    model_config = example(
        id=81, signal="invoice-overdue", account="acme", owner="ada@tenure.example", severity="medium",
        says="Overdue for 20 days", values={"overdue_days": 20}, state="open", since="2026-03-01T00:00:02Z",
        opened_at="2026-03-01T00:00:02Z", ended_at=None, snoozed_until=None, reason=None, note=None, task=None,
    )  # fmt: skip

    id: int
    signal: str = Field(description="The short name of its signal")
    account: str = Field(description="The key of the account")
    owner: str | None = Field(description="The e-mail address of the member whose it is; null: everybody’s")
    severity: Annotated[str, one_of(list(SEVERITIES))]
    says: str = Field(description="What happened, in words")
    values: dict[str, Any] = Field(description="What its rule read when it fired")
    state: Annotated[str, one_of(["open", "snoozed", "resolved", "dismissed", "switched off"])]
    since: datetime = Field(description="From when on the rule held")
    opened_at: datetime
    ended_at: datetime | None
    snoozed_until: date | None
    reason: Reason | None = Field(description="Why it was snoozed or dismissed")
    note: str | None
    task: int | None = Field(description="The number of the task that it made")


class Dismissal(BaseModel):
    """Why an alert needs nobody."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "no risk"}]})

    reason: Reason
    note: Annotated[Line, Field(max_length=LONGEST_NOTE)] = ""


class Rest(Dismissal):
    """Until which day it is not shown, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"until": "2027-03-01", "reason": "in hand"}]}
    )

    until: date


class Alerts(Paging):
    """What the list takes."""

    account: AccountOf = None
    signal: Annotated[
        Line | None, Field(max_length=63, description="Only those of the signal with this short name")
    ] = None
    state: Annotated[State | None, Field(description="Only those that are so")] = None


@router.get("", response=page_of(Alert), operation_id="list_alerts", summary="List alerts")
def list_all(request: HttpRequest, query: Query[Alerts]) -> dict[str, Any]:
    """In the order in which they were opened."""
    refuse_unknown(request, Alerts)
    workspace = caller_of(request).workspace
    rows = alerts(workspace)
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    if query.signal is not None:
        rows = rows.filter(signal__slug=query.signal)
    if query.state is not None:
        rows = rows.filter(ended_at__isnull=query.state == "open")
    found, catalogue = cut(rows, query), catalogue_of(workspace)
    return page(request, [alert_row(row, catalogue) for row in found.rows], found.next_cursor)


@router.get("/{int:id}", response=Alert, operation_id="get_alert", summary="Get an alert")
def get(request: HttpRequest, id: int) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """One of the workspace's."""
    caller = caller_of(request)
    return alert_row(_one(caller, id), catalogue_of(caller.workspace))


@router.post("/{int:id}/snooze", response=Alert, operation_id="snooze_alert", summary="Snooze an alert")
def snooze(request: HttpRequest, id: int, body: Body[Rest]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """It stays open, and is not shown until the day; it still resolves by itself."""
    return _done(request, id, lambda **said: snooze_alerts(until=body.until, **said), body)


@router.post("/{int:id}/dismiss", response=Alert, operation_id="dismiss_alert", summary="Dismiss an alert")
def dismiss(request: HttpRequest, id: int, body: Body[Dismissal]) -> dict[str, Any]:  # noqa: A002 - the name stands in the address
    """It is over, though what it says may still hold; its task is dropped."""
    return _done(request, id, dismiss_alerts, body)


def _done(request: HttpRequest, number: int, action: Callable[..., Any], body: Dismissal) -> dict[str, Any]:
    caller = caller_of(request)
    row = _one(caller, number)
    if row.ended_at is not None:
        raise Refusal(409, f"Alert {number} is over already; nothing was written.")
    try:
        action(workspace=caller.workspace, numbers=[number], reason=body.reason, said=body.note, by=caller.by)
    except AlertError as error:
        wrong = Wrong(field="until", value=str(getattr(body, "until", "")), reason=str(error))
        raise Refusal(422, f"Nothing was written: {error}", [wrong]) from None
    return alert_row(_one(caller, number), catalogue_of(caller.workspace))


def _one(caller: Caller, number: int) -> Row:
    row = alerts(caller.workspace).filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Refusal(404, f"There is no alert {str(number)[:30]} in the workspace of this key.")
    return row
