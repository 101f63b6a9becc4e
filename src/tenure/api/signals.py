"""What is watched for becoming true, and what came of it?"""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure.answers.signal_rows import signal_rows, signals
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import example, one_of
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal
from tenure.calc.signal import ROUTINGS, SEVERITIES

router = Router(tags=["signals"])


class Signal(BaseModel):
    """A rule that is watched, and what came of it in the last 90 days."""

    model_config = example(
        slug="invoice-overdue", name="An invoice is overdue", says="An invoice is at least 14 days overdue.",
        template="invoice_overdue", is_on=True, severity="medium", routing="owner",
        definition={"rule": {"fact": "overdue_days", "op": "ge", "value": 14}}, open=3, fired_90=12,
        reasons_90={"in hand": 4},
    )  # fmt: skip

    slug: str
    name: str
    says: str | None = Field(description="When it fires, in words; null for one that cannot be read any more")
    template: str | None = Field(description="The ready signal that it was made from")
    is_on: bool
    severity: Annotated[str, one_of(list(SEVERITIES))] | None
    routing: Annotated[str, one_of(list(ROUTINGS))] | None = Field(description="Whose its alerts are")
    definition: dict[str, Any]
    open: int = Field(description="How many of its alerts are open")
    fired_90: int = Field(description="How often it fired in the last 90 days")
    reasons_90: dict[str, int] = Field(description="Why alerts of that time were snoozed or dismissed, and how often")


@router.get("", response=page_of(Signal), operation_id="list_signals", summary="List signals")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """In the order in which they were made."""
    refuse_unknown(request, Paging)
    workspace = caller_of(request).workspace
    found = cut(signals(workspace), query)
    return page(request, signal_rows(workspace, found.rows), found.next_cursor)


@router.get("/{slug:slug}", response=Signal, operation_id="get_signal", summary="Get a signal")
def get(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One of the workspace's, by its short name."""
    return _one(caller_of(request), slug)


def _one(caller: Caller, slug: str) -> dict[str, Any]:
    row = signals(caller.workspace).filter(slug=slug[:63]).first()
    if row is None:
        raise Refusal(404, f"There is no signal “{slug[:63]}” in the workspace of this key.")
    (told,) = signal_rows(caller.workspace, [row])
    return told
