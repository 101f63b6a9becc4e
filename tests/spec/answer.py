"""What does an engine answer to a specification, and what should it?"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa

from tenure.eventlog.engines.engine import Engine, Files
from tenure.facts import ask, custom
from tenure.facts.catalogue import CATALOGUE, is_trait
from tenure.facts.custom import CustomFact
from tenure.facts.custom_rows import custom_events, custom_measurements
from tenure.facts.objectives import PROGRESS, objective_progress, read_by
from tenure.facts.values import FactValue, from_json
from tenure.values.moment import Moment
from tenure.values.money import Money
from tests.spec.given import accounts, frames
from tests.spec.given_business import aims, customs
from tests.spec.given_cells import ACME, money
from tests.spec.spec import Spec
from tests.spec.table import rows


def answered(spec: Spec, engine: Engine, *, alone: bool = False) -> list[dict[str, Any]]:
    """The rows of ``then``, each fact as the engine computes it: among all facts, or ``alone`` with those of ``then``."""
    number = accounts(spec)
    then = rows(spec.then)
    own, agreed = customs(spec), aims(spec, number)
    helping = read_by(chain(*agreed.values()))
    asked = [name for name in {*spec.facts, *helping} if name not in {one.name for one in own}]
    known = {}
    for as_of in {row["as of"] for row in then}:
        moment = Moment.parse(as_of)
        known[as_of] = facts(
            engine, frames(spec, moment), sorted(asked) if alone else None, by_group=not spec.people, own=own
        )
        for account, mine in known[as_of].items():
            mine[PROGRESS] = objective_progress(agreed.get(account, ()), mine, moment)
    return [_where(row) | _some(known[row["as of"]][number[row.get("account", ACME)]], spec.facts) for row in then]


def expected(spec: Spec) -> list[dict[str, Any]]:
    """The rows of ``then``, each cell as a value of its fact's type."""
    own = {one.name: one for one in customs(spec)}
    return [_where(row) | {name: _value(name, row.get(name), own) for name in spec.facts} for row in rows(spec.then)]


def facts(
    engine: Engine,
    tables: Mapping[str, pa.Table | Files],
    names: list[str] | None = None,
    *,
    by_group: bool = True,
    own: Sequence[CustomFact] = (),
) -> dict[int, dict[str, FactValue]]:
    """The facts and traits of every account, all of them or those of ``names``, and the workspace's ``own``."""
    asked = [*names, "first_event_days"] if own and names is not None else names
    wide = engine.run(*ask.question(asked, by_group=by_group), tables)
    traits: dict[int, dict[str, FactValue]] = {}
    if names is None or any(is_trait(name) for name in names):
        traits = ask.traits_by_account(engine.run(*ask.trait_question(names), tables))
    known = {row["account"]: ask.typed(row) | traits.get(row["account"], {}) for row in wide.to_pylist()}
    if own:
        asks = (custom_events(by_group), custom_measurements())
        with_own = {**tables, "customs": custom.frame(own)}
        came = custom.by_account([engine.run(*one, with_own) for one in asks], own)
        for account, mine in known.items():
            seen = mine["first_event_days"] is not None
            mine.update({one.name: one.when_nothing_came(seen) for one in own} | came.get(account, {}))
    return known


def _some(mine: dict[str, FactValue], names: list[str]) -> dict[str, FactValue]:
    return {name: mine.get(name) for name in names}


def _where(row: dict[str, str]) -> dict[str, Any]:
    return {"as of": row["as of"], "account": row.get("account", ACME)}


def _value(name: str, cell: str | None, own: Mapping[str, CustomFact]) -> FactValue:
    if cell is None:
        return None
    if cell in ("yes", "no"):
        return cell == "yes"
    if name in own:
        return float(cell)
    if is_trait(name):
        return _trait(cell)
    kind = CATALOGUE[name].type
    if kind == "money":
        return Money(*money(cell))
    return from_json(name, {"int": int, "float": float}.get(kind, str)(cell))


def _trait(cell: str) -> FactValue:
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return from_json("trait.any", cell)
