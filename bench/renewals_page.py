"""How quick is the Renewals page? The list and the register over 100,000 accounts, beside the bare reading of what is due.

``python -m bench.renewals_page [ACCOUNTS]``: the workspace of `bench.retention_page`, in which nearly every account has a
contract that ends within twelve months, and the round that notes who left without a word. The floor is SQLite asked for the
same rows, in the same process.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

import django

from bench.accounts_page import fill, peak, report, timed
from bench.retention_page import sell

TIMES = 5
MUST = 6.0  # seconds at the 95th percentile
ASKED = {
    "the list": "",
    "at risk": "?forecast=at_risk",
    "a month of it": "?month={month}",
    "page 20": "?page=20",
    "open-ended": "/open",
    "the register": "/left",
}
FLOOR = """SELECT c.account_id, c.id, p.starts_on, p.ends_on, p.mrr, p.currency, a.name, h.band, h.score, m.name
FROM records_contractperiod p JOIN records_contract c ON c.id = p.contract_id JOIN records_account a ON a.id = c.account_id
LEFT JOIN records_accounthealth h ON h.account_id = a.id LEFT JOIN records_member m ON m.id = a.owner_id
WHERE c.workspace_id = %s AND p.ends_on > date('now') ORDER BY p.ends_on"""


def main() -> bool:
    accounts = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        os.environ |= {"TENURE_DATA": folder, "DJANGO_SETTINGS_MODULE": "tenure.project.settings", "DATABASE_URL": ""}
        django.setup()
        ask, floor, filled = prepared(accounts)
        print(f"{accounts:,} accounts with their contracts, made in {filled:.0f} s")
        beside = statistics.median(timed(floor, 5))
        print(f"floor: the bare statement {beside * 1000:.0f} ms")
        reached = [report(name, lambda query=query: ask(query), beside, MUST, TIMES) for name, query in ASKED.items()]
        print(f"  memory of this process at its peak {peak() / 1e6:.0f} MB")
        return all(reached)


def prepared(accounts: int) -> tuple[Callable[[str], None], Callable[[], None], float]:
    """A workspace with so many accounts; what asks its page, what asks the database alone, and how long that took."""
    from django.core.management import call_command  # noqa: PLC0415 - only once the settings are chosen
    from django.db import connection  # noqa: PLC0415

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    workspace, user = fill(accounts)
    sell(workspace, accounts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return *asking(workspace, user), time.perf_counter() - start


def asking(workspace: int, user: object) -> tuple[Callable[[str], None], Callable[[], None]]:
    """What asks the page as this person, and what asks the database alone."""
    from django.db import connection  # noqa: PLC0415 - only once the settings are chosen
    from django.test import Client  # noqa: PLC0415

    from tenure import clock  # noqa: PLC0415

    client = Client(headers={"Accept-Language": "en-GB", "Host": "127.0.0.1"})
    client.force_login(user)
    month = f"{clock.now():%Y-%m}"

    def ask(query: str) -> None:
        answer = client.get(f"/w/bench/renewals{query.format(month=month)}")
        assert answer.status_code == 200, (query, answer)

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [workspace])
            cursor.fetchall()

    return ask, floor


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
