"""Are the facts of copies, whose past is moved, those of the accounts on their days? All facts, in random worlds."""

import math
import random
from datetime import timedelta

import pytest

from tenure.answers.backtest.shifted import AT_MOST, copies, moved_back, whose
from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.facts import ask, custom
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.custom_rows import custom_events, custom_measurements
from tenure.facts.schemas import FRAMES
from tenure.values.moment import Moment
from tests import depth
from tests.agree import world

DATED = [name for name, fact in CATALOGUE.items() if fact.type == "date"]
DAYS = [world.TODAY - timedelta(days=ago) for ago in (400, 118, 88, 62, 61, 60, 30, 29, 28, 27, 7, 1, 0)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> DuckDBEngine:
    return DuckDBEngine("1GB", tmp_path_factory.mktemp("spill"))


def known(engine, frames, *, by_group):
    """Account -> all facts, custom ones and traits too."""
    wide = engine.run(*ask.question(by_group=by_group), frames)
    traits = ask.traits_by_account(engine.run(*ask.trait_question(), frames))
    own = custom.by_account(
        [engine.run(*question, frames) for question in (custom_events(by_group), custom_measurements())], world.CUSTOMS
    )
    rows = {row["account"]: ask.typed(row) for row in wide.to_pylist()}
    return {number: facts | traits.get(number, {}) | own.get(number, {}) for number, facts in rows.items()}


def alike(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return one == other and type(one) is type(other)


@pytest.mark.parametrize(
    "seed", [random.SystemRandom().randrange(1 << 30) for _ in range(depth.STORIES)], ids=lambda _: "at random"
)
@pytest.mark.parametrize("by_group", [True, False], ids=["companies", "people"])
def test_a_copy_knows_what_its_account_knew_on_its_day(engine, seed, by_group):
    print("seed", seed)
    frames = [world.frames(seed, Moment.end_of(day)) for day in DAYS]
    shared = frames[-1]["workspace"]  # one gap of the whole workspace, as days are asked together that share it
    moved = {
        name: copies(name, [((DAYS[-1] - day).days, one[name]) for day, one in zip(DAYS, frames, strict=True)])
        for name in FRAMES.keys() & frames[-1].keys() - {"moment", "customs", "open_keys", "workspace"}
    }
    moved |= {name: frames[-1][name] for name in ("moment", "customs", "open_keys", "workspace")}
    found = known(engine, moved, by_group=by_group)
    assert len(found) == 12 * len(DAYS)
    assert max(found) < 13 * AT_MOST
    for copy, facts in found.items():
        account, number = whose(copy)
        facts |= {name: moved_back(facts[name], (DAYS[-1] - DAYS[number]).days) for name in DATED}
    for number, (day, one) in enumerate(zip(DAYS, frames, strict=True)):
        expected = known(engine, one | {"workspace": shared}, by_group=by_group)
        for account, facts in expected.items():
            copy = found[account * AT_MOST + number]
            assert copy.keys() == facts.keys()
            assert {name: (copy[name], value) for name, value in facts.items() if not alike(copy[name], value)} == {}, (
                day
            )
