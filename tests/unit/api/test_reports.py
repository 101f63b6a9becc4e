"""Do programs get the figures that the Retention page shows?"""

from datetime import date
from urllib.parse import urlencode

import pytest

from tenure.records.models import Contract, ContractPeriod
from tests.factories import make_account
from tests.unit.api.asking import problem

JANUARY = {"from": "2026-01-01", "to": "2026-02-01"}


def at(report: str, asked: dict[str, str]) -> str:
    return f"/reports/{report}?{urlencode(asked)}"


@pytest.fixture
def contracts(acme):
    """Two accounts that pay from the new year on; the second leaves on 20 January, a third comes on the 10th."""
    for key, start, end, mrr in (
        ("one", "2026-01-01", None, 1000),
        ("two", "2026-01-01", "2026-01-20", 500),
        ("three", "2026-01-10", None, 300),
    ):
        account = make_account(acme, key)
        contract = Contract.objects.create(
            workspace=acme, account=account, key=key, product="Basic", created_at=account.created_at
        )
        ContractPeriod.objects.create(
            workspace=acme, contract=contract, mrr=mrr, currency="EUR", plan=key,
            starts_on=date.fromisoformat(start), ends_on=date.fromisoformat(end) if end else None,
        )  # fmt: skip


def test_retention_and_revenue_of_a_month(program, contracts):
    assert program.get(at("retention", JANUARY)).json() == {
        "from": "2026-01-01", "to": "2026-02-01", "start": 2, "end": 2, "new": 1, "retained": 1, "lost": 1,
        "retention_rate": 0.5, "churn_rate": 0.5,
    }  # fmt: skip
    assert program.get(at("revenue", JANUARY)).json() == {
        "from": "2026-01-01", "to": "2026-02-01", "start_mrr": 1500, "new": 300, "expansion": 0, "contraction": 0,
        "churn": 500, "reactivation": 0, "end_mrr": 1300, "nrr": pytest.approx(2 / 3), "grr": pytest.approx(2 / 3),
    }  # fmt: skip


def test_a_report_counts_nobody_of_another_workspace(rival, contracts):
    for report in ("retention", "revenue"):
        assert not any(number for name, number in rival.read(at(report, JANUARY)).items() if name not in JANUARY)
    assert rival.read(at("cohorts", JANUARY)) == {"items": []}


def test_cohorts_are_a_list(program, contracts):
    assert program.get(at("cohorts", {"from": "2026-01-01", "to": "2026-03-10"})).json() == {
        "items": [{"cohort": "2026-01", "size": 3, "retained": [3, 2]}]
    }


def test_a_report_split_by_a_fact_has_a_row_for_each_group(program, contracts):
    items = program.get(at("retention", JANUARY | {"by": "plan"})).json()["items"]
    assert [(row["value"], row["start"], row["end"]) for row in items] == [
        ("one", 1, 1),
        ("three", 0, 1),
        ("two", 1, 0),
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "from one day to a later one"),
        (JANUARY | {"by": "nonsense"}, "nonsense"),
        (JANUARY | {"by": "trait.nonsense"}, "no account has"),
        ({"from": "2026-02-01"}, "to"),
    ],
)
def test_a_report_that_cannot_be_made_says_what_to_change(program, contracts, asked, said):
    response = program.get(at("retention", asked))
    assert said in problem(response, 422)["detail"]
