"""When are two words the same? Case, spaces, signs, accents and the ways to write ü, ß or ё aside."""

import re
import unicodedata
from functools import cache

# Letters that are no base letter with an accent, as people write them without it.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
_SPELT_OUT = re.compile("([aou])e")  # Gebühr, Gebuehr and Gebuhr are one word; so are due and du, which does no harm


def folded(name: str) -> str:
    """“Straße-Nr. ” and “strasse nr” are the same name, and so are “Gebühr” and “Gebuehr”."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN)
    return _SPELT_OUT.sub(r"\1", "".join(char for char in plain if char.isalnum()))


@cache
def declared(name: str) -> str:
    """The same for a name that the program itself declares: they are few, and asked for with every file."""
    return folded(name)


def words(text: str) -> frozenset[str]:
    """The folded forms of words in a list with commas between."""
    return frozenset(folded(word) for word in text.split(","))
