"""Is every story of 5 to 10 and 12 to 13 in the demo as `tenure demo` builds it, and does its tour lead there?"""

import html
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tenure.sources.demo.stories import STORIES
from tests.installation import Installation

ROOT = Path(__file__).parents[2]
NOW = "2026-03-04T15:00"  # a Wednesday
LATER = "2026-03-04T16:00"


class Demo(Installation):
    """An installation with the demo, on a day that does not change."""

    def run(self, *words: str, at: str = LATER) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.stories.at", at, *words],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Demo:
    built = Demo(tmp_path_factory.mktemp("demo") / "data")
    assert json.loads(built.run("demo", "--json", at=NOW)) == {"workspace": "demo", "made": True}
    return built


@pytest.fixture(scope="module")
def facts(demo):
    """Account -> its facts, of every account."""
    return {row["account"]: row["facts"] for row in json.loads(demo.run("facts", "--workspace", "demo", "--json"))}


@pytest.fixture(scope="module")
def health(demo):
    """Account -> its health, of every account."""
    return {row["account"]: row for row in json.loads(demo.run("health", "--workspace", "demo", "--json"))}


@pytest.fixture(scope="module")
def alerts(demo):
    """Every open alert."""
    return json.loads(demo.run("alerts", "--workspace", "demo", "--json"))


