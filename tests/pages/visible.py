"""Which words of a page does a person read, in the order in which they stand?"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

SAID: Final = frozenset(
    {"title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "alt", "label"}
)
ASKED: Final = frozenset({"hx-confirm", "hx-prompt"})
UNREAD: Final = frozenset({"script", "style", "code", "pre", "kbd", "samp"})
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
MARKS: Final = frozenset({"data-mark"})  # what scripts compare
BUTTONS: Final = frozenset({"submit", "button", "reset"})


class _Words(HTMLParser):
    """Collects text, and what attributes say; code is none, nor are the names of languages in themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.attributes: list[str] = []
        self._unread: list[str] = []
        self._json: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.attributes += [value for name, value in attrs if value and _is_said(tag, name, value, known)]
        if tag in VOID:
            return
        if self._unread or tag in UNREAD or ("lang" in known and tag != "html") or known.get("translate") == "no":
            self._unread.append(tag)
            if tag == "script" and "json" in (known.get("type") or ""):
                self._json = []

    def handle_endtag(self, tag: str) -> None:
        if self._json is not None:
            self.attributes += _strings(json.loads("".join(self._json)))
            self._json = None
        if self._unread and tag == self._unread[-1]:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        if self._json is not None:
            self._json.append(data)
        elif not self._unread:
            self.said.append(data)


def _is_said(tag: str, name: str, value: str, known: dict[str, str | None]) -> bool:
    if name in SAID | ASKED:
        return True
    if name == "value":
        return tag == "input" and (known.get("type") or "text") in BUTTONS
    if name == "content":
        return known.get("name") == "description"
    return name.startswith("data-") and name not in MARKS and ("⟦" in value or " " in value.strip())


def _strings(value: Any) -> Iterator[str]:
    """Sentences in what scripts are handed: single words there are names of things."""
    if isinstance(value, str):
        if " " in value or "⟦" in value:
            yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def words_of(page: str) -> tuple[list[str], list[str]]:
    """Texts in their order, and what attributes and data for scripts say."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return reader.said, reader.attributes
