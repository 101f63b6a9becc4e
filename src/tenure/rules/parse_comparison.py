"""Is this JSON a comparison? Its fact, its operator and a literal that the operator can be asked with."""

import re
from datetime import date

from tenure.rules.comparison import OF_TEXT, ORDERED, WITHOUT_VALUE, Comparison, InDays, Op, Scalar
from tenure.rules.definition import LARGEST, RuleError, fields, found, items, number, one_of, text
from tenure.rules.kinds import kind_of
from tenure.values.money import Money

MOST_CHOICES = 1000
MOST_DAYS = 36_500

_FACT = re.compile(
    r"[a-z][a-z0-9_]{0,99}|contact\.[a-z][a-z0-9_]{0,90}|(?:contact\.)?trait\..{1,184}", re.ASCII | re.DOTALL
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def fact_name(data: object, path: str) -> str:
    """The name of a fact: lower case words joined by underscores, or ``trait.`` and the name of a trait.

    Those of a contact begin with ``contact.``.
    """
    name = text(data, path, most=200)
    if not _FACT.fullmatch(name):
        raise RuleError(path, f"expected the name of a fact such as “mrr” or “trait.Industry”, {found(name)}")
    return name


def comparison(data: object, path: str) -> Comparison:
    """``{"fact": …, "op": …, "value": …}``."""
    given = fields(data, path, ["fact", "op"], ["value"])
    return compared(fact_name(given["fact"], f"{path}.fact"), given, path)


def compared(subject: str, given: dict[str, object], path: str) -> Comparison:
    """The comparison of a subject with the ``op`` and ``value`` that are given."""
    op = Op(one_of(given["op"], f"{path}.op", [op.value for op in Op]))
    value, where = given["value"], f"{path}.value"
    if op in WITHOUT_VALUE:
        if value is not None:
            raise RuleError(where, f"expected no value beside “{op}”, {found(value)}")
        return Comparison(subject, op)
    if op is Op.IN:
        return Comparison(subject, op, _choices(value, where))
    literal = scalar(value, where)
    if op in ORDERED and isinstance(literal, bool):
        raise RuleError(where, f"expected a value that has an order, as “{op}” asks for one, {found(value)}")
    if op in OF_TEXT and (not isinstance(literal, str) or not literal):
        raise RuleError(where, f"expected text, as “{op}” asks for it, {found(value)}")
    return Comparison(subject, op, literal)


def days(data: object, path: str, least: int = 1, most: int = MOST_DAYS) -> int:
    """A whole number of days."""
    if isinstance(data, bool) or not isinstance(data, int) or not least <= data <= most:
        raise RuleError(path, f"expected a whole number of days from {least:,} to {most:,}, {found(data)}")
    return data


def scalar(data: object, path: str) -> Scalar:
    """A literal: a number, text, true, false, a date, a date relative to the moment, or money."""
    if isinstance(data, bool):
        return data
    if isinstance(data, int | float):
        return number(data, path)
    if isinstance(data, str):
        return text(data, path, least=0)
    if isinstance(data, dict) and "date" in data:
        return absolute_date(data, path)
    if isinstance(data, dict) and "in_days" in data:
        return InDays(days(fields(data, path, ["in_days"])["in_days"], f"{path}.in_days", least=-MOST_DAYS))
    if isinstance(data, dict):
        return _money(data, path)
    raise RuleError(path, f"expected a number, text, true, false, a date or money, {found(data)}")


def absolute_date(data: object, path: str) -> date:
    """``{"date": "2026-03-01"}``."""
    said = fields(data, path, ["date"])["date"]
    if isinstance(said, str) and _DATE.fullmatch(said):
        try:
            return date.fromisoformat(said)
        except ValueError:
            pass
    raise RuleError(f"{path}.date", f"expected a date such as “2026-03-01”, {found(said)}")


def _choices(data: object, path: str) -> tuple[Scalar, ...]:
    listed = items(data, path, most=MOST_CHOICES)
    choices = tuple(scalar(one, f"{path}[{at}]") for at, one in enumerate(listed))
    for at, one in enumerate(choices):
        if isinstance(one, InDays):
            raise RuleError(f"{path}[{at}]", "expected a value as it stands, found a date relative to the moment")
    kinds = [kind_of(one) for one in choices]
    for at, kind in enumerate(kinds):
        if kind != kinds[0]:
            raise RuleError(f"{path}[{at}]", f"expected values of one kind, found {kind} beside {kinds[0]}")
    return choices


def _money(data: object, path: str) -> Money:
    given = fields(data, path, ["amount", "currency"])
    amount, currency = given["amount"], given["currency"]
    if isinstance(amount, bool) or not isinstance(amount, int) or not -LARGEST <= amount <= LARGEST:
        raise RuleError(f"{path}.amount", f"expected a whole number of minor units, {found(amount)}")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise RuleError(f"{path}.currency", f"expected a currency such as “EUR”, {found(currency)}")
    return Money(amount, currency)
