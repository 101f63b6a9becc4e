"""How did the person say that a file is to be read? Whatever is left empty is detected."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tenure.sources.own_fields import OwnField
from tenure.values.voice import worded

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}
DECIMALS = {"point": ".", "comma": ","}
DATES = ("dmy", "mdy", "ymd")


Corrections = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Settings:
    """``mapping`` is field -> header; ``dates`` dmy, mdy or ymd; ``currency`` is for amounts that name none.

    ``sheet`` of a workbook. ``ignored`` are headers of columns that are left out. ``corrections`` is row (1 is the first
    beneath the headers) -> header -> the cell as it should be: they are laid over the file before anything in it is
    understood. ``own_fields`` are those that the workspace gave its accounts.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    dates: str = ""
    currency: str = "EUR"
    sheet: str = ""
    ignored: Sequence[str] = ()
    corrections: Corrections = field(default_factory=dict)
    own_fields: Sequence[OwnField] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "separator", SEPARATORS.get(self.separator, self.separator))
        object.__setattr__(self, "decimal", DECIMALS.get(self.decimal, self.decimal))
        # JSON has only text for keys.
        corrections = {int(row): dict(cells) for row, cells in self.corrections.items() if cells}
        object.__setattr__(self, "corrections", dict(sorted(corrections.items())))
        if len(self.separator) > 1:
            raise ValueError(worded("a separator is one character, or one of: comma, semicolon, tab, pipe"))
        if self.decimal not in ("", ".", ","):
            raise ValueError(worded("the decimal sign is “.” or “,”"))
        if self.dates not in ("", *DATES):
            raise ValueError(worded("the order of dates is dmy, mdy or ymd"))

    @property
    def as_json(self) -> dict[str, Any]:
        """What was said, as it is kept with a file that waits; `Settings(**…)` reads it again."""
        said = {name: value for name, value in asdict(self).items() if value and name != "own_fields"}
        if "corrections" in said:
            said["corrections"] = {str(row): dict(cells) for row, cells in self.corrections.items()}
        return said
