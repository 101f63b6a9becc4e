"""Is this JSON a rule? Reads it into the frozen tree, or says where it is not one and what was expected there."""

import re
from datetime import date

from tenure.rules.definition import LARGEST, RuleError, fields, found, items, number, one_of, text
from tenure.rules.kinds import kind_of
from tenure.rules.tree import ORDERED, WITHOUT_VALUE, AllOf, AnyOf, Comparison, Not, Op, Rule, Scalar
from tenure.values.money import Money

__all__ = ["DEEPEST", "RuleError", "parse"]

DEEPEST = 12
WIDEST = 100
MOST_CHOICES = 1000

_FACT = re.compile(r"[a-z][a-z0-9_]{0,99}|trait\..{1,194}", re.ASCII | re.DOTALL)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def parse(data: object, path: str = "rule") -> Rule:
    """Read ``{"all": […]}``, ``{"any": […]}``, ``{"not": …}`` or ``{"fact": …, "op": …, "value": …}``.

    Literals are JSON numbers, text, true and false, ``{"date": "2026-03-01"}`` and
    ``{"amount": 1200, "currency": "EUR"}`` (minor units). Raises RuleError and nothing else.
    """
    return _rule(data, path, 1)


def fact_name(data: object, path: str) -> str:
    """The name of a fact: lower case words joined by underscores, or ``trait.`` and the name of a trait."""
    name = text(data, path, most=200)
    if not _FACT.fullmatch(name):
        raise RuleError(path, f"expected the name of a fact such as “mrr” or “trait.Industry”, {found(name)}")
    return name


def _rule(data: object, path: str, depth: int) -> Rule:
    if depth > DEEPEST:
        raise RuleError(path, f"expected at most {DEEPEST} rules within each other")
    if not isinstance(data, dict):
        raise RuleError(path, f"expected a rule: an object with “all”, “any”, “not” or “fact”, {found(data)}")
    if "fact" in data:
        return _comparison(data, path)
    if "not" in data:
        return Not(_rule(fields(data, path, ["not"])["not"], f"{path}.not", depth + 1))
    word = "any" if "any" in data else "all"
    if word not in data:
        raise RuleError(path, "expected a rule: an object with “all”, “any”, “not” or “fact”, found none of them")
    listed = items(fields(data, path, [word])[word], f"{path}.{word}", most=WIDEST)
    rules = tuple(_rule(one, f"{path}.{word}[{at}]", depth + 1) for at, one in enumerate(listed))
    return AnyOf(rules) if word == "any" else AllOf(rules)


def _comparison(data: object, path: str) -> Comparison:
    given = fields(data, path, ["fact", "op"], ["value"])
    fact = fact_name(given["fact"], f"{path}.fact")
    op = Op(one_of(given["op"], f"{path}.op", [op.value for op in Op]))
    value, where = given["value"], f"{path}.value"
    if op in WITHOUT_VALUE:
        if value is not None:
            raise RuleError(where, f"expected no value beside “{op}”, {found(value)}")
        return Comparison(fact, op)
    if op is Op.IN:
        return Comparison(fact, op, _choices(value, where))
    literal = _scalar(value, where)
    if op in ORDERED and isinstance(literal, bool):
        raise RuleError(where, f"expected a value that has an order, as “{op}” asks for one, {found(value)}")
    return Comparison(fact, op, literal)


def _choices(data: object, path: str) -> tuple[Scalar, ...]:
    listed = items(data, path, most=MOST_CHOICES)
    choices = tuple(_scalar(one, f"{path}[{at}]") for at, one in enumerate(listed))
    kinds = [kind_of(one) for one in choices]
    for at, kind in enumerate(kinds):
        if kind != kinds[0]:
            raise RuleError(f"{path}[{at}]", f"expected values of one kind, found {kind} beside {kinds[0]}")
    return choices


def _scalar(data: object, path: str) -> Scalar:
    if isinstance(data, bool):
        return data
    if isinstance(data, int | float):
        return number(data, path)
    if isinstance(data, str):
        return text(data, path, least=0)
    if isinstance(data, dict) and "date" in data:
        return _date(fields(data, path, ["date"])["date"], f"{path}.date")
    if isinstance(data, dict):
        return _money(data, path)
    raise RuleError(path, f"expected a number, text, true, false, a date or money, {found(data)}")


def _date(data: object, path: str) -> date:
    if isinstance(data, str) and _DATE.fullmatch(data):
        try:
            return date.fromisoformat(data)
        except ValueError:
            pass
    raise RuleError(path, f"expected a date such as “2026-03-01”, {found(data)}")


def _money(data: object, path: str) -> Money:
    given = fields(data, path, ["amount", "currency"])
    amount, currency = given["amount"], given["currency"]
    if isinstance(amount, bool) or not isinstance(amount, int) or not -LARGEST <= amount <= LARGEST:
        raise RuleError(f"{path}.amount", f"expected a whole number of minor units, {found(amount)}")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        raise RuleError(f"{path}.currency", f"expected a currency such as “EUR”, {found(currency)}")
    return Money(amount, currency)
