"""What does an engine answer to a specification, and what should it?"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from tenure.eventlog.engines.engine import Engine, Files
from tenure.facts import ask
from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.values import FactValue, from_json
from tenure.values.moment import Moment
from tenure.values.money import Money
from tests.spec.given import ACME, accounts, frames
from tests.spec.spec import Spec
from tests.spec.table import rows


def answered(spec: Spec, engine: Engine, *, alone: bool = False) -> list[dict[str, Any]]:
    """The rows of ``then``, each fact as the engine computes it: among all facts, or ``alone`` with those of ``then``."""
    number = accounts(spec)
    then = rows(spec.then)
    known = {
        as_of: facts(engine, frames(spec, Moment.parse(as_of)), spec.facts if alone else None, by_group=not spec.people)
        for as_of in {row["as of"] for row in then}
    }
    return [_where(row) | _some(known[row["as of"]][number[row.get("account", ACME)]], spec.facts) for row in then]


def expected(spec: Spec) -> list[dict[str, Any]]:
    """The rows of ``then``, each cell as a value of its fact's type."""
    return [_where(row) | {name: _value(name, row.get(name)) for name in spec.facts} for row in rows(spec.then)]


def facts(
    engine: Engine, tables: Mapping[str, pa.Table | Files], names: list[str] | None = None, *, by_group: bool = True
) -> dict[int, dict[str, FactValue]]:
    """The facts and traits of every account, all of them or those of ``names``."""
    wide = engine.run(*ask.question(names, by_group=by_group), tables)
    traits: dict[int, dict[str, FactValue]] = {}
    if names is None or any(is_trait(name) for name in names):
        traits = ask.traits_by_account(engine.run(*ask.trait_question(names), tables))
    return {row["account"]: ask.typed(row) | traits.get(row["account"], {}) for row in wide.to_pylist()}


def _some(mine: dict[str, FactValue], names: list[str]) -> dict[str, FactValue]:
    return {name: mine.get(name) for name in names}


def _where(row: dict[str, str]) -> dict[str, Any]:
    return {"as of": row["as of"], "account": row.get("account", ACME)}


def _value(name: str, cell: str | None) -> FactValue:
    if cell is None:
        return None
    if cell in ("yes", "no"):
        return cell == "yes"
    if is_trait(name):
        return _trait(cell)
    kind = CATALOGUE[name].type
    if kind == "money":
        amount, currency = cell.split()
        return Money(round(float(amount) * 100), currency)
    return from_json(name, {"int": int, "float": float}.get(kind, str)(cell))


def _trait(cell: str) -> FactValue:
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return from_json("trait.any", cell)
