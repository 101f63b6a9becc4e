"""What is a name as a part of an address? Lower case letters, digits and hyphens, and its own among others."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 63
_ROOM: Final = 6  # for a number behind it


def free_slug(name: str, taken: Iterable[str], *, otherwise: str) -> str:
    """``name`` as a slug that is not ``taken``, with a number behind it if need be; ``otherwise`` has no such letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - _ROOM].strip("-") or otherwise
    others = set(taken)
    if slug not in others:
        return slug
    return next(one for n in range(2, len(others) + 3) if (one := f"{slug}-{n}") not in others)
