"""What is known of an account as of a moment, and which facts are there?"""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.facts import facts as computed
from tenure.answers.known import facts_known_then
from tenure.api.account_of import account_of
from tenure.api.caller import caller_of
from tenure.api.choices import EUR, example
from tenure.api.moments import AsOf, as_of
from tenure.api.nouns import Money
from tenure.api.pages import page_of
from tenure.api.problems import Refusal, Wrong
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.declare import Type
from tenure.facts.values import to_json

router = Router(tags=["facts"])
catalogue = Router(tags=["facts"])
Known = Literal["now", "then"]


class Facts(BaseModel):
    """What is known of one account. A fact that is null is not known; dates are ISO, money is in minor units."""

    model_config = example(
        account="acme", as_of="2026-03-01", known="now",
        facts={"active_days_28": 3, "mrr": EUR, "days_to_renewal": 60, "sentiment": None},
    )  # fmt: skip

    account: str
    as_of: str = Field(description="The day (its end, UTC) or time that the facts are of", examples=["2026-03-01"])
    known: Known
    facts: dict[str, bool | int | float | str | Money | None]


class FactsAsked(BaseModel):
    """What the facts of an account take."""

    as_of: AsOf | None = None
    known: Annotated[
        Known, Field(description="now: from all known today; then: as stored at the end of the last day by as_of")
    ] = "now"
    names: Annotated[
        str | None,
        Field(description="Only these facts, commas between", examples=["active_days_28,mrr"], max_length=4_000),
    ] = None


class Fact(BaseModel):
    """One fact that can be known of every account."""

    model_config = example(
        name="active_days_28", group="usage", type="int", unit="days",
        sentence=CATALOGUE["active_days_28"].sentence,
    )  # fmt: skip

    name: str
    group: str
    type: Type
    unit: str
    sentence: str = Field(description="What it means, with its window and its edge cases")


@router.get("/{key:key}/facts", response=Facts, operation_id="get_facts", summary="Get what is known of an account")
def get(request: HttpRequest, key: str, query: Query[FactsAsked]) -> Facts:
    """As of any moment, from all known today or from what was stored then."""
    caller = caller_of(request)
    account, moment = account_of(caller, key), as_of(query.as_of)
    names = [name.strip() for name in query.names.split(",") if name.strip()] if query.names else None
    try:
        if query.known == "now":
            found = dict(computed(caller.workspace, moment, [account.pk], names=names)).get(account.pk, {})
            values: dict[str, Any] = {name: to_json(value) for name, value in found.items()}
            return Facts(account=key, as_of=moment.isoformat(), known="now", facts=values)
        stored = facts_known_then(caller.workspace, moment, [account.pk], names)
        kept = dict(stored.rows).get(account.pk)
    except UnknownFact as error:
        raise Refusal(422, f"{error}.", [Wrong(field="names", value="", reason=str(error))]) from None
    if kept is None or stored.day is None:
        raise Refusal(404, f"Nothing was stored of account “{key[:80]}” by {moment.isoformat()}.")
    return Facts(account=key, as_of=stored.day.isoformat(), known="then", facts=kept)


@catalogue.get("", response=page_of(Fact), operation_id="list_facts", summary="List the facts there are")
def list_all(request: HttpRequest) -> dict[str, Any]:
    """Every fact with the sentence that explains it, the workspace's own among them. Traits are facts too, under trait.NAME."""
    found = [
        Fact(name=fact.name, group=fact.group, type=fact.type, unit=fact.unit, sentence=fact.sentence)
        for fact in catalogue_of(caller_of(request).workspace).values()
    ]
    return {"items": found, "next_cursor": None, "next": None}
