"""Dates as people say them."""

from datetime import date, timedelta

import pytest

from tenure.console.when import when

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (2, "in 2 days"),
        (12, "in 12 days"),
        (-16, "16 days ago"),
        (20, "in 20 days"),
        (21, "in 3 weeks"),
        (-69, "10 weeks ago"),
        (70, "in 2 months"),
        (365, "in 12 months"),
        (-730, "2 years ago"),
    ],
)
def test_a_date_is_said_in_the_unit_a_person_would_take(days, said):
    assert when(TODAY + timedelta(days=days), TODAY) == said
