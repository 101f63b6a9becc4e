"""Which names say the same thing? A plain form of a name, in which legal forms, accents and signs do not count."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Legal forms at the end of a name: English, Dutch, German, French, Russian.
_FORMS: Final = re.compile(
    r"\b(inc|llc|ltd|limited|plc|corp|co|bv|b v|nv|n v|vof|v o f|cv|gmbh|ag|kg|ug|ohg|e k|ek|mbh|sarl|sa|sas|srl|ooo|ооо|ао|пао|ип)\b"
)
_SIGNS: Final = re.compile(r"[^\w\s]|_")
SHORTEST: Final = 3  # letters: “AB” and “A.B.” may be two


def plain(name: str) -> str:
    """``Bäckerei Müller GmbH & Co. KG`` as ``backerei muller``; empty for what is too short to say anything."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    words = " ".join(_SIGNS.sub(" ", bare).split())
    kept = " ".join(_FORMS.sub(" ", words).split())
    return kept if len(kept.replace(" ", "")) >= SHORTEST else ""


def domain(address: str) -> str:
    """The part of an e-mail address or site that an organisation has to itself; empty for those that everybody has."""
    host = address.rsplit("@", 1)[-1].lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    host = host.split("/")[0].strip()
    return "" if "." not in host or host in EVERYBODYS else host


def alike(named: Iterable[tuple[int, str]]) -> list[list[int]]:
    """Groups of two and more whose names have the same plain form."""
    found: dict[str, list[int]] = {}
    for number, name in named:
        if key := plain(name):
            found.setdefault(key, []).append(number)
    return [numbers for numbers in found.values() if len(numbers) > 1]


_EVERYBODYS = """
gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com proton.me protonmail.com
gmx.de gmx.net web.de t-online.de freenet.de ziggo.nl kpnmail.nl xs4all.nl planet.nl home.nl mail.ru yandex.ru bk.ru
list.ru inbox.ru rambler.ru
"""
EVERYBODYS: Final = frozenset(_EVERYBODYS.split())  # where anybody gets an address
