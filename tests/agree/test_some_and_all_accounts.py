"""Do some accounts, asked alone, have the facts that they have when everybody is asked?"""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.eventlog.engines.engine import Engine
from tenure.facts import ask, custom
from tenure.facts.custom_rows import custom_events, custom_measurements
from tests import depth
from tests.agree.world import CUSTOMS, MOMENTS, frames, some


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> DuckDBEngine:
    return DuckDBEngine("1GB", tmp_path_factory.mktemp("spill"))


def answers(engine: Engine, tables: dict[str, pa.Table], *, by_group: bool) -> list[dict[str, object]]:
    wide = engine.run(*ask.question(by_group=by_group), tables).to_pylist()
    traits = ask.traits_by_account(engine.run(*ask.trait_question(), tables))
    own = custom.by_account(
        [engine.run(*one, tables) for one in (custom_events(by_group), custom_measurements())], CUSTOMS
    )
    known = (row | traits.get(row["account"], {}) | own.get(row["account"], {}) for row in wide)
    return sorted(known, key=lambda row: row["account"])


@given(
    seed=st.integers(0, 10**6),
    moment=st.sampled_from(MOMENTS),
    accounts=st.lists(st.integers(1, 12), min_size=1, unique=True),
    by_group=st.booleans(),
)
@settings(max_examples=depth.WORLDS)
def test_stale_accounts_alone_are_what_the_full_run_says_of_them(engine, seed, moment, accounts, by_group):
    tables = frames(seed, moment)
    everybody = answers(engine, tables, by_group=by_group)
    assert [row["account"] for row in everybody] == list(range(1, 13)), "everybody has a row, seen or not"
    alone = answers(engine, some(tables, accounts), by_group=by_group)
    assert alone == [row for row in everybody if row["account"] in accounts]


@given(
    seed=st.integers(0, 10**6),
    moment=st.sampled_from(MOMENTS),
    names=st.sets(st.sampled_from([name for name, fact in ask.CATALOGUE.items() if fact.expr is not None]), min_size=1),
)
@settings(max_examples=min(8, depth.WORLDS))
def test_a_few_facts_are_what_they_are_among_all(engine, seed, moment, names):
    tables = frames(seed, moment)
    full = {row["account"]: row for row in engine.run(*ask.question(), tables).to_pylist()}
    for row in engine.run(*ask.question(sorted(names)), tables).to_pylist():
        assert row == {name: full[row["account"]][name] for name in row}
