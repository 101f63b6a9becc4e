"""Which renewals does the page show? The address is the whole state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from tenure.answers.renewals import Due
from tenure.calc.forecast import FORECASTS

PAGE: Final = 50
NOBODY: Final = "-"  # the owner of what nobody owns
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Query:
    """``month`` as ``2026-11``, ``owner`` a name or “-”, ``forecast`` one of the three; empty: all."""

    scope: str
    month: str = ""
    owner: str = ""
    forecast: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str], scope: str, months: Iterable[str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        month, forecast, page = (parameters.get(name, "") for name in ("month", "forecast", "page"))
        return cls(
            scope=scope,
            month=month if month in months else "",
            owner=parameters.get("owner", "").replace("\0", "").strip()[:_LONGEST],
            forecast=forecast if forecast in FORECASTS else "",
            page=int(page) if page.isdecimal() and 0 < len(page) < 8 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {
            "scope": "" if to.scope == "all" else to.scope,
            "month": to.month,
            "owner": to.owner,
            "forecast": to.forecast,
        }
        kept = {name: text for name, text in parts.items() if text}
        return "?" + urlencode(kept | ({"page": to.page} if to.page > 1 else {}))

    def of_owner(self, dues: Iterable[Due]) -> list[Due]:
        """Those of the owner that is asked for: what the picture shows."""
        if not self.owner:
            return list(dues)
        owner = "" if self.owner == NOBODY else self.owner
        return [one for one in dues if one.owner == owner]

    def in_month(self, dues: Iterable[Due]) -> list[Due]:
        """Those of the month that is asked for: what the forecasts are counted of."""
        return [one for one in dues if not self.month or one.month == self.month]

    def with_forecast(self, dues: Iterable[Due]) -> list[Due]:
        """Those of the forecast that is asked for: what the list shows."""
        return [one for one in dues if not self.forecast or one.outlook.forecast == self.forecast]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the scope is asked for."""
        return bool(self.month or self.owner or self.forecast)
