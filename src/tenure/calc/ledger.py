"""What did each account bring and take, by what it was for? Columns of whole units, added up as they are asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tenure.calc.profit import Profit, cost_to_serve
from tenure.calc.shares import Flags, Ints, sums

Part = tuple[Ints, Sequence[str], Ints]  # accounts, what for, and how much of each


@dataclass(frozen=True, slots=True)
class Ledger:
    """One row for each account and name: minor units, minutes, minor units. An empty name: nobody said what for."""

    accounts: Ints
    names: tuple[str, ...]  # each once, in order
    of: Ints  # the name of each row, as a place in ``names``
    revenue: Ints
    minutes: Ints
    discount: Ints
    bought: Flags  # the rows of what came in, were it nothing: time and discounts alone are no purchase
    hourly_cost: int

    @classmethod
    def made(cls, earned: Iterable[Part], took: Iterable[Part], given: Iterable[Part], hourly_cost: int) -> "Ledger":
        """From what came in, in any number of parts of each kind."""
        kinds = [list(kind) for kind in (earned, took, given)]
        parts = [part for kind in kinds for part in kind]
        accounts = np.concatenate([np.zeros(0, dtype=np.int64), *(part[0] for part in parts)])
        names, of = _coded([name for part in parts for name in part[1]])
        keys, at = np.unique(accounts * max(len(names), 1) + of, return_inverse=True)
        columns, first = [], 0
        for kind in kinds:
            amounts = np.concatenate([np.zeros(0, dtype=np.int64), *(part[2] for part in kind)])
            columns.append(sums(amounts, at.reshape(-1)[first : first + len(amounts)], len(keys)))
            first += len(amounts)
        width = max(len(names), 1)
        revenue, minutes, discount = columns
        bought = np.zeros(len(keys), dtype=np.bool_)
        bought[at.reshape(-1)[: sum(len(part[0]) for part in kinds[0])]] = True
        return cls(keys // width, names, keys % width, revenue, minutes, discount, bought, hourly_cost)

    @property
    def total(self) -> Profit:
        """All of it together."""
        return Profit(int(self.revenue.sum()), int(self.minutes.sum()), self.hourly_cost, int(self.discount.sum()))

    def only(self, rows: Flags) -> "Ledger":
        """Some of its rows."""
        columns = (self.revenue[rows], self.minutes[rows], self.discount[rows], self.bought[rows])
        return Ledger(self.accounts[rows], self.names, self.of[rows], *columns, self.hourly_cost)

    def of_name(self, name: str) -> "Ledger":
        """Those of one name; none for a name that it does not have."""
        place = self.names.index(name) if name in self.names else -1
        return self.only(self.of == place)

    def by_account(self) -> "Ledger":
        """The same, whatever it was for: one row for each account, in order of their numbers."""
        accounts, at = np.unique(self.accounts, return_inverse=True)
        revenue, minutes, discount = (
            sums(one, at.reshape(-1), len(accounts)) for one in (self.revenue, self.minutes, self.discount)
        )
        of, bought = np.zeros(len(accounts), dtype=np.int64), np.isin(accounts, self.buyers)
        return Ledger(accounts, ("",), of, revenue, minutes, discount, bought, self.hourly_cost)

    @property
    def buyers(self) -> Ints:
        """The accounts that bought any of it, in order."""
        return np.unique(self.accounts[self.bought])

    @property
    def left(self) -> Ints:
        """What each row leaves: revenue less cost to serve."""
        return self.revenue - cost_to_serve(self.minutes, self.hourly_cost)

    def row(self, place: int) -> Profit:
        """One of its rows."""
        earned, took, given = (int(one[place]) for one in (self.revenue, self.minutes, self.discount))
        return Profit(earned, took, self.hourly_cost, given)

    def by_name(self) -> dict[str, Profit]:
        """Each name's, of all accounts; of names that have a row."""
        count = len(self.names)
        columns = (sums(one, self.of, count).tolist() for one in (self.revenue, self.minutes, self.discount))
        found = zip(self.names, np.bincount(self.of, minlength=count).tolist(), *columns, strict=True)
        return {
            name: Profit(earned, took, self.hourly_cost, given) for name, rows, earned, took, given in found if rows
        }


def _coded(names: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    found = tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(found)}
    return found, np.fromiter((places[name] for name in names), dtype=np.int64, count=len(names))
