"""Do the parts of a stacked picture add up, and do its labels keep out of each other's way?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tenure.console.stacks import HEIGHT, LINE, apart, stack

WEEKS = st.lists(st.lists(st.integers(0, 10_000), min_size=3, max_size=3), min_size=1, max_size=13)
BANDS = ("poor", "average", "good")


def drawn(weeks):
    words = {band: band for band in BANDS}
    return stack(weeks, BANDS, words, [str(at) for at in range(len(weeks))], str)


@given(WEEKS)
def test_no_part_leaves_the_picture_and_columns_stand_beside_each_other(weeks):
    picture = drawn(weeks)
    for part in picture.parts:
        assert -0.1 <= float(part.y) <= HEIGHT
        assert float(part.y) + float(part.height) <= HEIGHT + 0.9
        assert 0 <= float(part.x[:-1]) < float(part.x[:-1]) + float(part.width[:-1]) <= 100
    assert len(picture.parts) == sum(1 for week in weeks for value in week if value)


@given(st.lists(st.floats(0, HEIGHT), min_size=1, max_size=4).map(lambda some: sorted(some, reverse=True)))
def test_labels_stay_in_order_apart_and_inside(middles):
    placed = apart(middles)
    assert all(lower - upper >= LINE - 0.001 for lower, upper in pairwise(placed))
    assert all(LINE / 2 - 0.001 <= y <= HEIGHT - LINE / 2 + 0.001 for y in placed)


def test_a_band_that_holds_nobody_now_has_no_label():
    assert [label.band for label in drawn([[1, 2, 3], [0, 2, 3]]).labels] == ["average", "good"]


def test_the_tallest_column_fills_the_height_and_others_are_in_proportion():
    first, second = drawn([[10, 0, 0], [5, 0, 0]]).parts
    assert round((HEIGHT - float(second.y)) / (HEIGHT - float(first.y)), 2) == 0.5
