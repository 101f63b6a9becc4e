"""What may a field hold, and what does a whole look like? Words and examples that the document names."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from pydantic import ConfigDict, Field

EUR: Final = {"amount": 12_000, "currency": "EUR"}  # in examples


def one_of(words: Iterable[str]) -> Any:
    """What to annotate a text with, so that the document lists its words."""
    return Field(json_schema_extra={"enum": [str(word) for word in words]})


def example(**values: Any) -> ConfigDict:
    """What to configure a model with, so that the document shows it."""
    return ConfigDict(json_schema_extra={"examples": [values]})


def without_zero_bytes(text: str) -> str:
    """A check of a text that is kept: no database takes a zero byte. Raises ValueError with a sentence."""
    if "\0" in text:
        raise ValueError("holds a zero byte")
    return text


def among(words: Iterable[str]) -> Callable[[str], str]:
    """A check of a text that was sent. Raises ValueError with a sentence."""
    known = [str(word) for word in words]

    def checked(text: str) -> str:
        if text not in known:
            raise ValueError(f"is “{text[:40]}”, which is none of {', '.join(known)}")
        return text

    return checked
