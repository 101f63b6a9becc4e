"""Does a verdict read as a person would say it, with its figures?"""

from dataclasses import replace

import pytest

from tenure.calc.watch.judge import judge
from tenure.calc.watch.say import say
from tenure.calc.watch.series import Series
from tenure.calc.watch.verdict import Verdict
from tests.unit.calc.watch.lives import FIRST, every, weekly

FOUND = Verdict("falling", True, FIRST, 1234.4, 2.5, 1500, 8, 8)
DOWNLOADS = weekly([round(1000 * 1.03**week) for week in range(30)] + [2357] * 8)


@pytest.mark.parametrize(
    ("watch", "series", "what", "said"),
    [
        ("stopped", every(7, 53, 15), "push", "No push for 16 days (usually every 7)"),
        ("stopped", every(1, 60, 8), "sign-in", "No sign-in for 9 days (usually every day)"),
        ("stopped", every(7, 53, 2), "push", "Push: as usual"),
        ("stopped", every(7, 4, 2), "push", "Push: not judged before 8 gaps are known, so far 3"),
        (
            "falling",
            weekly([100] * 64 + [50] * 4),
            "downloads",
            "Downloads: at most 50 a week since 24 March 2025 (usually 100)",
        ),
        (
            "falling",
            weekly([100] * 8 + [50] * 4),
            "downloads",
            "Downloads: at most 50 a week since 26 February 2024 (usually 100); it may be the season, as a year ago is not known",
        ),
        ("falling", weekly([100] * 7), "downloads", "Downloads: not judged before 8 weeks are known, so far 3"),
        ("falling", every(7, 20, 2), "push", "Push: too little happens to tell"),
        (
            "stagnating",
            DOWNLOADS,
            "downloads",
            "Downloads: no growth since 29 July 2024, 2,357 a week where 2,773 were to be expected; it may be the season, as a year ago is not known",
        ),
        (
            "spike",
            Series(FIRST, [*[10, 12, 10, 9, 11, 1, 0] * 8, 10, 60]),
            "orders",
            "Orders: 60 on 27 February 2024 (usually 12 on that weekday)",
        ),
    ],
)
def test_a_verdict_is_one_sentence_with_its_figures(watch, series, what, said):
    assert say(judge(watch, series), what) == said


def test_small_figures_have_a_decimal_and_large_ones_none():
    assert say(FOUND, "usage") == "Usage: at most 1,234 a week since 1 January 2024 (usually 2.5)"


def test_where_the_season_is_known_it_is_no_excuse():
    told = replace(FOUND, kind="stagnating")
    assert say(told, "usage") == "Usage: no growth since 1 January 2024, 1,234 a week where 2.5 were to be expected"
    assert "season" in say(replace(told, knows_season=False), "usage")