@pytest.mark.xdist_group("demo")
class TestTheDemo:
    """One demo for all of them."""

    def test_it_has_240_accounts_in_every_band(self, health):
        bands = [row["band"] for row in health.values()]
        assert len(bands) == 240
        assert {band: bands.count(band) >= least for band, least in SHARES.items()} == dict.fromkeys(SHARES, True)

    def test_a_second_time_it_is_there_already(self, demo):
        assert json.loads(demo.run("demo", "--json")) == {"workspace": "demo", "made": False}

    def test_silence_before_leaving(self, facts):
        bakery, garage = facts["bakkerij-smit"], facts["garage-kuiper"]
        assert (bakery["push_silence_days"], bakery["push_usual_gap_days"]) == (15, 7)
        assert (garage["push_silence_days"], garage["push_usual_gap_days"]) == (24, 30)
        assert bakery["push_silence_ratio"] > 1.25 > garage["push_silence_ratio"]

    def test_the_certificate(self, facts):
        assert facts["optiek-verbeek"]["certificate_days_left"] == 29

    def test_half_a_year(self, facts):
        assert facts["restaurant-kok"]["asset_republish_days"] == 181
        assert facts["bloemen-smit"]["asset_republish_days"] == 1

    def test_stagnation(self, facts):
        stalled, pausing, lull = (
            facts[key] for key in ("sportschool-van-leeuwen", "boekhandel-jansen", "hotel-de-kade")
        )
        assert stalled["downloads_trend_28"] == pytest.approx(1, abs=0.01)
        assert pausing["downloads_trend_28"] > 1.02
        assert lull["downloads_trend_28"] == pytest.approx(1, abs=0.01)
        assert stalled["downloads_112"] < 1.95 * stalled["downloads_56"]
        assert lull["downloads_112"] > 2.4 * lull["downloads_56"]

    def test_one_report_forty_affected(self, facts, demo):
        affected = [key for key, known in facts.items() if known.get("trait.System version") == "v7.2"]
        assert len(affected) == 40
        assert facts["fysio-mulder"]["tickets_open"] >= 1
        assert "40 accounts are affected" in tour(demo)

    def test_the_minimum(self, health, demo):
        large, twin = health["hotel-zeezicht"], health["pension-kuehn"]
        assert (int(large["score"]), large["band"]) == (58, "poor")
        assert (int(twin["score"]), twin["band"]) == (58, "average")
        assert "below this account's minimum of 60" in html.unescape(
            demo.run("page", "/w/demo/accounts/hotel-zeezicht")
        )

    def test_whitespace(self, facts):
        salons = {key: known for key, known in facts.items() if known.get("trait.Trade") == "Hair salon"}
        here = {key for key, known in salons.items() if not known["is_former"]}
        assert [key for key in here if not salons[key]["bookings_90"]] == ["salon-seidel"]

    def test_the_first_90_days(self, facts):
        steps = ("tenure_days", "projects_created", "colleagues_invited", "apps_published")
        assert [facts["dierenkliniek-visser"][name] for name in steps] == [20, 1, 0, 0]
        assert [facts["makelaardij-hendriks"][name] for name in steps] == [90, 1, 1, 1]

    def test_some_left_without_a_word_and_some_complain_and_stay(self, facts, health):
        assert health["slagerij-dekker"]["band"] == "former"
        assert facts["tandarts-bakker"]["tickets_28"] >= 1
        assert facts["tandarts-bakker"]["last_survey_score"] <= 6

    def test_each_story_that_somebody_must_be_told_of_is_an_alert(self, alerts):
        told = {(one["account"], one["signal"]) for one in alerts}
        assert {
            ("bakkerij-smit", "push-stopped"),
            ("optiek-verbeek", "certificate-ending"),
            ("restaurant-kok", "not-republished"),
            ("sportschool-van-leeuwen", "traffic-stagnating"),
            ("salon-seidel", "hair-salons-without-booking"),
            ("dierenkliniek-visser", "no-colleague-invited-by-day-20"),
        } <= told
        quiet = {"garage-kuiper", "bloemen-smit", "boekhandel-jansen", "hotel-de-kade", "makelaardij-hendriks"}
        watched = {"push-stopped", "not-republished", "traffic-stagnating", "no-colleague-invited-by-day-20"}
        assert not [one for one in alerts if one["account"] in quiet and one["signal"] in watched]

    def test_nobody_gets_more_than_five_tasks_a_day_that_nobody_asked_for(self, demo):
        tasks = json.loads(demo.run("tasks", "--workspace", "demo", "--json"))
        calls = [one["owner"] for one in tasks if one["title"] == "Call and ask what changed"]
        assert all(calls.count(owner) <= 5 for owner in calls)

    def test_the_incident_affects_forty_and_each_is_told_their_own_way(self, demo):
        (incident,) = json.loads(demo.run("incidents", "--workspace", "demo", "--json"))
        assert (incident["affected"], incident["told"]) == (40, 0)
        number = str(incident["id"])
        affected = json.loads(demo.run("incidents", "--workspace", "demo", "--incident", number, "--json"))
        ways = {one["account"]: one["way"] for one in affected}
        assert {ways[key] for key in BOUNCING} == {"call"}

    def test_a_play_leaves_a_tenth_alone_and_says_that_it_is_too_few(self, demo):
        page = html.unescape(demo.run("page", "/w/demo/plays/at-risk"))
        assert "Call who went silent" in page
        assert "drawn by chance, are left alone" in page

    def test_the_tour_tells_where_each_story_stands(self, demo):
        text = tour(demo)
        for story in STORIES:
            assert story.sentence in text
            for part in story.parts:
                assert f'href="/w/demo/accounts/{part.key}"' in text
        assert "An account that is not here" not in text
        assert "A certificate ends in 29 days" in text

    def test_everything_came_in_and_through_the_doors_that_others_use(self, demo):
        imports = html.unescape(demo.run("page", "/w/demo/imports"))
        for name in FILES:
            assert name in imports
        assert "stayed out" not in imports
        assert "Back office of the apps" in demo.run("page", "/w/demo/settings/keys")
        assert not json.loads(demo.run("dead-letters", "--workspace", "demo", "--json"))


BOUNCING = [part.key for story in STORIES for part in story.parts if "bounces" in part.says]
SHARES = {"good": 80, "average": 30, "poor": 10, "former": 20}
FILES = (
    "accounts.csv", "contacts.csv", "contracts.csv", "orders.csv", "invoices.csv", "assets.csv", "touchpoints.csv",
    "tickets.csv", "notes.csv", "measurements.parquet", "events.parquet",
)  # fmt: skip


def tour(demo: Demo) -> str:
    return " ".join(html.unescape(demo.run("page", "/w/demo/tour")).split())
