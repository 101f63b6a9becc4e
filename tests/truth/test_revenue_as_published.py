"""Do our figures agree with worked examples that others published? Each case names its source and its tolerance."""

import json
from pathlib import Path

import pytest

from tenure.calc.retention import Retention, lifetime_months, over_a_year
from tenure.calc.revenue import Movements, Moves, lifetime_value, monthly
from tenure.calc.spans import OPEN, Spans

FILE = Path(__file__).parents[3] / "shared/truth/revenue.json"
CASES = json.loads(FILE.read_text()) if FILE.exists() else []


def movements(given: dict) -> dict[str, float | None]:
    """From the four flows that the source names."""
    found = Movements(
        start=given["start_mrr"],
        expansion=given["expansion_mrr"],
        contraction=given["contraction_mrr"],
        churn=given["churn_mrr"],
        reactivation=given["reactivation_mrr"],
    )
    return {
        "gross_mrr_churn_rate": found.gross_churn_rate,
        "GRR": found.grr,
        "NRR": found.nrr,
        "net_mrr_churn_rate": found.net_churn_rate,
    }


def one_by_one(given: dict) -> dict[str, float | None]:
    """From what each account paid, and which of them were lost on day 10."""
    rows = [
        (at, 0, 10 if at in given["lost_indices"] else OPEN, mrr) for at, mrr in enumerate(given["customer_mrr_start"])
    ]
    moves = Moves.between(Spans.of(rows), 5, 15)
    lost = Retention(int(moves.was.sum()), int(moves.is_.sum()), 0)
    return {"gross_mrr_churn_rate": moves.sum.gross_churn_rate, "logo_churn": lost.churn_rate}


def between(given: dict) -> dict[str, float | None]:
    """From what came in at the start and at the end."""
    start, end, new = given["start_mrr"], given["end_mrr"], given.get("new_business_mrr", 0)
    kept = end - new
    found = Movements(start, new, expansion=max(kept - start, 0), contraction=max(start - kept, 0))
    return {"net_mrr_churn_rate": found.net_churn_rate, "gross_mrr_churn_rate": found.gross_churn_rate}


def subscriptions(given: dict) -> dict[str, float | None]:
    months = {"month": 1, "year": 12}
    return {
        "MRR": sum(one["count"] * monthly(one["amount"], months[one["interval"]]) for one in given["subscriptions"])
    }


HOW = {
    "churn_mrr expansion_mrr": movements,
    "customer_mrr_start": one_by_one,
    "end_mrr": between,
    "subscriptions": subscriptions,
    "S": lambda given: {
        "retention_rate": Retention(given["S"], given["E"], given["N"]).retention_rate,
        "churn_rate": Retention(given["S"], given["E"], given["N"]).churn_rate,
    },
    "start_mrr_30_days_ago": lambda given: {
        "NRR": (found := Movements(
            given["start_mrr_30_days_ago"],
            expansion=given["expansion_mrr"],
            churn=given["churned_mrr_incl_downgrades"],
        )).nrr,
        "net_revenue_churn": found.net_churn_rate,
    },
    "mrr_from_same_customers_before_churn": lambda given: {
        "NRR": Movements(
            given["start_mrr"],
            expansion=given["mrr_from_same_customers_before_churn"] - given["start_mrr"],
            churn=given["churn_mrr"],
        ).nrr
    },
    "arpa": lambda given: {"LTV_revenue": lifetime_value(given["arpa"], given["monthly_churn"])},
    "monthly_churn": lambda given: {
        "annual_churn_compound": over_a_year(given["monthly_churn"]),
        "annual_retention": 1 - over_a_year(given["monthly_churn"]),
        "expected_lifetime_months": lifetime_months(given["monthly_churn"]),
    },
    # The older definition divides by those at the start and the new ones together: named, and not ours.
    "new_in_period": lambda given: {
        "churn_start_denominator": Retention(
            given["start"], given["start"] + given["new_in_period"] - given["churned"], given["new_in_period"]
        ).churn_rate,
        "churn_stripe_older_denominator": given["churned"] / (given["start"] + given["new_in_period"]),
    },
}  # fmt: skip


def ours(given: dict) -> dict[str, float | None]:
    """What we compute from a case's input, by the first way that reads all of it."""
    return next(how for names, how in HOW.items() if set(names.split()) <= given.keys())(given)


@pytest.mark.skipif(not CASES, reason="the published examples are not beside this checkout")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_example_comes_out_as_its_source_says(case):
    found = ours(case["input"])
    for name, expected in case["expected"].items():
        assert found[name] == pytest.approx(expected, abs=case["tolerance"]), (name, case["source"])


def test_the_mistake_of_a_well_known_article_is_not_ours():
    """50,000 at the start, 1,000 new, 40,000 at the end: 78 %, where the article divides by 49,000 and says 81 %."""
    assert Retention(50_000, 40_000, 1_000).retention_rate == pytest.approx(0.78)
