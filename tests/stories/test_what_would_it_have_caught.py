"""Story 11: before switching on "usage down by half", a year back.

It would have fired 31 times, 11 of 14 departures among them, a median of 34 days ahead, less than one alert a week.
"""

import json
from datetime import date, timedelta

import pytest

TODAY = date(2026, 3, 2)
YEAR = ("--from", "2025-03-01", "--to", "2026-02-28")
HALF = {
    "all": [
        {"fact": "usage_trend_28", "op": "le", "value": 0.5},
        {"fact": "events_before_28", "op": "ge", "value": 20},
    ]
}
SLUMP = 15  # days of a tenth of the use after which that of 28 days is down by half
AHEAD = (22, 25, 28, 30, 33, 34, 34, 35, 36, 36, 37)
BEGIN = date(2024, 12, 1)

# Key -> (the day on which use falls to a tenth, the day on which it is back or None, the day of leaving or None).
LEAVING = {
    f"l{number}": (left - timedelta(days=ahead + SLUMP), None, left)
    for number, ahead in enumerate(AHEAD)
    for left in [date(2025, 5, 20) + timedelta(days=24 * number)]
}
SUDDEN = {f"s{number}": (None, None, date(2025, 6, 10) + timedelta(days=80 * number)) for number in range(3)}
BACK = {
    f"b{number}": (slump, slump + timedelta(days=30), None)
    for number in range(20)
    for slump in [date(2025, 3, 10) + timedelta(days=14 * number)]
}
STEADY = {f"a{number}": (None, None, None) for number in range(20)}
ACCOUNTS = LEAVING | SUDDEN | BACK | STEADY


def used_on(slump: date | None, back: date | None, day: date) -> int:
    """Two a day, in a slump one every five days."""
    slumps = slump is not None and day >= slump and (back is None or day < back)
    return (day.toordinal() % 5 == 0) if slumps else 2


def events() -> str:
    lines = ["user_id,event,timestamp"]
    for key, (slump, back, left) in ACCOUNTS.items():
        for ago in range((TODAY - BEGIN).days):
            day = BEGIN + timedelta(days=ago)
            if left is None or day < left:
                lines += [f"{key},saved,{day}T{8 + at:02}:00:00Z" for at in range(used_on(slump, back, day))]
    return "\n".join(lines)


@pytest.fixture
def vendor(story):
    """Fifty-four accounts of an app vendor, brought in as files on the day on which the question is asked."""
    story.at(TODAY.isoformat())
    story.import_csv("accounts", "\n".join(["Account ID", *ACCOUNTS]))
    contracts = [f"{key};App;2024-06-01;{left or ''};50" for key, (_, _, left) in ACCOUNTS.items()]
    story.import_csv("contracts", "\n".join(["Account ID;Product;Start;End;MRR", *contracts]))
    story.import_csv("events", events())
    story.pass_by()
    return story


def test_a_year_back_usage_down_by_half(vendor):
    found = vendor.command("backtest", "--rule", json.dumps(HALF), *YEAR, "--within", "60")
    assert found["says"][0] == "11 of 14 who left were flagged, 20 flagged stayed, a median of 34 days ahead."
    assert found["says"][1] == "It would have fired 31 times, less than one alert a week for each member."
    assert (found["fired"], found["left"], found["stayed"], found["departures"]) == (31, 11, 20, 14)
    assert (found["kind"], found["from"], found["to"], found["cases"]) == ("rule", "2025-03-01", "2026-02-28", 54)
    assert found["lead_days"] == 34
    assert found["precision"] == pytest.approx(11 / 31)
    assert found["recall"] == pytest.approx(11 / 14)
    assert found["alerts_per_member_week"] == pytest.approx(31 / (365 / 7))
    assert found["intervals"]["recall"] == {
        "low": pytest.approx(0.5241, abs=1e-4), "high": pytest.approx(0.9243, abs=1e-4), "cases": 14,
    }  # fmt: skip
    assert {key for key, _ in found["missed"]} == set(SUDDEN)
    assert {one["account"] for one in found["alerts"]} == set(LEAVING) | set(BACK)
    assert found["known"] == {"now": 365, "then": 0}
    assert [one["name"] for one in found["baselines"]] == ["recent usage", "tenure"]
    assert found["auc"] > found["baselines"][1]["auc"]
