"""What kind of value is this? Only values of one kind compare; what is not finite counts as unknown."""

import math
from datetime import date, datetime
from decimal import Decimal

from tenure.values.money import Money

_EXACT = {bool: "bool", int: "number", str: "text", date: "date", Money: "money"}


def kind_of(value: object) -> str | None:
    """``number``, ``text``, ``bool``, ``date`` or ``money``; None for null, NaN, infinities and any other type.

    A bool is no number, and a time of day (datetime) is no date.
    """
    kind = _EXACT.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, float):
        return "number" if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return "number" if value.is_finite() else None
    if isinstance(value, datetime):
        return None
    for base, name in _EXACT.items():
        if isinstance(value, base):
            return name
    return None


def is_known(value: object) -> bool:
    """Whether anything is known: not null, and no number that is not one (NaN, infinite)."""
    if value is None:
        return False
    return kind_of(value) is not None or not isinstance(value, float | Decimal)


def same(value: object, other: object) -> bool:
    """Whether two values are known, of one kind and equal."""
    kind = kind_of(value)
    return kind is not None and kind == kind_of(other) and value == other
