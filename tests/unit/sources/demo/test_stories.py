"""Is each story played in the demo, whatever day it is built on?"""

import hashlib
import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import numpy as np
import pyarrow.parquet as pq
import pytest

from tenure.sources.demo.assets import assets
from tenure.sources.demo.business import Business
from tenure.sources.demo.cast import CAST, SYSTEM_IN_TROUBLE
from tenure.sources.demo.figures import figures
from tenure.sources.demo.files import write_demo
from tenure.sources.demo.money import periods
from tenure.sources.demo.names import key_of
from tenure.sources.demo.stories import STORIES
from tenure.sources.demo.usage import BOOKING, MILESTONES


def any_day() -> date:
    """Some day, with the seed printed."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    return date(2025, 1, 1) + timedelta(days=random.Random(seed).randrange(1400))


@pytest.fixture(scope="module", params=["one day", "another day"])
def business():
    return Business(any_day())


def place(key: str) -> int:
    return next(number for number in range(240) if key_of(number) == key)


def pushed(business: Business, key: str) -> list[int]:
    """Days ago of an account's pushes, the latest first."""
    return sorted(int(ago) for ago in business.days.ago[business.pushes[place(key)]])


@pytest.fixture(scope="module")
def did(business):
    """The names of the events of some accounts."""
    found = business.events().group_by(["Account ID", "Event"]).aggregate([]).to_pylist()
    return lambda key: {row["Event"] for row in found if row["Account ID"] == key}


def downloads(business: Business, key: str, days: range) -> float:
    """The mean of a day among so many days ago."""
    number = place(key)
    told = figures(business.lives[number], business.days, business.pushes[number], site=False)
    _, ago, values = next(column for column in told if column[0] == "downloads")
    return float(np.mean([value for at, value in zip(ago, values, strict=True) if at in days]))


def test_who_plays_a_part_is_there(business):
    keys = {life.account.key for life in business.lives}
    assert {part.key for story in STORIES for part in story.parts} <= keys
    assert set(CAST) <= set(range(240))


def test_the_tuesday_push_fails_to_come_for_two_weeks_and_the_monthly_one_is_not_due(business):
    bakery, garage = pushed(business, "bakkerij-smit"), pushed(business, "garage-kuiper")
    assert 14 <= bakery[0] < 21
    assert {later - earlier for earlier, later in pairwise(bakery)} == {7}
    assert {business.days.date(ago).strftime("%A") for ago in bakery} == {"Tuesday"}
    assert 14 < garage[0] < 30
    assert {later - earlier for earlier, later in pairwise(garage)} == {30}


def test_certificates_and_publications_stand_on_their_days(business):
    told = {
        key: assets(business.lives[place(key)], earlier=False)[0]
        for key in ("optiek-verbeek", "restaurant-kok", "bloemen-smit")
    }
    assert told["optiek-verbeek"].certificate == 29
    assert told["restaurant-kok"].published == 181
    assert told["bloemen-smit"].published == 1


def test_growth_stops_for_eight_weeks_for_five_and_in_a_lull_as_a_year_before(business):
    gym, bookshop, hotel = "sportschool-van-leeuwen", "boekhandel-jansen", "hotel-de-kade"
    assert downloads(business, gym, range(1, 29)) == pytest.approx(downloads(business, gym, range(29, 57)), rel=0.02)
    assert downloads(business, gym, range(85, 113)) < 0.9 * downloads(business, gym, range(29, 57))
    assert downloads(business, bookshop, range(1, 29)) < 1.05 * downloads(business, bookshop, range(29, 36))
    assert downloads(business, bookshop, range(64, 92)) < 0.9 * downloads(business, bookshop, range(1, 29))
    assert downloads(business, hotel, range(1, 57)) == pytest.approx(
        downloads(business, hotel, range(29, 57)), rel=0.03
    )
    assert downloads(business, hotel, range(1, 57)) < 0.75 * downloads(business, hotel, range(70, 112))


def test_forty_are_affected_and_two_cannot_be_written_to(business):
    affected = [life for life in business.lives if life.account.system == SYSTEM_IN_TROUBLE]
    assert len(affected) == 40
    assert all(life.departure is None for life in affected)
    assert sum(life.people[0].bounces for life in affected) == 2
    assert sum(one.subject.startswith("Images do not load") for asked in business.questions for one in asked) == 1


def test_the_large_account_has_a_minimum_and_its_twin_has_none(business):
    large, twin = (business.lives[place(key)].account for key in ("hotel-zeezicht", "pension-kuehn"))
    assert (large.minimum, twin.minimum) == (60, None)
    assert large.twist == twin.twist


def test_all_hair_salons_book_but_one(business, did):
    without = [
        life.account.key
        for life in business.lives
        if life.account.trade.name == "Hair salon" and "Booking" not in life.account.options
    ]
    assert without == ["salon-seidel"]
    assert BOOKING not in did("salon-seidel")
    assert BOOKING in did("kapsalon-vos")


def test_on_day_20_one_step_is_taken_and_on_day_90_all(business, did):
    for key, days, steps in (("dierenkliniek-visser", 20, MILESTONES[:1]), ("makelaardij-hendriks", 90, MILESTONES)):
        assert periods(business.lives[place(key)])[0].starts == days
        assert did(key) & set(MILESTONES) == set(steps)


def test_the_same_moment_writes_the_same_bytes(tmp_path):
    now = datetime.combine(any_day(), time(15), UTC)
    written = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        demo = write_demo(folder, now)
        files = [(one.kind, one.path.name, hashlib.sha256(one.path.read_bytes()).hexdigest()) for one in demo.files]
        written.append((files, demo.events.to_pylist()))
    assert written[0] == written[1]


def test_nothing_is_dated_after_the_moment_it_is_built(tmp_path):
    now = datetime.combine(any_day(), time(11), UTC)
    demo = write_demo(tmp_path, now)
    late = demo.events.to_pylist()
    assert late
    assert all(now - timedelta(days=2) < row["Time"] <= now for row in late)
    files = {one.path.stem: one.path for one in demo.files}
    before = pq.read_table(files["events"])["Time"].to_pylist()
    assert max(before) < min(row["Time"] for row in late)
    assert max(pq.read_table(files["measurements"])["Date"].to_pylist()) < now.date()
