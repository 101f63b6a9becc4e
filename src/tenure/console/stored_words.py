"""How does a sentence that was made and kept in English read in the language of this page?

Reports of files, refusals of rows and what programs answered are kept as English sentences: they do not depend on who
looks. Pages say them again: the catalogue's sentence that fits, with what stood in its places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale
from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

from tenure.console import locale
from tenure.sources.problems import QUOTED

ENGLISH: Final = "en"
_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_COUNT = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?")
LEAST: Final = 12  # letters of its own by which a sentence is known; fewer fit anything
_NAMES: Final = frozenset({"what", "measure", "month", "export"})  # places that hold names of facts, months …
_SENTENCES: Final = frozenset({"reason", "why"})  # places that hold sentences themselves
_TELLING: Final = _SENTENCES | {"month", "noun", "export"}  # places by which a shorter sentence is known as well
_NOUNS: Final = frozenset({"kind", "field"})  # places that hold what tables and columns are called
_FIGURES: Final = frozenset({"before", "after", "ratio"})  # places that hold a number and its unit
_COUNTS: Final = frozenset({"n", "most", "least", "score", "minimum"})


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence of the catalogue; ``core`` is the longest piece of it between places, ``own`` the length of all."""

    pattern: re.Pattern[str]
    core: str
    own: int
    one: str
    many: str


def again(text: str) -> str:
    """The sentence in the language in force; itself where the catalogue knows none that fits."""
    if not text or (get_language() or ENGLISH).partition("-")[0] == ENGLISH:
        return text
    if (plain := gettext(text)) != text:
        return plain
    found = filter(None, (_said(known, text) for known in (_known(QUOTED), *_all_known()) if known.core in text))
    return next(found, text)


def _said(known: _Known, text: str) -> str:
    """The text as this sentence; empty when it is another one, or holds a reason that is not known."""
    match = known.pattern.fullmatch(text)
    if match is None:
        return ""
    places = match.groupdict()
    for name in _SENTENCES & places.keys():
        said = again(places[name])
        if said == places[name]:
            return ""
        places[name] = said
    for name in _NAMES & places.keys():
        places[name] = _named(places[name])
    for name in _NOUNS & places.keys():
        word = gettext(places[name])
        places[name] = word if word != places[name] else gettext(places[name].capitalize())
    for name in _FIGURES & places.keys():
        places[name] = _figure(places[name])
    for name in _COUNTS & places.keys():
        if _COUNT.fullmatch(places[name]):
            figure = float(places[name].replace(",", ""))
            places[name] = locale.number(figure, Locale.parse(get_language() or ENGLISH, sep="-"), 1)
    if known.many:
        places.setdefault("n", "1")
        number = int(re.sub(r"\D", "", match.groupdict().get("n") or "1") or "1")
        return ngettext(known.one, known.many, number).format(**places)
    return gettext(known.one).format(**places)


def _figure(text: str) -> str:
    """``84 %`` or ``4 of 5``: a number as here, and what it counts."""
    number, _space, unit = text.partition(" ")
    if _NUMBER.fullmatch(number):
        here = Locale.parse(get_language() or ENGLISH, sep="-")
        number = locale.number(float(number.replace(",", "")), here, 2)
    return f"{number} {gettext(unit)}" if unit else number


def _named(text: str) -> str:
    """A name as it begins a sentence."""
    said = again(text)
    if said == text:
        said = again(text[:1].lower() + text[1:])
        said = said[:1].upper() + said[1:]
    return said


@cache
def _all_known() -> tuple[_Known, ...]:
    """Every sentence of the catalogue that has places, those with most words of their own first."""
    return tuple(sorted(filter(_is_telling, _with_places()), key=lambda known: -known.own))


def _is_telling(known: _Known) -> bool:
    return known.own >= LEAST or not _TELLING.isdisjoint(known.pattern.groupindex)


def _with_places() -> Iterator[_Known]:
    """From a catalogue of any language: all have the same sentences."""
    code = next(code for code, _ in settings.LANGUAGES if code != ENGLISH)
    with (settings.LOCALE_PATHS[0] / code / "LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = read_mo(file)
    for message in catalogue:
        one, many = (message.id, "") if isinstance(message.id, str) else message.id
        for form in filter(_PLACE.search, {one, many}):
            yield _known(form, one, many)


def _known(form: str, one: str = "", many: str = "") -> _Known:
    """How to know a sentence again."""
    pieces = _PLACE.split(form)  # own words and names of places in turn
    seen: set[str] = set()
    pattern = ""
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pattern += re.escape(piece)
        else:
            pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>.*?)"
            seen.add(piece)
    words = pieces[::2]
    return _Known(re.compile(pattern, re.DOTALL), max(words, key=len), sum(map(len, words)), one or form, many)
