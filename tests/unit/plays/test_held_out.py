"""Are accounts left alone by chance, and the same ones again and again?"""

from datetime import UTC, datetime

from tenure.plays.held_out import is_drawn, is_exempt, is_held_out
from tenure.plays.play import HoldOut
from tenure.rules.comparison import Comparison, Op

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_about_the_share_is_drawn_and_another_lot_for_another_play():
    drawn = {play: {one for one in range(20_000) if is_drawn(play, one, 10)} for play in (1, 2)}
    for lot in drawn.values():
        assert 1_850 < len(lot) < 2_150  # 10 % of 20,000, within three and a half standard deviations
    assert 100 < len(drawn[1] & drawn[2]) < 300
    assert drawn[1] == {one for one in range(20_000) if is_drawn(1, one, 10)}


def test_a_larger_share_keeps_those_of_the_smaller():
    assert all(is_drawn(1, one, 20) for one in range(2_000) if is_drawn(1, one, 10))


def test_nobody_is_left_alone_without_a_share_nor_whoever_is_exempt():
    one = next(number for number in range(1_000) if is_drawn(1, number, 10))
    large = Comparison("seats_bought", Op.GE, 100)
    assert not is_held_out(None, 1, one, NOW, {})
    assert is_held_out(HoldOut(10), 1, one, NOW, {})
    assert is_held_out(HoldOut(10, large), 1, one, NOW, {"seats_bought": 99})
    assert not is_held_out(HoldOut(10, large), 1, one, NOW, {"seats_bought": 100})
    assert is_exempt(HoldOut(10, large), NOW, {"seats_bought": 100})
    assert not is_exempt(HoldOut(10), NOW, {"seats_bought": 100})


def test_what_was_named_beforehand_says_how_many_accounts_it_takes():
    assert HoldOut(10, alone=0.060, acted=0.041).planned == 13_213
    assert HoldOut(10).planned is None
