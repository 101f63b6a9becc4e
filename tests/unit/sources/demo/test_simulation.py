"""What the demo's documentation says of its simulation: what follows from hidden satisfaction, and what does not."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from tenure.sources.demo.business import Business
from tenure.sources.demo.days import SPAN, days_until, easter
from tenure.sources.demo.population import ACCOUNTS
from tenure.sources.demo.season import public
from tenure.sources.demo.usage import SURVEY

WEDNESDAY = date(2026, 3, 4)
WEEKDAYS = range(5)


@pytest.fixture(scope="module")
def business():
    return Business(WEDNESDAY)


@pytest.fixture(scope="module")
def by_day(business):
    """How many events there were on each day, the oldest first."""
    table = business.events()
    ago = [(WEDNESDAY - at.date()).days for at in table["Time"].to_pylist()]
    return np.bincount(ago, minlength=SPAN + 1)[::-1]


def average(life, ago, days):
    """Mean satisfaction in so many days up to a day."""
    return float(np.mean([life.mood(ago + back) for back in range(days)]))


def test_there_are_240_accounts_over_eighteen_months_and_no_two_of_one_name(business):
    accounts = [life.account for life in business.lives]
    assert len(accounts) == ACCOUNTS == 240
    assert len({one.key for one in accounts}) == len({one.name for one in accounts}) == 240
    assert SPAN >= 18 * 30
    assert len({one.trade.name for one in accounts}) == 16


def test_more_than_one_account_in_ten_left_and_new_ones_came(business):
    left = [life for life in business.lives if life.departure and 0 <= life.departure.ended <= SPAN]
    came = [life for life in business.lives if life.account.started < SPAN]
    assert 24 <= len(left) <= 60
    assert len(came) >= 40


def test_those_who_left_had_been_less_satisfied_than_those_who_stayed(business):
    drawn = [life for life in business.lives if life.account.twist.happy is None]
    left = [average(one, one.departure.ended, 90) for one in drawn if one.departure and 0 <= one.departure.ended < 400]
    stayed = [average(one, 0, 90) for one in drawn if one.departure is None]
    assert np.median(left) < 0.2 < 0.4 < np.median(stayed)


def test_some_leave_without_notice_while_they_use_it_as_ever(business):
    silent = [life for life in business.lives if life.departure and life.departure.noticed is None]
    announced = [life for life in business.lives if life.departure and life.departure.noticed is not None]
    assert len(silent) >= 5
    assert len(announced) >= 10
    # “slagerij-dekker” plays so: nothing in its last eight weeks, Christmas among them, looks like the end.
    told = business.events().select(["Account ID", "Time"]).to_pylist()
    gone = next(life for life in business.lives if life.account.key == "slagerij-dekker")
    ago = [(WEDNESDAY - row["Time"].date()).days - gone.last for row in told if row["Account ID"] == gone.account.key]
    late, before = sum(0 <= one < 56 for one in ago), sum(56 <= one < 112 for one in ago)
    assert late > 0.5 * before


def test_some_complain_and_stay(business):
    complaining = [
        life
        for life, asked in zip(business.lives, business.questions, strict=True)
        if life.departure is None and sum(one.ago < 180 for one in asked) >= 4
    ]
    assert len(complaining) >= 3


def test_who_is_dissatisfied_sends_fewer_pushes_and_more_tickets(business):
    happy, unhappy = [], []
    for life, sent, asked in zip(business.lives, business.pushes, business.questions, strict=True):
        if life.departure is None and life.account.twist.happy is None and life.account.started > 200:
            kept = sent[-120:].sum() * life.account.push_gap / 120
            (unhappy if average(life, 0, 120) < 0.5 else happy).append((kept, sum(one.ago < 120 for one in asked)))
    pushes, tickets = (np.mean(happy, axis=0) - np.mean(unhappy, axis=0)).tolist()
    assert pushes > 0.25
    assert tickets < -0.3


def test_answers_to_the_survey_follow_satisfaction(business):
    lives = {life.account.key: life for life in business.lives}
    answers = [row for row in business.events().to_pylist() if row["Event"] == SURVEY]
    moods = [lives[row["Account ID"]].mood((WEDNESDAY - row["Time"].date()).days) for row in answers]
    assert len(answers) > 150
    assert np.corrcoef(moods, [row["Value"] for row in answers])[0, 1] > 0.7


def test_offices_work_on_weekdays_and_hardly_on_holidays(business, by_day):
    days = business.days
    weekday = days.weekday
    usual = np.median(by_day[(weekday < 5) & ~days.holiday & ~days.midsummer])
    assert np.median(by_day[weekday == 6]) < 0.25 * usual
    christmas = days.holiday & (weekday < 5)
    assert np.median(by_day[christmas]) < 0.25 * usual
    assert np.median(by_day[days.midsummer & np.isin(weekday, WEEKDAYS)]) < 0.95 * usual


def test_an_ice_cream_parlour_has_its_public_in_summer(business):
    parlour = next(one.account for one in business.lives if one.account.trade.name == "Ice cream parlour")
    days, shares = business.days, public(parlour, business.days)
    summer, winter = (shares[np.isin((days.of_year - 1) // 30, months)].mean() for months in ((5, 6, 7), (11, 0, 1)))
    assert summer > 1.4 * winter


@pytest.mark.parametrize(("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))])
def test_easter_is_when_churches_say(year, day):
    assert easter(year) == date(year, *day)


def test_a_day_later_everything_is_a_day_later():
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    today = date(2025, 1, 1) + timedelta(days=random.Random(seed).randrange(1500))
    one, other = Business(today), Business(today + timedelta(days=1))
    assert [life.account for life in one.lives] == [life.account for life in other.lives]
    assert [life.departure for life in one.lives] == [life.departure for life in other.lives]
    assert days_until(today).date(0) == today
