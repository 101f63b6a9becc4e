"""How many were flagged, how many stayed, how long ahead? The manager's figures."""

import pytest

from tenure.calc.backtest.figures import Span, caught
from tenure.calc.backtest.firings import Firing
from tenure.calc.backtest.outcomes import Stay

YEAR = Span(first=0, last=363, within=60, known_until=500)


def test_eleven_of_fourteen_who_left_were_flagged_and_twenty_flagged_stayed():
    leaving = {account: [Stay(-400, left_on=200 + account)] for account in range(14)}
    staying = {account: [Stay(-400)] for account in range(14, 60)}
    alerts = {account: [Firing(200 + account - 29 - account, 200 + account - 1)] for account in range(11)}
    alerts |= {account: [Firing(account, account + 5)] for account in range(14, 34)}
    found = caught(alerts, leaving | staying, YEAR, members=2)
    assert (found.fired, found.left, found.stayed, found.unknown) == (31, 11, 20, 0)
    assert (found.flagged, found.departures) == (11, 14)
    assert (found.lead_days.value, found.lead_days.low, found.lead_days.high) == (34, 30, 38)
    assert found.precision.value == pytest.approx(11 / 31)
    assert found.recall.value == pytest.approx(11 / 14)
    assert found.alerts_per_member_week.value == pytest.approx(31 / 52 / 2)


def test_who_left_before_after_or_beyond_what_is_known_is_no_departure():
    stays = {1: [Stay(-9, 0)], 2: [Stay(-9, 364)], 3: [Stay(-9, 1)], 4: [Stay(-9, 363)], 5: [Stay(-9)]}
    assert caught({}, stays, YEAR, 1).departures == 2
    assert caught({}, stays, Span(0, 363, 30, known_until=300), 1).departures == 1


def test_who_came_back_can_leave_twice():
    stays = {1: [Stay(-9, 100), Stay(150, 250)]}
    found = caught({1: [Firing(90, 99), Firing(240, 249)]}, stays, YEAR, 1)
    assert (found.departures, found.flagged, found.left, found.lead_days.value) == (2, 2, 2, 10)


def test_flagged_after_the_notice_is_told_and_no_catch():
    found = caught({1: [Firing(120, 199)]}, {1: [Stay(-9, left_on=200, told_on=110)]}, YEAR, 1)
    assert (found.flagged, found.told_first, found.told, found.precision.value) == (0, 1, 1, None)
