"""What is one filter of a list, as a word that can be chosen?"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as a word; ``count`` None where none is told."""

    name: str
    words: str | Promise
    address: str
    is_chosen: bool
    count: int | None = None
