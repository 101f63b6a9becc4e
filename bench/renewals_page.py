"""How quick is the Renewals page? The list and the register over 100,000 accounts, beside the bare reading of what is due.

``python -m bench.renewals_page [ACCOUNTS]``: the workspace of `bench.retention_page`, in which nearly every account has a
contract that ends within twelve months, and the round that notes who left without a word. The floor is SQLite asked for the
same rows, in the same process.
"""

import sys

from bench.pages import measured
from bench.retention_page import sell

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
    return measured("renewals", {name: (query, MUST) for name, query in ASKED.items()}, [FLOOR], sell)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
