"""Does a fact know the future? It is computed for past days as if nothing later had ever been written, and compared.

What is dated after a day is taken out of every frame: rows that began later, and ends that came later. An end that was
agreed beforehand may be known: of a period as long as
its term, as whole years, or as the period of its contract before it.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import isclose
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.backtest.days import known_days
from tenure.answers.backtest.past import Among, Past
from tenure.calc.month_parts import DAYS_A_MONTH
from tenure.rules.asks import Asked
from tenure.rules.explain import words
from tenure.values.moment import Moment, day_of
from tenure.values.voice import worded

LOOKED_AT: Final = 6  # days of the stretch
_SLACK: Final = 3  # days by which months of an agreed term may differ
_YEAR: Final = 12 * DAYS_A_MONTH
# The column that says since when a row is known, and those that say what came later.
_SINCE: Final = {
    "periods": "starts_on", "lines": "starts_on", "history": "since", "champions": "since", "orders": "ordered_at",
    "invoices": "issued_on", "touchpoints": "at", "tickets": "opened_at", "tasks": "created_at", "asset_dates": "since", "measurements": "day",
    "closed": "day", "open": "day",
}  # fmt: skip
_LATER: Final = {
    "periods": ("notice_given_on",), "lines": ("ends_on",), "champions": ("until",), "orders": ("refunded_on",),
    "invoices": ("paid_on",), "tickets": ("closed_at",), "tasks": ("ended_at",), "asset_dates": ("retired_on",), "measurements": ("retired_on",),
}  # fmt: skip


class Hindsight(ValueError):  # noqa: N818 - named as people read it
    """A fact that knows the future; the sentence names it."""

    def __init__(self, fact: str, day: str) -> None:
        super().__init__(
            worded(
                "“{fact}” knows the future: with all that is dated after {day} taken away, it was something else on that day. "
                "A back-test with it would prove nothing.",
                fact=words(fact),
                day=day,
            )
        )
        self.fact = fact


def refuse_hindsight(past: Past, asked: Asked, days: Sequence[int], among: Among) -> None:
    """Raise Hindsight for the first fact that is another one on some of the days once nothing later is there.

    The days are those that are recomputed: what was stored of a day knew nothing of later ones.
    """
    if not days:
        return
    facts = Asked(asked.facts)

    def asking(_moment: Moment) -> Asked:
        return facts

    some = sorted({days[number * (len(days) - 1) // (LOOKED_AT - 1)] for number in range(LOOKED_AT)})
    whole = known_days(past, asking, some, among, cut=_uncut)
    without = known_days(past, asking, some, among, cut=cut)
    for known, then in zip(whole, without, strict=True):
        for account, values in known.facts.items():
            for name, value in values.items():
                if not _alike(value, then.facts.get(account, {}).get(name)):
                    raise Hindsight(name, day_of(known.day).isoformat())


def cut(name: str, rows: pa.Table, moment: Moment) -> pa.Table:
    """A frame without what is dated at or after a moment."""
    since = _SINCE.get(name)
    if since is not None:
        rows = rows.filter(_before(rows[since], moment))
    if name == "orders":
        rows = _set(rows, "refunded", pc.if_else(_is_later(rows["refunded_on"], moment), 0, rows["refunded"]))
    if name == "periods":
        rows = _set(
            rows,
            "ends_on",
            _forget(rows["ends_on"], pc.and_(_is_later(rows["ends_on"], moment), _not_agreed(rows, moment))),
        )
    for column in _LATER.get(name, ()):
        rows = _set(rows, column, _forget(rows[column], _is_later(rows[column], moment)))
    return rows


def _uncut(_name: str, rows: pa.Table, _moment: Moment) -> pa.Table:
    return rows


def _not_agreed(periods: pa.Table, moment: Moment) -> Any:
    """Of which periods the end may have been written only when it came: nothing known by the moment explains it."""
    length = pc.subtract(periods["ends_on"].cast(pa.int32()), periods["starts_on"].cast(pa.int32())).cast(pa.float64())
    term = pc.multiply(periods["term_months"].cast(pa.float64()), DAYS_A_MONTH)
    years = pc.multiply(pc.round(pc.divide(length, _YEAR)), _YEAR)
    by_years = pc.and_(_near(length, years), pc.greater(length, _YEAR / 2))
    by_notice = pc.less_equal(periods["notice_given_on"], moment.date)
    explained = [_near(length, term), by_years, _near(length, _length_before(periods, length)), by_notice]
    found = pc.or_(*(pc.fill_null(one, fill_value=False) for one in explained[:2]))
    for one in explained[2:]:
        found = pc.or_(found, pc.fill_null(one, fill_value=False))
    return pc.invert(found)


def _length_before(periods: pa.Table, length: Any) -> pa.Array:
    """The length of the period that came before each of the same contract."""
    rows = zip(periods["contract"].to_pylist(), periods["starts_on"].to_pylist(), length.to_pylist(), strict=True)
    ordered = sorted((contract, start, days, at) for at, (contract, start, days) in enumerate(rows))
    found: list[float | None] = [None] * len(ordered)
    for (contract, _, days, _at), (follows, _, _, at) in pairwise(ordered):
        found[at] = days if contract == follows else None
    return pa.array(found, pa.float64())


def _near(days: Any, others: Any) -> Any:
    return pc.less_equal(pc.abs(pc.subtract(days, others)), _SLACK)


def _before(column: Any, moment: Moment) -> Any:
    if pa.types.is_timestamp(column.type):
        return pc.less(column, moment.at)
    return pc.less_equal(column, moment.date if pa.types.is_date(column.type) else moment.day)


def _is_later(column: Any, moment: Moment) -> Any:
    return pc.fill_null(pc.invert(_before(column, moment)), fill_value=False)


def _forget(column: Any, hit: Any) -> Any:
    return pc.if_else(hit, pa.scalar(None, column.type), column)


def _set(rows: pa.Table, name: str, values: Any) -> pa.Table:
    return rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), values)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are the same but for the last bits, which depend on the order of adding up."""
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)
