"""Story 8: downloads flat for eight weeks against the account's own growth: a signal with the figures.

Not before week six, and not for a seasonal business in its season.
"""

from datetime import date, timedelta

from tenure.actions.signals import switch
from tenure.records.models import Alert, Signal

TODAY = date(2026, 3, 2)  # a Monday
WEEKS = 110  # two years and some weeks of figures, the latest last


def grown(weeks_flat: int) -> list[int]:
    """Downloads of each week: 3 in a hundred more from week to week, and none more in the last so many."""
    growing = WEEKS - weeks_flat
    return [round(70 * 1.03 ** min(week, growing)) for week in range(WEEKS)]


def seasonal() -> list[int]:
    """Growth from year to year that pauses in the same nine weeks of each."""
    figures, level = [], 70.0
    for week in range(WEEKS):
        level *= 1.0 if (WEEKS - 1 - week) % 52 < 9 else 1.03
        figures.append(round(level))
    return figures


def test_eight_flat_weeks_are_told_with_the_figures_six_are_not_and_a_season_is_not(beginning):
    story = beginning("reseller")
    story.at(TODAY.isoformat())
    switch(row=Signal.objects.get(template="traffic_stagnating"), is_on=True, by="test")
    worlds = {"flat": grown(9), "early": grown(5), "growing": grown(0), "season": seasonal()}
    story.import_csv("accounts", "Account ID;Name\n" + "\n".join(f"{key};{key.title()}" for key in worlds))
    rows = [
        f"{key};{TODAY - timedelta(7 * (WEEKS - week) - day)};downloads;{figure // 7 + (day < figure % 7)}"
        for key, figures in worlds.items()
        for week, figure in enumerate(figures)
        for day in range(7)
    ]
    story.import_csv("measurements", "\n".join(["Account ID;Day;Metric;Value", *rows]))
    story.pass_by()
    assert set(Alert.objects.values_list("account__key", flat=True)) == {"flat"}
    words = story.words("/signals?scope=all")
    assert "no growth since" in words
    assert "a week where" in words
