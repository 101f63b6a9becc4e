"""Which accounts go together, by a fact? Each as it was when the period began; who was not there yet, as at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from tenure.answers.facts import facts
from tenure.answers.spans import History
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import is_trait
from tenure.facts.profile_rows import TRAIT
from tenure.facts.values import FactValue
from tenure.records.account import AccountHistory
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment, day_of
from tenure.values.money import Money, minor_digits
from tenure.values.voice import voice, worded

MOST: Final = 12  # groups of a number; above it they are cut into four of equal size
MANY: Final = 40_000  # accounts
Group = str | int | float | bool | None


def groups_by(
    history: History, fact: str, there: Sequence[int], came: Sequence[int], span: tuple[int, int]
) -> dict[int, Group]:
    """The group of each account; raises UnknownFact. ``span`` are the days of the period's start and end, as keys."""
    _check(history.workspace, fact)
    start, end = (Moment.end_of(day_of(day)) for day in span)
    values = _values(history, fact, start, there) | _values(history, fact, end, came)
    return _cut({account: _plain(value) for account, value in values.items()})


def _check(workspace: Workspace, fact: str) -> None:
    """A trait that nobody has would make one group of everybody, and its name is easily mistyped."""
    if is_trait(fact) and not AccountHistory.objects.filter(workspace=workspace, name=fact).exists():
        known = AccountHistory.objects.filter(workspace=workspace, name__startswith=TRAIT)
        names = known.order_by("name").values_list("name", flat=True).distinct()[:20]
        raise UnknownFact(
            worded(
                "no account has “{fact}”; there are: {names}",
                fact=fact,
                names=", ".join(names) or worded("no traits yet"),
            )
        )


def _values(history: History, fact: str, moment: Moment, accounts: Sequence[int]) -> dict[int, FactValue]:
    if not accounts:
        return {}
    # Many are found sooner by reading everybody once than by asking for them in slices.
    some = None if len(accounts) > MANY else list(accounts)
    asked = facts(history.workspace, moment, some, names=[fact], given=history.read)
    found = {account: known.get(fact) for account, known in asked}
    return {account: found.get(account) for account in accounts}


def _plain(value: FactValue) -> Group | Money:
    return value.isoformat()[:7] if isinstance(value, date) else value  # by month


def _cut(values: dict[int, Group | Money]) -> dict[int, Group]:
    """Numbers and amounts of many different sizes as quarters of the accounts, each named by its ends."""
    sizes: dict[str, list[float]] = {}
    for value in values.values():
        if (size := _size(value)) is not None:
            sizes.setdefault(_unit(value), []).append(size)
    cuts = {unit: _Quarters.of(known, unit) for unit, known in sizes.items() if len(set(known)) > MOST}
    return {account: _named(value, cuts.get(_unit(value))) for account, value in values.items()}


@dataclass(frozen=True, slots=True)
class _Quarters:
    """The ends of each, and its name: written once, not for every account."""

    bounds: Sequence[float]
    names: Sequence[str]

    @classmethod
    def of(cls, sizes: Sequence[float], unit: str) -> "_Quarters":
        bounds = sorted({float(one) for one in np.quantile(sizes, (0, 0.25, 0.5, 0.75, 1), method="lower")})
        ends = [_written(one, unit) for one in bounds]
        return cls(bounds, [worded("{least} to {most}", least=least, most=most) for least, most in pairwise(ends)])


def _size(value: Group | Money) -> float | None:
    if isinstance(value, Money):
        return float(value.amount)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _unit(value: Group | Money) -> str:
    """Amounts of one currency are cut apart from those of another."""
    return value.currency if isinstance(value, Money) else ""


def _named(value: Group | Money, quarters: _Quarters | None) -> Group:
    size = _size(value)
    if size is None or quarters is None:
        return _written(value.amount, value.currency) if isinstance(value, Money) else value
    at = min(int(np.searchsorted(quarters.bounds, size, side="right")), len(quarters.names))
    return quarters.names[at - 1]


def _written(size: float, currency: str) -> str:
    """As the voice in force writes a number, or an amount where there is a currency."""
    if not currency:
        return voice().number(size, 2)
    return voice().money(round(size), currency, minor_digits(currency))
