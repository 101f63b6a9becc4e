"""How often is a watch wrong, and how late is it right? False alarms per account-year, and days from a planted change.

``python -m bench.watches [ACCOUNTS] [SEED]``: so many accounts (default 200) of each kind of `bench.watch_series` over two and a
half years. The first 182 days are history; all after is judged each day, the first year of it apart, because no season is known
in it. An alarm counts when a week was calm before it. Then a change is planted after 637 days, in autumn. Found: the share
within eleven weeks, and after how many complete days a tenth, half and nine tenths of them. Beside each watch stands the
fixed threshold that one would write without it.
"""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from bench.watch_series import KINDS, Floats, growing
from tenure.calc.watch.judge import judge_all
from tenure.calc.watch.series import DAYS, Histories
from tenure.rules.leaves import WATCHES

FROM, YEAR_KNOWN, CHANGE, UNTIL = 182, 547, 637, 912
FOLLOWED = 77  # days after the change in which it can be found
MUST_FALSE = 0.5  # a year and account, over all kinds
MUST_TAKE = 0.5  # seconds for 1,000 accounts, 400 days and all watches


def main() -> bool:
    given = [int(word) for word in sys.argv[1:]]
    accounts, seed = (*given, *(200, 20_261_122)[len(given) :])
    print(f"{accounts} accounts of each kind, seed {seed}; false alarms per account-year: all (first year, later)")
    made = {
        name: kind(np.random.default_rng([seed, at]), accounts, UNTIL) for at, (name, kind) in enumerate(KINDS.items())
    }
    reached = [report(watch, made, seed) for watch in WATCHES]
    return all([*reached, quick(seed)])


def report(watch: str, made: dict[str, Floats], seed: int) -> bool:
    print(f"\n{watch}")
    ours, peer = Told(), Told()
    for at, (name, series) in enumerate(made.items()):
        change = PLANTED[watch](series, np.random.default_rng([seed, at, 1])) if name in WHERE[watch] else None
        both = (
            told(series, change, lambda seen: judge_all(watch, Histories.of(0, seen)).holds),
            told(series, change, PEERS[watch]),
        )
        for total, one in zip((ours, peer), both, strict=True):
            total.add(one)
        print(f"  {name:9} {both[0].said()}   | {PEER_NAMES[watch]}: {both[1].said()}")
    print(f"  {'together':9} {ours.said()}   | {PEER_NAMES[watch]}: {peer.said()}")
    return ours.rate() < MUST_FALSE


@dataclass
class Told:
    """Alarms and account-years without a change, in the first year and after; delays in days, None for never."""

    alarms: tuple[int, int] = (0, 0)
    years: tuple[float, float] = (0.0, 0.0)
    delays: tuple[int | None, ...] = ()

    def add(self, other: "Told") -> None:
        self.alarms = (self.alarms[0] + other.alarms[0], self.alarms[1] + other.alarms[1])
        self.years = (self.years[0] + other.years[0], self.years[1] + other.years[1])
        self.delays += other.delays

    def rate(self) -> float:
        return sum(self.alarms) / sum(self.years)

    def said(self) -> str:
        first, later = (alarms / years for alarms, years in zip(self.alarms, self.years, strict=True))
        rates = f"{self.rate():6.2f} ({first:5.2f}, {later:5.2f})"
        if not self.delays:
            return f"{rates}{'':36}"
        found = sorted(delay for delay in self.delays if delay is not None)
        after = ", ".join(f"{found[int(share * len(found))]:3}" if found else "  -" for share in (0.1, 0.5, 0.9))
        return f"{rates}  found {len(found) / len(self.delays):4.0%} after {after} days"


def told(series: Floats, changed: Floats | None, holds: Callable[[Floats], Floats]) -> Told:
    first = alarms(series, range(FROM, YEAR_KNOWN), holds)
    later = alarms(series, range(YEAR_KNOWN, UNTIL), holds)
    found = Told(
        (int(first.sum()), int(later.sum())),
        (first.shape[0] * first.shape[1] / 365, later.shape[0] * later.shape[1] / 365),
    )
    if changed is not None:
        after = alarms(changed, range(CHANGE, CHANGE + FOLLOWED), holds, apart=False)
        calm = after[1:, ~after[0]]  # whoever was told of already finds nothing
        found.delays = tuple(int(one.argmax()) + 1 if one.any() else None for one in calm.T)
    return found


def alarms(series: Floats, days: Iterable[int], holds: Callable[[Floats], Floats], *, apart: bool = True) -> Floats:
    """Day by account: whether an alarm began; every day is judged by what came before it alone."""
    held = np.array([holds(series[:, max(0, day - DAYS) : day]) for day in days])
    if not apart:
        return held
    before = np.zeros_like(held)
    for back in range(1, 8):
        before[back:] |= held[:-back]
    return held & ~before


def stop(series: Floats, _luck: np.random.Generator) -> Floats:
    """Nothing more from one day on."""
    changed = series.copy()
    changed[:, CHANGE:] = 0
    return changed


def halve(series: Floats, luck: np.random.Generator) -> Floats:
    """Half of what comes is lost from one day on."""
    changed = series.copy()
    changed[:, CHANGE:] = luck.binomial(changed[:, CHANGE:].astype(int), 0.5)
    return changed


def flatten(series: Floats, luck: np.random.Generator) -> Floats:
    """Others that grow, and stop on one day."""
    return growing(luck, len(series), UNTIL, CHANGE)


def burst(series: Floats, _luck: np.random.Generator) -> Floats:
    """Five times an active day, on one day."""
    changed = series.copy()
    past = np.where(series[:, :CHANGE] > 0, series[:, :CHANGE], np.nan)[:, -182:]
    changed[:, CHANGE] = np.ceil(5 * np.nanmedian(past, axis=1))
    return changed


def silent(seen: Floats) -> Floats:
    return ~(seen[:, -14:] > 0).any(axis=1)


def halved(seen: Floats) -> Floats:
    return seen[:, -7:].mean(axis=1) < seen[:, -28:].mean(axis=1) / 2


def flat(seen: Floats) -> Floats:
    return seen[:, -56:].sum(axis=1) <= seen[:, -112:-56].sum(axis=1) * 1.02


def doubled(seen: Floats) -> Floats:
    return seen[:, -1] > 2 * seen[:, -29:-1].mean(axis=1)


PLANTED = {"stopped": stop, "falling": halve, "stagnating": flatten, "spike": burst}
WHERE = {
    "stopped": set(KINDS),
    "falling": set(KINDS) - {"planned"},
    "stagnating": {"growing"},
    "spike": set(KINDS),
}
PEERS = {"stopped": silent, "falling": halved, "stagnating": flat, "spike": doubled}
PEER_NAMES = {
    "stopped": "none for 14 days",
    "falling": "7 days below half of 28",
    "stagnating": "8 weeks at most 2 % above the 8 before",
    "spike": "twice the mean of 28 days",
}


def quick(seed: int) -> bool:
    histories = Histories.of(0, np.random.default_rng(seed).poisson(3, (1_000, 400)))
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        for watch in WATCHES:
            list(judge_all(watch, histories))
        taken.append(time.perf_counter() - start)
    print(f"\n1,000 accounts of 400 days, all watches: {min(taken):.3f} s (must stay under {MUST_TAKE} s)")
    return min(taken) < MUST_TAKE


if __name__ == "__main__":
    sys.exit(not main())
