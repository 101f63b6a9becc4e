"""What does a person say of how a file is to be read? The selects of the page, as settings of the reading."""

from collections.abc import Mapping, Sequence
from typing import Any

from tenure.sources.known_kinds import KINDS
from tenure.sources.settings import Settings

COLUMN = "column-"
TRAIT, IGNORED = "+trait", "+ignored"  # a field is never called so
_CHOICES = ("encoding", "separator", "decimal", "dates", "sheet")


def chosen_settings(said: Mapping[str, str], kind: str, headers: Sequence[str], *, changed: str = "") -> Settings:
    """The settings as chosen. Of two columns that are to be the same field, the one changed last is.

    Raises ValueError when the settings cannot be had.
    """
    known = {field.name for field in KINDS[kind].fields}
    mapping: dict[str, str] = {}
    ignored: list[str] = []
    positions = sorted(range(len(headers)), key=lambda at: f"{COLUMN}{at}" == changed)  # the last one wins
    for at in positions:
        choice = said.get(f"{COLUMN}{at}", "")
        if choice in known:
            mapping[choice] = headers[at]
        elif choice == IGNORED:
            ignored.append(headers[at])
    mapping |= {name: "" for name in known if name not in mapping}  # not to be found by name either
    choices: dict[str, Any] = {name: said.get(name, "").strip() for name in _CHOICES}
    return Settings(mapping=mapping, ignored=ignored, **choices)
