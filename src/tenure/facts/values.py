"""What is a fact's value, and how is it written down? Typed values to and from JSON."""

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.declare import Fact, iso_date
from tenure.values.money import Money

FactValue = int | float | str | bool | date | Money | None
Json = int | float | str | bool | dict[str, int | str] | None


def to_json(value: FactValue) -> Json:
    """``{"amount": 1200, "currency": "EUR"}`` for money, ISO for dates; the rest as it is. Not finite is null."""
    if isinstance(value, Money):
        return value.as_json()
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def from_json(name: str, value: Any, catalogue: Mapping[str, Fact] = CATALOGUE) -> FactValue:
    """The value of the fact ``name`` that ``to_json`` wrote; null for what is not of the fact's type."""
    if name not in catalogue:
        return trait(value) if is_trait(name) else None
    found: FactValue = catalogue[name].from_json(value)
    return found


def trait(value: Any) -> FactValue:
    """A JSON scalar as a typed value: an ISO date becomes a date, and null what is no scalar."""
    if isinstance(value, str):
        return iso_date(value) or value
    if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return None


def stored(name: str, text: str | None) -> FactValue:
    """The value of a dated scalar that is kept as JSON text; null for what is not of its fact's type."""
    value = None if text is None else json.loads(text)
    if name == "sentiment":  # 1 to 5; anything else was never a rating
        return int(value) if type(value) in (int, float) and value in (1, 2, 3, 4, 5) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # an owner or stage that a file has as a number
    return value if isinstance(value, str) and value else None
