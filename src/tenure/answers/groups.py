"""Which accounts go together, by a fact? Each as it was when the period began, and who came later as at its end."""

from collections.abc import Sequence
from datetime import date
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
from tenure.values.voice import worded

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
    plain = {account: _plain(value) for account, value in values.items()}
    return _cut(plain)


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


def _plain(value: FactValue) -> Group:
    if isinstance(value, Money):
        return value.amount / 10.0 ** minor_digits(value.currency)  # a group is named as people say amounts
    if isinstance(value, date):
        return value.isoformat()[:7]  # by month
    return value


def _cut(values: dict[int, Group]) -> dict[int, Group]:
    """Numbers of many different sizes as quarters of the accounts, each named by its ends."""
    numbers = sorted(
        {float(one) for one in values.values() if isinstance(one, int | float) and not isinstance(one, bool)}
    )
    if len(numbers) <= MOST:
        return values
    known = [float(one) for one in values.values() if isinstance(one, int | float) and not isinstance(one, bool)]
    bounds = sorted({float(one) for one in np.quantile(known, (0, 0.25, 0.5, 0.75, 1), method="lower")})
    return {account: _quarter(one, bounds) for account, one in values.items()}


def _quarter(value: Group, bounds: Sequence[float]) -> Group:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return value
    at = min(int(np.searchsorted(bounds, value, side="right")), len(bounds) - 1)
    return worded("{least} to {most}", least=f"{bounds[at - 1]:g}", most=f"{bounds[at]:g}")
