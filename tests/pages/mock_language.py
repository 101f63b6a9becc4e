"""A language that is none: what was translated stands in marks, ⟦so⟧, and what fills its places stands outside of them.

It stands in for Russian, whose dates and names of months have no Latin letters: Latin letters outside of marks are words
that were never asked to be translated, or that one of the languages lacks.
"""

import re
from typing import Any, Final

from django.utils.translation import trans_real
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

MOCKED: Final = "ru"
LANGUAGES: Final = ("nl", "de", "ru")
PLACES: Final = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{[^{}]*\}")
MARKED: Final = re.compile(r"⟦[^⟦⟧]*⟧")


class Mock:
    """What gettext asks of a language, answered in marks where every language has the message."""

    def __init__(self) -> None:
        self.real: list[Any] = [DjangoTranslation(language) for language in LANGUAGES]

    def gettext(self, message: str) -> str:
        """The message in marks; as it stands where a language lacks it."""
        if any(one._catalog.get(message) is None for one in self.real):
            return message
        return marked(message.rpartition(CONTEXT_SEPARATOR)[2])

    def ngettext(self, one: str, many: str, n: float) -> str:
        """The form that English would take, in marks."""
        said = one if n == 1 else many
        known = all(_has_forms(language._catalog, one, n) for language in self.real)
        return marked(said.rpartition(CONTEXT_SEPARATOR)[2]) if known else said

    def to_language(self) -> str:
        """For whom it stands in: dates and figures are written as there."""
        return MOCKED

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real[-1], name)


def _has_forms(catalogue: Any, message: str, n: float) -> bool:
    try:
        return catalogue.plural(message, n) is not None
    except KeyError:
        return False


def marked(message: str) -> str:
    """Everything but the places in marks."""
    return f"⟦{PLACES.sub(lambda place: f'⟧{place[0]}⟦', message)}⟧".replace("⟦⟧", "")


def speak_mock(monkeypatch: Any) -> None:
    """From here on whoever asks for Russian is told in marks."""
    monkeypatch.setitem(trans_real._translations, MOCKED, Mock())
