"""What is known of a contract's terms, of why accounts left, and of what their owners expect of those that are due?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenure.sources.demo.business import Business
from tenure.sources.demo.days import dice
from tenure.sources.demo.life import Life
from tenure.sources.demo.money import periods

NOTICE_DAYS: Final = (30, 30, 60, 60, 90)
TERMS_KNOWN: Final = 0.9  # of contracts; of the others nobody typed the terms in
RENEWS_ITSELF: Final = 0.8  # of those
_SILENT: Final = 0.15  # of those who left, nobody asked why
_SPOKEN_OF: Final = 0.25  # of those that are due within _SOON days, their owner said what to expect
_SOON: Final = 120

# As the workspace's own list has them. Who gave notice was dissatisfied; who just went mostly closed or stopped.
_DISSATISFIED: Final = (
    ("Price", "Too dear for what it brings"),
    ("Price", "Found it cheaper elsewhere"),
    ("Product", "Something it needs is missing"),
    ("Product", "Faults and outages"),
    ("Service", "Answers came too late"),
    ("Competitor", "Went to another supplier"),
)
_GONE: Final = (
    ("Their business", "Closed"),
    ("Their business", "Sold or merged"),
    ("Little use", "Use faded away"),
    ("Little use", "Whoever worked with it left"),
)
_COMPETITORS: Final = ("Appwinkel", "Klik & Klaar", "Lokalheld")
_WORDS: Final = (
    ("commit", "Signed for another year, the paper is on its way"),
    ("commit", "Told me on the phone that they stay"),
    ("likely", "Wants to see the new menu first"),
    ("at_risk", "New manager, asks what it costs"),
    ("at_risk", "Compares us with another supplier"),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of its end; None where nobody typed it in."""

    notice_days: int | None
    renews_itself: bool | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why an account left, in the words of the list of reasons."""

    account: str
    owner: str
    reason: str
    finer: str
    competitor: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What the owner of an account expects of its renewal."""

    account: str
    owner: str
    word: str
    note: str


def terms(life: Life) -> Terms:
    """By when notice is due, and whether the contract renews by itself."""
    luck = dice(life.account.number, "terms")
    if luck.random() > TERMS_KNOWN:
        return Terms(None, None)
    return Terms(int(luck.choice(NOTICE_DAYS)), bool(luck.random() < RENEWS_ITSELF))


def whys(business: Business) -> Iterator[Why]:
    """Of those who left, all but some."""
    for life in business.lives:
        gone, luck = life.departure, dice(life.account.number, "reasons")
        if gone is None or gone.ended < 0 or luck.random() < _SILENT:
            continue
        reasons = _GONE if gone.noticed is None else _DISSATISFIED
        reason, finer = reasons[int(luck.integers(len(reasons)))]
        rival = (
            str(luck.choice(_COMPETITORS))
            if finer in ("Went to another supplier", "Found it cheaper elsewhere")
            else ""
        )
        yield Why(life.account.key, life.account.owner, reason, finer, rival)


def expected(business: Business) -> Iterator[Expected]:
    """Of those that are due soon, some."""
    for life in business.lives:
        luck = dice(life.account.number, "words")
        if life.departure is not None or -periods(life)[-1].ends > _SOON or luck.random() > _SPOKEN_OF:
            continue
        word, note = _WORDS[int(luck.integers(len(_WORDS)))]
        yield Expected(life.account.key, life.account.owner, word, note)
