"""What do products, options and accounts leave behind of their revenue?"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import numpy as np
from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.calc.profit import Profit
from tenure.console.choice import Choice
from tenure.console.locale import money, number, percent
from tenure.console.retention.asked import Looked
from tenure.records.models import Account

MOST: Final = 12  # products
FEW: Final = 8  # accounts


@dataclass(frozen=True, slots=True)
class Left:
    """What a product, a service or an account brought and took."""

    name: str
    key: str
    revenue: str
    hours: str
    cost: str
    discount: str
    profit: str
    margin: str
    is_loss: bool
    opens: str  # where its arithmetic is; empty: nowhere


def profits(looked: Looked, locale: Locale) -> dict[str, object]:
    """By product or service, and the accounts that leave least and most."""
    rate = looked.history.workspace.hourly_cost
    if rate is None:
        return {"no_rate": True}
    year, is_by_option = looked.year, looked.asked.left == "option"
    by_name = (year.options if is_by_option else year.ledger).by_name()
    products = sorted(by_name.items(), key=lambda one: (-one[1].revenue, one[0]))
    each = year.ledger.by_account()
    order = np.argsort(each.left, kind="stable").tolist()
    shown = order if len(order) <= 2 * FEW else [*order[: FEW // 2], *order[-FEW // 2 :]]
    names = Account.objects.filter(workspace=looked.history.workspace).in_bulk(each.accounts[shown].tolist())
    rows = [(names.get(int(each.accounts[place])), each.row(place)) for place in shown]
    unsaid = _("not attributed") if is_by_option else _("not said what for")
    return {
        "products": [
            _left(one, name or unsaid, name, looked, locale, _product(looked, name)) for name, one in products[:MOST]
        ],
        "products_more": _together([one for _name, one in products[MOST:]], looked, locale),
        "has_unattributed": is_by_option and "" in by_name,
        "left_tabs": [
            Choice("product", _("Product or service"), looked.asked.address(left="product"), not is_by_option),
            Choice("option", _("Option"), looked.asked.address(left="option"), is_by_option),
        ],
        "accounts_left": [
            _left(one, str(account), account.key, looked, locale, _profit(looked, account.key))
            for account, one in rows
            if account
        ],
        "profit": _left(year.profit, _("All together"), "", looked, locale, _profit(looked)),
        "hour": money(rate, looked.history.workspace.currency, locale),
    }


def _product(looked: Looked, name: str) -> str:
    """Where the arithmetic of a product or option is."""
    address = reverse("retention-product", args=[looked.history.workspace.slug])
    return f"{address}{looked.asked.address()}&{urlencode({'product': name})}"


def _profit(looked: Looked, key: str = "") -> str:
    """Where that of an account is, by its key, or of all together."""
    address = reverse("retention-why", args=[looked.history.workspace.slug])
    return f"{address}{looked.asked.address(account=key)}&figure=profit_per_account&part=profit"


def _together(rest: list[Profit], looked: Looked, locale: Locale) -> Left | None:
    """What the table has no rows for, in one."""
    if not rest:
        return None
    words = ngettext("%(count)s other", "%(count)s others", len(rest)) % {"count": len(rest)}
    return _left(sum(rest[1:], rest[0]), words, "", looked, locale)


def _left(  # noqa: PLR0917 - what a row of the table is made of
    found: Profit, name: str, key: str, looked: Looked, locale: Locale, opens: str = ""
) -> Left:
    def in_money(amount: int) -> str:
        return money(amount, looked.currency, locale)

    margin = "–" if found.margin is None else percent(found.margin, locale)
    hours = number(found.minutes / 60, locale, 1)
    return Left(
        name, key, in_money(found.revenue), hours, in_money(found.cost), in_money(found.discount),
        in_money(found.profit), margin, found.profit < 0, opens,
    )  # fmt: skip
