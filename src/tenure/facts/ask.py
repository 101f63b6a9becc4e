"""How are facts asked for? One question for the declared facts, one for traits; each a name and an expression.

An engine runs a question over the frames of `tenure.facts.schemas`; `typed` and `traits_by_account` make its rows into
values. The name stands for the expression: engines keep compiled SQL under it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from tenure.facts.asset_rows import assets
from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.contract import CURRENCY
from tenure.facts.contract_rows import contract
from tenure.facts.declare import Fact, Group
from tenure.facts.profile_rows import TRAIT, profile, traits
from tenure.facts.relationship_rows import relationship
from tenure.facts.revenue_rows import revenue
from tenure.facts.schemas import table
from tenure.facts.usage_rows import champions, usage
from tenure.facts.values import FactValue, stored, trait
from tenure.values.money import Money

Question = tuple[str, ibis.Table]


class UnknownFact(ValueError):  # noqa: N818 named as people read it
    """A name that no fact has."""


def question(names: Iterable[str] | None = None, *, by_group: bool = True) -> Question:
    """One row for each account of the ``accounts`` frame: ``account``, the facts, and currencies where some are money.

    All declared facts when ``names`` is None, but for the one that is made of others' values; traits among ``names`` are left to `trait_question`. ``by_group`` is
    whether an event's own group names its account (accounts are companies). Raises UnknownFact.
    """
    return _question(None if names is None else tuple(_declared(names)), by_group)


def trait_question(names: Iterable[str] | None = None) -> Question:
    """(account, name, value as JSON text) of every trait, or of those among ``names``. Raises UnknownFact."""
    if names is None:
        return _trait_question(None)
    wanted = tuple(names)
    _declared(wanted)
    return _trait_question(tuple(sorted(name.removeprefix(TRAIT) for name in wanted if is_trait(name))))


@lru_cache(maxsize=256)
def frames_of(expr: ibis.Table) -> frozenset[str]:
    """The names of the frames that an expression reads: no others need to be filled."""
    return frozenset(table.name for table in expr.op().find(ops.UnboundTable))


def typed(row: Mapping[str, Any]) -> dict[str, FactValue]:
    """The facts of one row of a `question`, as values; ``account`` and currencies are not among them."""
    return {name: _value(CATALOGUE[name], value, row) for name, value in row.items() if name in CATALOGUE}


def traits_by_account(answer: pa.Table) -> dict[int, dict[str, FactValue]]:
    """The traits of each account that has any, named ``trait.NAME``."""
    found: dict[int, dict[str, FactValue]] = {}
    columns = (answer[name].to_pylist() for name in ("account", "name", "value"))
    for account, name, text in sorted(zip(*columns, strict=True)):
        value = trait(json.loads(text))
        found.setdefault(account, {})[TRAIT + name] = value
    return found


def _declared(names: Iterable[str]) -> Sequence[str]:
    wanted = dict.fromkeys(names)
    for name in wanted:
        if name not in CATALOGUE and not is_trait(name):
            raise UnknownFact(
                f"There is no fact “{name}”: `tenure catalogue` lists all, and traits are called trait.NAME"
            )
    return [name for name in wanted if name in CATALOGUE]


@lru_cache(maxsize=256)
def _question(names: tuple[str, ...] | None, by_group: bool) -> Question:
    facts = [fact for name in (CATALOGUE if names is None else names) if (fact := CATALOGUE[name]).expr is not None]
    groups = {group for fact in facts for group in (fact.group, *fact.reads)}
    rows = [one for group, tables in _ROWS.items() if group in groups for one in tables(by_group)]
    wide: Any = table("accounts").select("account")
    for number, one in enumerate(rows):  # one chain of joins, each with a key of its own: nothing between them to plan
        keyed: Any = one.rename({f"account_{number}": "account"})
        wide = wide.left_join(keyed, wide.account == keyed[f"account_{number}"])
    columns = {fact.name: fact.expr for fact in facts}
    columns |= {fact.currency: _CURRENCIES[fact.currency] for fact in facts if fact.currency}
    asked = "all" if names is None else ",".join(names)
    return f"facts {asked} {'by group' if by_group else 'of people'}", wide.select("account", **columns)


@lru_cache(maxsize=256)
def _trait_question(names: tuple[str, ...] | None) -> Question:
    rows: Any = traits()
    if names is None:
        return "traits all", rows
    # As JSON: a trait may have any character in its name, commas too, and no two questions may share a name.
    return f"traits {json.dumps(names)}", rows.filter(rows["name"].isin(names)) if names else rows.limit(0)


_ROWS: Final[Mapping[Group, Callable[[bool], tuple[ibis.Table, ...]]]] = {
    "usage": lambda by_group: (usage(by_group), champions(by_group)),
    "contract": lambda _by_group: (contract(),),
    "revenue": lambda _by_group: revenue(),
    "relationship": lambda _by_group: relationship(),
    "assets": lambda _by_group: assets(),
    "profile": lambda _by_group: (profile(),),
}
_CURRENCIES: Final[Mapping[str, Any]] = {
    "currency": CURRENCY,
    "order_currency": ibis._.order_currency,
    "invoice_currency": ibis._.invoice_currency,
}


def _value(fact: Fact, value: Any, row: Mapping[str, Any]) -> FactValue:
    if fact.stored:
        return stored(fact.name, value)
    if fact.type == "money":
        currency = row.get(fact.currency)
        return None if value is None or currency is None else Money(value, currency)
    found: FactValue = value
    return found
