"""Which 240 accounts are there? Drawn one by one, so that each is the same whatever becomes of the others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from tenure.sources.demo.account import Account
from tenure.sources.demo.cast import CAST, SYSTEM_IN_TROUBLE
from tenure.sources.demo.days import SPAN, dice
from tenure.sources.demo.departures import departure
from tenure.sources.demo.names import country_of, key_of, name_of, trade_of
from tenure.sources.demo.satisfaction import satisfaction
from tenure.sources.demo.trades import OPTIONS, SHORT_OF_ONE, TOWNS, Trade

ACCOUNTS = 240
AFFECTED = 40  # accounts on the system in trouble
OWNERS = ("Mara de Wit", "Tom Bakker", "Iris Smit")
VISITOR = "Demo visitor"  # who looks around has a book, too: every fourth account
LARGE_FROM = 390  # euros a month
LARGE_MINIMUM = 60
_PLANS = (
    ((49, "Start"), 0.3),
    ((79, "Start"), 0.25),
    ((129, "Plus"), 0.22),
    ((199, "Plus"), 0.13),
    ((390, "Large"), 0.06),
    ((590, "Large"), 0.04),
)
_TERMS = ((365, 0.72), (91, 0.18), (730, 0.1))
_SOURCES = (("website", 0.4), ("referral", 0.3), ("trade fair", 0.2), ("partner", 0.1))
_SYSTEMS = ("v7.1", "v7.3", "v8.0")
_TEMPERS = ((0.5, 0.45), (1.8, 0.55))
Thing = TypeVar("Thing")


def population() -> tuple[Account, ...]:
    """All accounts, those of the stories in their places."""
    drawn = [_cast(_draw(number)) for number in range(ACCOUNTS)]
    affected = _affected(drawn)
    return tuple(replace(one, system=SYSTEM_IN_TROUBLE) if one.number in affected else one for one in drawn)


def _cast(drawn: Account) -> Account:
    return replace(drawn, **CAST.get(drawn.number, {}))


def _affected(drawn: Sequence[Account]) -> set[int]:
    """Numbers of accounts on the system in trouble: those that the stories name, and others by lot. None is leaving."""
    here = [one for one in drawn if departure(one, satisfaction(one)) is None]
    named = [one.number for one in here if one.system == SYSTEM_IN_TROUBLE]
    others = [one.number for one in here if one.system != SYSTEM_IN_TROUBLE]
    return {*named, *map(int, dice(ACCOUNTS, "systems").permutation(others)[: AFFECTED - len(named)])}


def _draw(number: int) -> Account:
    luck = dice(number, "account")
    trade, country = trade_of(number), country_of(number)
    mrr, plan = _pick(luck, _PLANS)
    town, book = str(luck.choice(TOWNS[country])), int(luck.integers(3))
    is_new = number % 4 == 3
    return Account(
        number=number,
        key=key_of(number),
        name=name_of(number),
        trade=trade,
        country=country,
        town=town,
        owner=(*OWNERS, VISITOR)[3 if number % 4 == 1 else book],
        source=_pick(luck, _SOURCES),
        started=int(luck.integers(12, SPAN) if is_new else luck.integers(SPAN + 10, 2300)),
        term=_pick(luck, _TERMS),
        mrr=mrr,
        plan=plan,
        options=_options(luck, trade),
        system=str(luck.choice(_SYSTEMS)),
        size=float(np.clip(luck.lognormal(np.log(0.9 * mrr), 0.4), 25, 900)),
        growth=float(luck.lognormal(0.1, 0.12)),
        push_gap=int(luck.choice(trade.push_gaps)),
        office=float(np.clip(luck.normal(0.28, 0.1), 0.1, 0.7)),
        mean=float(luck.normal(0.55, 0.6)),
        temper=_pick(luck, _TEMPERS),
        voice=float(luck.beta(1.2, 1.6)),
        habit=float(luck.beta(1.2, 2.5)),
        loyalty=float(luck.beta(1.5, 2.0)),
        minimum=LARGE_MINIMUM if mrr >= LARGE_FROM else None,
    )


def _options(luck: np.random.Generator, trade: Trade) -> tuple[str, ...]:
    chance = {option: 0.75 if option in trade.fits else 0.08 for option in OPTIONS}
    if trade is SHORT_OF_ONE:
        chance |= dict.fromkeys(trade.fits, 1.0)
    return tuple(option for option in OPTIONS if luck.random() < chance[option])


def _pick(luck: np.random.Generator, shares: Sequence[tuple[Thing, float]]) -> Thing:
    """One of some things, each as often as its share says; shares total 1."""
    return shares[int(luck.choice(len(shares), p=[share for _, share in shares]))][0]
