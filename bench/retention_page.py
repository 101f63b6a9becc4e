"""How quick is the Retention page? The whole page over 100,000 accounts, beside the bare reading of what it counts.

``python -m bench.retention_page [ACCOUNTS]``: so many accounts (default 100,000) with 1.3 contracts each, of up to three
terms and two options, and every third with touchpoints, tickets and orders. The whole request is timed: sign-in, queries,
figures of thirteen periods, cohorts, profit, template. The floor is SQLite asked for the same rows and sums, in the same process.
"""

import random
import sys
from datetime import timedelta

from bench.pages import measured

MUST = 6.0  # seconds at the 95th percentile
MUST_BY_FACT = 15.0  # where the fact of every account is computed at two moments first
ASKED = {
    "the page": "",
    "the running month": "?month={month}",
    "split by plan": "?by=plan",
    "by option": "?left=option",
    "why, with its accounts": "/why?figure=nrr",
    "a cell of the months": "/why?figure=mrr&over=7&part=expansion",
    "a cell of a group": "/why?figure=nrr&by=plan&value=Plus",
    "profit per account": "/why?figure=profit_per_account",
}
FLOOR = (
    """SELECT c.account_id, c.id, c.product, p.plan, p.starts_on, p.ends_on, p.mrr, p.currency
    FROM records_contractperiod p JOIN records_contract c ON c.id = p.contract_id WHERE c.workspace_id = %s""",
    "SELECT account_id, product, sum(amount) FROM records_order WHERE workspace_id = %s GROUP BY 1, 2",
    "SELECT account_id, service, sum(minutes) FROM records_touchpoint WHERE workspace_id = %s GROUP BY 1, 2",
    "SELECT account_id, sum(minutes) FROM records_ticket WHERE workspace_id = %s GROUP BY 1",
)


def main() -> bool:
    asked = {name: (query, MUST_BY_FACT if "by=" in query else MUST) for name, query in ASKED.items()}
    return measured("retention", asked, FLOOR, sell)


def sell(number: int, accounts: int) -> None:
    """Contracts of three years, the options in them, orders, and the time that accounts took."""
    from tenure import clock  # noqa: PLC0415 - only once the settings are chosen
    from tenure.actions.bulk import insert  # noqa: PLC0415
    from tenure.records.models import (  # noqa: PLC0415
        Contract,
        ContractLine,
        ContractPeriod,
        Option,
        Order,
        Ticket,
        Touchpoint,
        Workspace,
    )

    luck, now = random.Random(5), clock.now()
    Workspace.objects.filter(pk=number).update(hourly_cost=6_000)
    options = [("App", 4_000), ("Push", 1_500), ("Loyalty", 2_500), ("Shop", None)]
    Option.objects.bulk_create(
        [Option(workspace_id=number, name=name, mrr=price, minutes=20, created_at=now) for name, price in options]
    )
    contracts, periods, lines, touchpoints, tickets, orders = [], [], [], [], [], []
    for account in range(1, accounts + 1):
        for nth in range(1 + (luck.random() < 0.3)):
            contract = len(contracts) + 1
            contracts.append((contract, number, account, f"c{contract}", ("App", "Shop")[nth], now))
            first = start = now.date() - timedelta(days=luck.randrange(1, 1100))
            mrr = luck.randrange(20, 300) * 100
            while start < now.date():
                end = start + timedelta(days=365)
                periods.append((number, contract, start, end, luck.choice(["Basic", "Plus"]), mrr, "EUR", 500, 12))
                mrr += luck.choice([-500, 0, 0, 1_000])
                start = end
                if luck.random() < 0.15:
                    break
            for name in luck.sample(["Push", "Loyalty"], luck.randrange(3)):
                begin = first + timedelta(days=luck.randrange(200))
                lines.append((number, contract, name, begin, None))
        if account % 3 == 0:
            for nth in range(3):
                at = now - timedelta(days=luck.randrange(1, 400))
                touchpoints.append(
                    (number, account, f"t{account}-{nth}", at, "call", luck.choice([None, 15, 30]), "App")
                )
                orders.append((number, account, f"o{account}-{nth}", at, "Setup", 5_000, "EUR", now))
            tickets.append((number, account, f"s{account}", at, 25, now))
    insert(Contract, ("pk", "workspace", "account", "key", "product", "created_at"), contracts)
    fields = ("workspace", "contract", "starts_on", "ends_on", "plan", "mrr", "currency", "discount", "term_months")
    insert(ContractPeriod, fields, periods)
    insert(ContractLine, ("workspace", "contract", "option", "starts_on", "ends_on"), lines)
    named = ("workspace", "account", "key", "at", "channel", "minutes", "service", "created_at")
    insert(Touchpoint, named, [(*row, now) for row in touchpoints])
    insert(Ticket, ("workspace", "account", "key", "opened_at", "minutes", "created_at"), tickets)
    named = ("workspace", "account", "key", "ordered_at", "product", "amount", "currency", "created_at")
    insert(Order, named, orders)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
