"""Do retention and revenue keep their promises, whatever the contracts? Against the definitions, account by account."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tenure.calc.retention import Presence, Retention, repeat_rate
from tenure.calc.revenue import Movements, Moves, chained
from tenure.calc.spans import OPEN, Spans

days = st.integers(0, 60)
row = st.tuples(st.integers(1, 6), days, days | st.just(OPEN), st.integers(0, 900))
rows = st.lists(row, max_size=25)


def amount(rows: list, account: int, day: int) -> int:
    return sum(mrr for whose, start, end, mrr in rows if whose == account and start <= day < end)


def is_there(rows: list, account: int, day: int) -> bool:
    return any(whose == account and start <= day < end for whose, start, end, _ in rows)


@given(rows, days, days)
def test_retention_counts_each_account_by_its_definition(rows, start, end):
    accounts = {whose for whose, *_ in rows}
    before = {one for one in accounts if is_there(rows, one, start)}
    after = {one for one in accounts if is_there(rows, one, end)}
    found = Presence.between(Spans.of(rows), start, end).count
    assert found == Retention(len(before), len(after), len(after - before))
    assert (found.retained, found.lost) == (len(before & after), len(before - after))
    if before:
        assert found.retention_rate == (found.end - found.new) / found.start
        assert abs(found.retention_rate + found.churn_rate - 1) < 1e-12


@given(rows, days, days)
def test_movements_always_sum_to_the_end_and_grr_is_at_most_one(rows, start, end):
    found = Moves.between(Spans.of(rows), start, end).sum
    accounts = {whose for whose, *_ in rows}
    assert found.start == sum(amount(rows, one, start) for one in accounts)
    assert found.end == sum(amount(rows, one, end) for one in accounts)
    if found.start:
        there = [one for one in accounts if is_there(rows, one, start)]
        least = sum(min(amount(rows, one, start), amount(rows, one, end)) for one in there)
        assert found.grr == least / found.start
        assert 0 <= found.grr <= 1
        assert found.nrr == sum(amount(rows, one, end) for one in there) / found.start
        assert found.nrr >= found.grr


@given(rows, days, days, st.randoms(use_true_random=False))
def test_a_permutation_of_accounts_changes_nothing(rows, start, end, random):
    other = list(rows)
    random.shuffle(other)
    names = dict(zip(range(1, 7), random.sample(range(100, 200), 6), strict=True))
    renamed = [(names[whose], *rest) for whose, *rest in other]
    assert Moves.between(Spans.of(renamed), start, end).sum == Moves.between(Spans.of(rows), start, end).sum
    assert Presence.between(Spans.of(renamed), start, end).count == Presence.between(Spans.of(rows), start, end).count


@given(rows, st.lists(days, min_size=2, max_size=6, unique=True))
def test_months_added_up_go_from_the_first_start_to_the_last_end(rows, bounds):
    spans, bounds = Spans.of(rows), sorted(bounds)
    months = [Moves.between(spans, *pair).sum for pair in pairwise(bounds)]
    assert chained(months).end == months[-1].end


def test_who_comes_back_is_no_new_business():
    spans = Spans.of([(1, 0, 10, 500), (1, 20, OPEN, 700), (2, 15, OPEN, 100)])
    found = Moves.between(spans, 12, 30).sum
    assert found == Movements(0, new=100, reactivation=700)
    assert found.with_reactivation_in_expansion() == Movements(0, new=100, expansion=700)


def test_what_ends_on_a_day_is_no_longer_there_on_it():
    spans = Spans.of([(1, 0, 31, 500)])
    assert Presence.between(spans, 30, 31).count == Retention(1, 0, 0)
    assert Presence.between(spans, 29, 30).count == Retention(1, 1, 0)


def test_nobody_at_the_start_has_no_rate():
    assert Retention(0, 5, 5).retention_rate is None
    assert Movements(0, new=5).nrr is None
    assert Movements(0, new=5).grr is None


def test_repeat_rate_is_of_those_who_bought():
    assert repeat_rate([2] * 900 + [1] * 1_100) == 0.45
    assert repeat_rate([0, 0]) is None
