"""What does each product, service or option bring, at how many accounts and for how long, and what does it take?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.answers.business import Answer, Business, answer_of, part_of_profit
from tenure.answers.sold import sold
from tenure.calc.figures import FIGURES
from tenure.calc.profit import Profit
from tenure.console.choice import Choice
from tenure.console.locale import Counted, number
from tenure.console.retention.asked import Looked
from tenure.console.retention.cells import Cell, Column, cell, shown, title, told
from tenure.console.retention.words import unnamed

LEFT: Final[tuple[Column, ...]] = (
    ("average_spend", "revenue"),
    *(("profit_per_account", part) for part in ("hours", "cost", "discount", "profit", "margin")),
)
OPTIONS: Final[Column] = ("options_per_account", "")
COLUMNS: Final[tuple[Column, ...]] = (LEFT[0], ("average_spend", ""), ("contract_months", ""), OPTIONS, *LEFT[1:])


@dataclass(frozen=True, slots=True)
class Thing:
    """One row over the twelve months: something sold, all of it together, or those that are on another page."""

    name: str
    cells: list[Cell]
    sheet: str = ""  # where its arithmetic and accounts are
    page: str = ""  # where the rows are that it stands for
    count: str = ""  # of accounts
    accounts: str = ""  # the part of an address that lists them
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class _Table:
    """Makes the rows: of which columns, and written how."""

    looked: Looked
    columns: Sequence[Column]
    locale: Locale

    def of(self, name: str, business: Business, address: str, sheet: str = "") -> Thing:
        """What a row is of, by its figures."""
        cells = [cell(one, answer_of(business, *one), self.looked, self.locale, address) for one in self.columns]
        return Thing(name, cells, sheet, count=number(business.was_there, self.locale), accounts=address)

    def together(self, name: str, some: Sequence[Profit], page: int) -> Thing | None:
        """What the rows of another page come to; what is no sum is not told."""
        if not some:
            return None
        cells = of_profit(sum(some[1:], some[0]), self.columns, self.looked, self.locale)
        return Thing(name, cells, page=f"{self.looked.asked.address(things=page)}#sold", is_sum=True)


def things(looked: Looked, locale: Locale, *, sees_margin: bool) -> dict[str, object]:
    """A page of products and services, or of options, the largest by revenue first; what they take for who may see it."""
    year, is_option, address = looked.year, looked.asked.left == "option", looked.asked.address
    by_name = (year.options if is_option else year.ledger).by_name()
    order = sorted(by_name, key=lambda name: (-by_name[name].revenue, -by_name[name].minutes, name))
    profits, page = [by_name[name] for name in order], shown(looked.asked.things, len(order))
    columns = [one for one in COLUMNS if sees_margin or not FIGURES[one[0]].is_margin]
    if is_option:
        columns.remove(OPTIONS)  # nothing is bought with an option
    table, is_rated = _Table(looked, columns, locale), year.is_rated
    larger = ngettext("%(count)s larger one", "%(count)s larger ones", page.larger) % {"count": Counted(page.larger)}
    others = ngettext("%(count)s other", "%(count)s others", page.smaller) % {"count": Counted(page.smaller)}
    rows = [
        table.together(larger, profits[: page.rows.start], 1),
        *(
            table.of(
                name or str(unnamed(is_option)), sold(year, name, is_option=is_option), address(product=name),
                _sheet(looked, name) if sees_margin and is_rated else "",
            )
            for name in order[page.rows]
        ),
        table.together(others, profits[page.rows.stop :], page.following),
        replace(table.of(_("All together"), year, address()), is_sum=True),
    ]  # fmt: skip
    found = [one for one in rows if one is not None]
    at = told(one.cells for one in found)
    return {
        "things": [replace(one, cells=[one.cells[place] for place in at]) for one in found],
        "thing_titles": [title(columns[place]) for place in at],
        "has_unattributed": is_option and "" in by_name,
        "left_tabs": [
            Choice("product", _("Product or service"), address(left="product", things=1), not is_option),
            Choice("option", _("Option"), address(left="option", things=1), is_option),
        ],
    }


def of_profit(
    found: Profit, columns: Sequence[Column], looked: Looked, locale: Locale, address: str = ""
) -> list[Cell]:
    """The cells of what is a sum; empty ones in other columns."""
    is_rated = looked.year.is_rated

    def one(column: Column) -> Cell:
        if column not in LEFT:
            return Cell("")
        is_revenue = column == LEFT[0]
        answer = Answer(found.revenue, {}) if is_revenue else part_of_profit(found, column[1], is_rated=is_rated)
        return cell(column, answer, looked, locale, address)

    return [one(column) for column in columns]


def _sheet(looked: Looked, name: str) -> str:
    """Where the arithmetic of a product or option is, and the accounts that it takes time at."""
    address = reverse("retention-product", args=[looked.history.workspace.slug])
    return f"{address}{looked.asked.address(product=name)}"
