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

    model_config = example(slug="acme", name="Acme", kind="saas", accounts_are="companies", currency="EUR")

    slug: str
    name: str
    kind: Annotated[str, one_of(Row.Kind.values)]
    accounts_are: Annotated[str, one_of(Row.AccountsAre.values)]
    currency: str = Field(description="What amounts are in that name none")


@router.get("", response=Workspace, operation_id="get_workspace", summary="Get the workspace of the key")
def show(request: HttpRequest) -> Workspace:
    """A first request to try a key with."""
    return Workspace.model_validate(caller_of(request).workspace, from_attributes=True)
