"""Which columns of a file of accounts are fields that the workspace gave its accounts, and what may stand in them?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tenure.sources import cells
from tenure.sources.cells import Style
from tenure.sources.folding import folded
from tenure.sources.problems import CellError
from tenure.sources.traits import Scalar, TraitParser
from tenure.values.voice import worded

LONGEST: Final = 2_000
# Type of a field -> type of a trait, as reports of a file call it.
TYPES: Final = {"text": "text", "number": "float", "date": "date", "yes_no": "bool", "choice": "text"}


@dataclass(frozen=True, slots=True)
class OwnField:
    """Its trait, what people call it, and what may be said in it."""

    name: str
    title: str
    type: str
    choices: tuple[str, ...] = ()

    @property
    def parse(self) -> TraitParser:
        """How a cell of it is read."""
        return self._chosen if self.type == "choice" else _PARSERS[self.type]

    def _chosen(self, cell: object, _: Style) -> str:
        text = cells.as_text(cell, limit=LONGEST)
        found = next((one for one in self.choices if one.casefold() == text.casefold()), None)
        if found is None:
            raise CellError(worded("is none of the choices"))
        return found


def by_header(fields: Sequence[OwnField]) -> Mapping[str, OwnField]:
    """Folded header -> field: a title goes before the name of another's trait."""
    return {folded(one.name): one for one in fields} | {folded(one.title): one for one in fields}


def _number(cell: object, style: Style) -> Scalar:
    found = cells.number(cell, style)
    return int(found) if found == found.to_integral_value() else float(found)


_PARSERS: Final[Mapping[str, TraitParser]] = {
    "text": cells.text(LONGEST),  # type: ignore[dict-item]  # which gives text
    "number": _number,
    "date": lambda cell, style: cells.day(cell, style).isoformat(),
    "yes_no": cells.yes_or_no,
}
