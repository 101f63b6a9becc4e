"""How did the person say that a file is to be read? Whatever is left empty is detected."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}
DECIMALS = {"point": ".", "comma": ","}
DATES = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class Settings:
    """``mapping`` is field -> header; ``dates`` dmy, mdy or ymd; ``currency`` is for amounts that name none."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ""
    decimal: str = ""
    dates: str = ""
    currency: str = "EUR"

    def __post_init__(self) -> None:
        object.__setattr__(self, "separator", SEPARATORS.get(self.separator, self.separator))
        object.__setattr__(self, "decimal", DECIMALS.get(self.decimal, self.decimal))
        if len(self.separator) > 1:
            raise ValueError("a separator is one character, or one of: comma, semicolon, tab, pipe")
        if self.decimal not in ("", ".", ","):
            raise ValueError("the decimal sign is “.” or “,”")
        if self.dates not in ("", *DATES):
            raise ValueError("the order of dates is dmy, mdy or ymd")
