"""Are two people one? Plain forms of addresses, numbers and names, and which names are nearly the same."""

import re
from typing import Final

from tenure.calc.likeness import domain, plain

DIGITS: Final = 9  # of a number from its end: country and area are written in many ways
LEAST_DIGITS: Final = 8
LONG: Final = 5  # letters from which one letter may be a slip; “Jan” and “Jon” are two
_POINTS_MEAN_NOTHING: Final = frozenset({"gmail.com", "googlemail.com"})


def plain_email(address: str) -> str:
    """``Piet+news@Smit.nl`` as ``piet@smit.nl``; empty for what is no address."""
    local, _, host = address.strip().casefold().removeprefix("mailto:").rpartition("@")
    local = local.split("+")[0]
    if host in _POINTS_MEAN_NOTHING:
        local, host = local.replace(".", ""), "gmail.com"
    return f"{local}@{host}" if local and "." in host else ""


def plain_phone(number: str) -> str:
    """The last nine digits: ``+31 (0)6 1234 5678`` and ``06-12345678`` are one; empty for fewer than eight."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return digits[-DIGITS:] if len(digits) >= LEAST_DIGITS else ""


def plain_name(name: str) -> str:
    """``Smit, Piet`` as ``piet smit``: words in order of the alphabet, without accents and signs; empty for one word alone."""
    words = plain(name).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def nearly(one: str, other: str) -> bool:
    """Whether two plain names share all but one word, and that by its initial alone or but for one slip of a letter."""
    mine, theirs = set(one.split()), set(other.split())
    left, right = mine - theirs, theirs - mine
    if not mine & theirs or len(left) != 1 or len(right) != 1:
        return not left and not right
    (a,), (b,) = left, right
    if 1 in {len(a), len(b)}:
        return a[0] == b[0]
    return min(len(a), len(b)) >= LONG and _one_slip(a, b)


def own_domain(address: str) -> str:
    """The organisation that an address is of; empty for addresses that anybody gets."""
    return domain(address) if "@" in address else ""


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed, or two neighbours swapped, make the one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
