"""At which accounts is least left of what they bring, and at which most?"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from babel import Locale

from tenure.console.locale import money
from tenure.console.retention.asked import Looked
from tenure.console.retention.cells import Cell, title
from tenure.console.retention.things import LEFT, of_profit
from tenure.records.models import Account

FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Left:
    """What an account brought, took and left."""

    account: Account
    cells: list[Cell]


def left(looked: Looked, locale: Locale) -> dict[str, object]:
    """Of the twelve months, where somebody said what an hour costs; what is left of all in words."""
    workspace = looked.history.workspace
    if workspace.hourly_cost is None:
        return {"no_rate": True}
    if not looked.year.is_rated:
        return {"rate_in": workspace.currency}
    each = looked.year.ledger.by_account()
    order = np.argsort(each.left, kind="stable").tolist()
    places = order if len(order) <= 2 * FEW else [*order[: FEW // 2], *order[-FEW // 2 :]]
    names = Account.objects.filter(workspace=workspace).in_bulk(each.accounts[places].tolist())
    found = [(names.get(int(each.accounts[place])), each.row(place)) for place in places]
    whole = of_profit(looked.year.profit, LEFT, looked, locale)
    return {
        "accounts_left": [
            Left(account, of_profit(one, LEFT, looked, locale, looked.asked.address(account=account.key)))
            for account, one in found
            if account
        ],
        "left_titles": [title(column) for column in LEFT],
        "whole": dict(zip((part or figure for figure, part in LEFT), whole, strict=True)),
        "hour": money(workspace.hourly_cost, workspace.currency, locale),
    }
