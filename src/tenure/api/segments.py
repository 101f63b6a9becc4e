"""Whom do we mean by a name, and who is that now? Segments: listed, made, changed, retired, and their members."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Body, Query, Router, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from tenure.actions.segments import LONGEST_NAME, SegmentError, change_segment, create_segment, retire_segment
from tenure.answers.segments import segment_rows, segments_of
from tenure.api.caller import Caller, caller_of
from tenure.api.choices import among, example, one_of, without_zero_bytes
from tenure.api.nouns import AccountOf, or_null
from tenure.api.pages import Paging, cut, page, page_of, refuse_unknown
from tenure.api.problems import Refusal, Wrong
from tenure.records.segment import Segment as Row
from tenure.records.segment import SegmentMember
from tenure.rules.definition import RuleError
from tenure.rules.parse import parse
from tenure.rules.tree import Rule

router = Router(tags=["segments"])
_RULE: Any = {"all": [{"fact": "tenure_days", "op": "lt", "value": 90}, {"fact": "trait.kind", "op": "eq", "value": "reseller"}]}  # fmt: skip
_ABOUT_RULES = "“all”, “any” or “not” over comparisons of facts, changes of facts, and what was done"
Name = Annotated[str, AfterValidator(without_zero_bytes), Field(min_length=1, max_length=LONGEST_NAME)]
Of = Annotated[str, AfterValidator(among(Row.Of.values)), one_of(Row.Of.values)]


class Segment(BaseModel):
    """A saved rule, and how many it holds for."""

    model_config = example(
        slug="new-resellers", name="New resellers", of="accounts", rule=_RULE,
        says="days since the first contract is below 90 and kind is “reseller”", version=1, counted=True, size=12,
        bands={"good": 7, "average": 3, "poor": 2}, created_at="2026-03-01T09:30:00Z",
    )  # fmt: skip

    slug: str
    name: str
    of: Annotated[str, one_of(Row.Of.values)]
    rule: dict[str, Any]
    says: str = Field(description="The rule in words; empty for one that this version cannot read")
    version: int = Field(description="Of the rule; it grows with each change")
    counted: bool = Field(description="Whether size and members are those of this version yet; seconds after a change")
    size: int
    bands: dict[str, int] = Field(description="How many members’ accounts are in which band of health")
    created_at: datetime


class Member(BaseModel):
    """An account that is in a segment, or a contact of it."""

    model_config = example(account="acme", contact=None, since="2026-03-01T09:30:00Z")

    account: str = Field(description="The key of the account")
    contact: str | None = Field(description="The key of the contact, in a segment of contacts")
    since: datetime


class SegmentChange(BaseModel):
    """What may be changed; with another rule the members are counted anew."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "New resellers"}]})

    name: Name | None = None
    rule: Annotated[dict[str, Any] | None, Field(description=_ABOUT_RULES)] = None


class SegmentSent(BaseModel):
    """A segment as it may be sent."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"name": "New resellers", "rule": _RULE}]}
    )

    name: Name
    rule: Annotated[dict[str, Any], Field(description=_ABOUT_RULES)]
    of: Of = Row.Of.ACCOUNTS.value


class Members(Paging):
    """What the list of members takes."""

    account: AccountOf = None


@router.get("", response=page_of(Segment), operation_id="list_segments", summary="List segments")
def list_all(request: HttpRequest, query: Query[Paging]) -> dict[str, Any]:
    """In the order in which they were made, without those that are retired."""
    refuse_unknown(request, Paging)
    workspace = caller_of(request).workspace
    found = cut(segments_of(workspace), query)
    return page(request, segment_rows(workspace, list(found.rows)), found.next_cursor)


@router.post("", response={201: Segment}, operation_id="create_segment", summary="Create a segment")
def create(request: HttpRequest, body: Body[SegmentSent]) -> Status[dict[str, Any]]:
    """Its members are counted within seconds, and then follow the facts."""
    caller = caller_of(request)
    rule = _rule(body.rule)
    try:
        made = create_segment(workspace=caller.workspace, name=body.name, rule=rule, by=caller.by, of=body.of)
    except SegmentError as error:
        raise _refused("name", body.name, str(error)) from None
    return Status(201, _shown(caller, made))


@router.get("/{slug:slug}", response=Segment, operation_id="get_segment", summary="Get a segment")
def get(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One of the workspace's."""
    caller = caller_of(request)
    return _shown(caller, _one(caller, slug))


@router.patch("/{slug:slug}", response=Segment, operation_id="change_segment", summary="Change a segment")
def change(request: HttpRequest, slug: str, body: Body[SegmentChange]) -> dict[str, Any]:
    """Only the fields that are named; its slug stays."""
    caller = caller_of(request)
    row, rule = _one(caller, slug), None if body.rule is None else _rule(body.rule)
    try:
        return _shown(caller, change_segment(segment=row, by=caller.by, name=body.name, rule=rule))
    except SegmentError as error:
        raise _refused("name" if body.name else "rule", body.name or "", str(error)) from None


@router.post("/{slug:slug}/retire", response=Segment, operation_id="retire_segment", summary="Retire a segment")
def retire(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Nobody is in it from then on, and its slug is free again; who was in it when stays known."""
    caller = caller_of(request)
    row = _one(caller, slug)
    retire_segment(segment=row, by=caller.by)
    return _shown(caller, row)


@router.get(
    "/{slug:slug}/members",
    response=page_of(Member),
    operation_id="list_segment_members",
    summary="List the members of a segment",
)
def members(request: HttpRequest, slug: str, query: Query[Members]) -> dict[str, Any]:
    """In the order in which they came."""
    refuse_unknown(request, Members)
    caller = caller_of(request)
    rows = SegmentMember.objects.filter(workspace=caller.workspace, segment=_one(caller, slug))
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    found = cut(rows.select_related("account", "contact"), query)
    shown = [
        Member(account=one.account.key, contact=or_null(one.contact.key if one.contact else ""), since=one.since)
        for one in found.rows
    ]
    return page(request, shown, found.next_cursor)


def _shown(caller: Caller, row: Row) -> dict[str, Any]:
    return segment_rows(caller.workspace, [row])[0]


def _rule(data: dict[str, Any]) -> Rule:
    try:
        return parse(data)
    except RuleError as error:
        raise _refused(error.path, "", error.problem) from None


def _one(caller: Caller, slug: str) -> Row:
    row = segments_of(caller.workspace).filter(slug=slug).first()
    if row is None:
        raise Refusal(404, f"There is no segment “{slug[:80]}” in the workspace of this key.")
    return row


def _refused(field: str, value: str, reason: str) -> Refusal:
    return Refusal(422, f"Nothing was written: {reason}", [Wrong(field=field, value=value[:80], reason=reason)])
