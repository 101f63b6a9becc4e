"""When would it have fired? Days on which a rule held, as alerts."""

import pytest

from tenure.calc.backtest.firings import Firing, Manner, firings


def days(text: str, first: int = 100):
    """One letter a day: ``x`` holds, ``o`` holds no more but is not settled, ``.`` is settled, a space: not there."""
    return [(first + at, one == "x", one == ".") for at, one in enumerate(text) if one != " "]


@pytest.mark.parametrize(
    ("text", "manner", "found"),
    [
        ("....", Manner(), []),
        (".xx.", Manner(), [(101, 102)]),
        ("xx.x", Manner(), [(100, 101), (103, 103)]),
        ("xoox.", Manner(), [(100, 103)]),
        ("xxx xx", Manner(), [(100, 102), (104, 105)]),
        ("xxxxx", Manner(holds_days=3), [(103, 104)]),
        ("xx.xxx", Manner(holds_days=2), [(105, 105)]),
        ("x.x.x.x", Manner(cooldown_days=3), [(100, 100), (104, 104)]),
        ("x..xx", Manner(cooldown_days=3), [(100, 100), (104, 104)]),
        ("xo.x", Manner(holds_days=0, cooldown_days=0), [(100, 101), (103, 103)]),
    ],
)
def test_alerts(text, manner, found):
    assert [(one.first, one.last) for one in firings(days(text), manner)] == found


def test_nobody_there_fires_nothing():
    assert firings([]) == []
    assert firings(days("x")) == [Firing(100, 100)]
