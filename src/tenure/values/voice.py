"""In which form are numbers, money and dates written? In plain English, unless somebody else's form is in force.

A sentence is made in one place; whoever shows it to a person says in whose form: ``with speaking(voice): …``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Final, Protocol


class Voice(Protocol):
    """How somebody writes figures and dates."""

    def number(self, value: float, places: int = 0) -> str:
        """A number with at most ``places`` decimals."""

    def percent(self, share: float) -> str:
        """0.38 as per cent."""

    def money(self, amount: int, currency: str, digits: int) -> str:
        """``amount`` minor units of a currency that has ``digits`` decimals."""

    def day(self, value: date) -> str:
        """A date."""

    def words(self, message: str) -> str:
        """A sentence, its places still named, in the language of the voice."""

    def words_for(self, one: str, many: str, n: float) -> str:
        """The same in the form that the language has for ``n``."""


class Plain:
    """English as commands print it and as sentences are stored: 1,200.5, 38 %, 63.00 EUR, 1 March 2026."""

    def number(self, value: float, places: int = 0) -> str:
        """``1,200`` or ``1,200.5``."""
        text = f"{round(value, places):,.{places}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def percent(self, share: float) -> str:
        """``38 %``."""
        return f"{round(share * 100):,} %"

    def money(self, amount: int, currency: str, digits: int) -> str:
        """``63.00 EUR``."""
        return f"{amount / 10**digits:,.{digits}f} {currency}"

    def day(self, value: date) -> str:
        """``1 March 2026``."""
        return f"{value.day} {value:%B %Y}"

    def words(self, message: str) -> str:
        """As it stands."""
        return message

    def words_for(self, one: str, many: str, n: float) -> str:
        """``one`` of 1, ``many`` of everything else."""
        return one if n == 1 else many


PLAIN: Final[Voice] = Plain()
_IN_FORCE: ContextVar[Voice] = ContextVar("voice", default=PLAIN)


def voice() -> Voice:
    """The voice in force here."""
    return _IN_FORCE.get()


@contextmanager
def speaking(as_: Voice) -> Iterator[None]:
    """Let everything written inside be written in this voice; other threads and requests keep theirs."""
    before = _IN_FORCE.set(as_)
    try:
        yield
    finally:
        _IN_FORCE.reset(before)


def later(message: str) -> str:
    """The message itself: marks a sentence that `worded` gets from a table."""
    return message


def worded(message: str, **places: str) -> str:
    """``message`` in the language of the voice in force, its named places filled.

    Called with the message itself, a whole sentence: `scripts/words.py` finds it there and asks for its translations.
    """
    return voice().words(message).format(**places)


def worded_for(n: float, one: str, many: str, /, **places: str) -> str:
    """The same for a number of things, which stands in the place ``{n}``."""
    return voice().words_for(one, many, n).format(n=voice().number(n), **places)
