"""Which month, currency and fact does the address of the Retention page ask for?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from tenure import clock
from tenure.answers.business import Business
from tenure.answers.months import MONTHS, Period, Window, window
from tenure.answers.spans import History
from tenure.calc.cohorts import Cohort, cohorts
from tenure.records.models import Workspace
from tenure.values.moment import Moment

MOST = 200  # characters of a fact's name
PERIODS: Final = frozenset({"year", "month", *(str(number) for number in range(1, MONTHS + 1))})


@dataclass(frozen=True, slots=True)
class Asked:
    """``month`` is its first day (None: the usual window); ``over`` which period a figure is of.

    That is the ``year``, the ``month`` or, by its number from 1, one of the months of the year. ``left`` says what was sold is
    told by. A figure may be of one group by the fact of the page (``value``), of one ``account``, by its key, or of one
    ``product``, service or option. ``groups`` and ``things`` are the pages of these tables, from 1.
    """

    month: date | None = None
    by: str = ""
    currency: str = ""
    over: str = "year"
    cohorts: str = "accounts"
    left: str = "product"
    value: str | None = None
    account: str = ""
    product: str | None = None
    groups: int = 1
    things: int = 1

    @property
    def of_page(self) -> "Asked":
        """Without what narrows a single figure: the page is of all accounts and of the usual periods."""
        return replace(self, over="year", value=None, account="", product=None)

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Asked":
        """From the address; what makes no sense there is left at its usual value."""
        over, by = parameters.get("over", ""), parameters.get("by", "").replace("\0", "")[:MOST]
        return cls(
            month=_month(parameters.get("month", "")),
            by=by,
            currency=parameters.get("currency", "")[:3].upper(),
            over=over if over in PERIODS else "year",
            cohorts="revenue" if parameters.get("cohorts") == "revenue" else "accounts",
            left="option" if parameters.get("left") == "option" else "product",
            value=parameters.get("value") if by else None,
            account=parameters.get("account", "").replace("\0", "")[:MOST],
            product=parameters.get("product"),
            groups=page_of(parameters.get("groups", "")),
            things=page_of(parameters.get("things", "")),
        )

    @property
    def said(self) -> dict[str, str]:
        """What the address says, by the names of its parts; what is usual is not said."""
        parts = {
            "month": f"{self.month:%Y-%m}" if self.month else "",
            "by": self.by,
            "currency": self.currency,
            "over": "" if self.over == "year" else self.over,
            "cohorts": "revenue" if self.cohorts == "revenue" else "",
            "left": "option" if self.left == "option" else "",
            "account": self.account,
            "groups": str(self.groups) if self.groups > 1 else "",
            "things": str(self.things) if self.things > 1 else "",
        }
        named = {"value": self.value, "product": self.product}  # empty names are names
        said = {name: text for name, text in parts.items() if text}
        return said | {name: text for name, text in named.items() if text is not None}

    def address(self, **changes: object) -> str:
        """The query string, with some parts changed."""
        return "?" + urlencode(replace(self, **changes).said)  # type: ignore[arg-type]  # fields by name

    def besides(self, *names: str) -> list[tuple[str, str]]:
        """What a form has to say again that asks for these parts itself."""
        return [(name, text) for name, text in self.said.items() if name not in names]


@dataclass(frozen=True)
class Looked:
    """What is asked of, read once: the history, the window and the currency that is shown."""

    asked: Asked
    history: History
    window: Window
    currency: str

    @classmethod
    def at(cls, workspace: Workspace, asked: Asked) -> "Looked":
        """Read it; a currency that no contract is in is not shown."""
        history = History.of(workspace)
        usual = history.currencies[0] if history.currencies else workspace.currency
        currency = asked.currency if asked.currency in history.currencies else usual
        return cls(asked, history, window(workspace, clock.now().date(), asked.month), currency)

    @cached_property
    def month(self) -> Business:
        """The figures of the month."""
        return self.of(self.window.month)

    @cached_property
    def year(self) -> Business:
        """The figures of the twelve months that end with it."""
        return self.of(self.window.year)

    @property
    def chosen(self) -> Business:
        """Those of the period that the address names."""
        if self.asked.over.isdecimal():
            return self.of(self.window.months[int(self.asked.over) - 1])
        return self.month if self.asked.over == "month" else self.year

    def cohorts(self) -> list[Cohort]:
        """Of those who began in the twelve months: by accounts, or by what they bring in the currency shown."""
        spans = self.history.revenue(self.currency) if self.asked.cohorts == "revenue" else self.history.presence
        start, end = self.window.year.days
        return cohorts(spans, start, min(end, Moment(clock.now()).day))

    def of(self, period: Period) -> Business:
        """The figures of any period."""
        return Business(self.history, period, self.currency)


def page_of(text: str) -> int:
    """The number of a page, from 1; what makes no sense is the first."""
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) else 1


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found <= clock.now().date() else None
