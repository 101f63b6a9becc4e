"""What does an account pay? The periods of its contract, its invoices, and what it orders once."""

from dataclasses import dataclass

from tenure.sources.demo.days import Days, dice
from tenure.sources.demo.departures import renewals
from tenure.sources.demo.life import Life

TERM_DAYS = 30  # after which an invoice is due
QUARTER = 91
RAISE = 0.03  # of the price, at each renewal
_NEVER_PAID = 0.004
_ORDERS = (("Redesign", 1200), ("Photo shoot", 450), ("Extra push package", 90), ("Flyers with code", 160), ("Training morning", 320))  # fmt: skip
ORDERS = 1 / 320  # a day


@dataclass(frozen=True, slots=True)
class Period:
    """One term of a contract, in days ago; it no longer runs on the day of its end."""

    starts: int
    ends: int
    mrr: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice, in days ago; ``paid`` None: not yet."""

    issued: int
    due: int
    amount: int
    paid: int | None


def periods(life: Life) -> list[Period]:
    """Term after term, each a little dearer; the price of today is the account's."""
    account = life.account
    ends = [end for end in renewals(account) if life.departure is None or end >= life.departure.ended]
    if life.departure is not None and ends[-1] != life.departure.ended:
        ends.append(life.departure.ended)
    starts = [account.started, *ends[:-1]]
    last = len(ends) - 1
    return [
        Period(start, end, round(account.mrr / (1 + RAISE) ** (last - number)))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def bills(life: Life, agreed: list[Period]) -> list[Bill]:
    """An invoice a quarter, paid when it suits: who is dissatisfied takes longer."""
    account, luck = life.account, dice(life.account.number, "invoices")
    slow = luck.gamma(1.2, 4.0)
    found = []
    for issued in range(account.started, life.last, -QUARTER):
        mrr = next((one.mrr for one in agreed if one.starts >= issued > one.ends), account.mrr)
        took = round(luck.gamma(3.0, 6.0) + slow + 300 * max(0.45 - life.mood(issued), 0) * luck.exponential())
        forgotten = luck.random() < _NEVER_PAID
        if issued > life.first:
            continue
        paid = None if forgotten and issued < 120 else issued - took
        found.append(Bill(issued, issued - TERM_DAYS, 3 * mrr, paid if paid is not None and paid >= 0 else None))
    if (overdue := account.twist.overdue) is not None:
        found = [one for one in found if one.issued > overdue + TERM_DAYS]
        found.append(Bill(overdue + TERM_DAYS, overdue, 3 * account.mrr, None))
    return found


def orders(life: Life, days: Days) -> list[tuple[int, str, int]]:
    """(days ago, product, euros) of what was bought once; satisfied accounts buy more."""
    luck = dice(life.account.number, "orders")
    bought = (luck.random(len(days.ago)) < ORDERS * (0.3 + life.satisfied)) & life.here & (days.weekday < 5)
    found = []
    for ago in map(int, days.ago[bought & (days.ago > 0)]):
        product, price = _ORDERS[int(luck.integers(len(_ORDERS)))]
        found.append((ago, product, round(price * luck.uniform(0.9, 1.5))))
    return found
