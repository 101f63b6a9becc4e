"""Whose key is this? The workspace that a program works in."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, Field

from tenure.api.caller import caller_of
from tenure.api.choices import example, one_of
from tenure.records.workspace import Workspace as Row

router = Router(tags=["workspace"])


class Workspace(BaseModel):
    """One business's separate world: all that a key can reach."""

    model_config = example(
        slug="acme", name="Acme", kind="saas", accounts_are="companies", currency="EUR", time_zone="Europe/Amsterdam",
        stages=["prospect", "onboarding", "adopting", "renewing", "churned"], retention_window="month",
        reactivation_is_expansion=False, lapse_days=None,
    )  # fmt: skip

    slug: str
    name: str
    kind: Annotated[str, one_of(Row.Kind.values)]
    accounts_are: Annotated[str, one_of(Row.AccountsAre.values)]
    currency: str = Field(description="What amounts are in that name none")
    time_zone: str = Field(description="IANA name of where its days begin")
    stages: list[str] = Field(description="Of the lifecycle, in their order")
    retention_window: Annotated[str, one_of(Row.RetentionWindow.values)]
    reactivation_is_expansion: bool = Field(description="Whether revenue that came back counts in expansion, or apart")
    lapse_days: int | None = Field(description="Without an order, until a buyer counts as gone; null: by the usual gap")


@router.get("", response=Workspace, operation_id="get_workspace", summary="Get the workspace of the key")
def show(request: HttpRequest) -> Workspace:
    """A first request to try a key with."""
    row = caller_of(request).workspace
    names = [name for name in Workspace.model_fields if name != "stages"]
    return Workspace(stages=row.stages.splitlines(), **{name: getattr(row, name) for name in names})
