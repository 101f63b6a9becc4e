"""Does every fact say what its specification says, on every engine?"""

import pytest

from tenure.eventlog.engines.duckdb_engine import DuckDBEngine
from tenure.facts.catalogue import CATALOGUE
from tests.spec.answer import answered, expected
from tests.spec.asset_specs import ASSETS
from tests.spec.belonging_specs import BELONGING
from tests.spec.contract_specs import CONTRACT
from tests.spec.custom_specs import CUSTOM
from tests.spec.objective_specs import OBJECTIVES
from tests.spec.profile_specs import PROFILE
from tests.spec.relationship_specs import RELATIONSHIP
from tests.spec.revenue_specs import REVENUE
from tests.spec.spec import Spec
from tests.spec.usage_specs import USAGE

SPECS = USAGE + BELONGING + CONTRACT + REVENUE + RELATIONSHIP + OBJECTIVES + ASSETS + PROFILE + CUSTOM
ON_SPARK = [spec for spec in SPECS if spec.spark]


@pytest.fixture(scope="module")
def duckdb_engine(tmp_path_factory) -> DuckDBEngine:
    return DuckDBEngine("1GB", tmp_path_factory.mktemp("spill"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.says)
def test_a_fact_is_what_its_specification_says(spec: Spec, duckdb_engine):
    assert answered(spec, duckdb_engine) == expected(spec)


@pytest.mark.xdist_group("spark")
@pytest.mark.parametrize("spec", ON_SPARK, ids=lambda spec: spec.says)
def test_spark_says_the_same(spec: Spec, spark_engine):
    assert answered(spec, spark_engine, alone=True) == expected(spec)


def test_every_fact_is_specified():
    assert {name for spec in SPECS for name in spec.facts} >= set(CATALOGUE)
