"""With which product did an account buy the option that something was about? A product is made of the options that run in it."""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.spans import History
from tenure.calc.ledger import Part

COLUMNS: Final = ["account", "contract", "option", "start"]


def of_products(history: History, told: Part) -> Part:
    """What is named after an option of an account, under the product of its contract; the latest where several have it.

    What the account has as a product itself, or does not have at all, keeps its name.
    """
    bought_with = _bought_with(history, {name.casefold() for name in told[1]})
    if not bought_with:
        return told
    accounts, names, amounts = told
    both = zip(accounts.tolist(), names, strict=True)
    return accounts, [bought_with.get((account, name.casefold()), name) for account, name in both], amounts


def _bought_with(history: History, asked: set[str]) -> dict[tuple[int, str], str]:
    """The product by account and option, whatever the option's case; of those asked about only."""
    lines = history.lines.select(COLUMNS).filter(_named(history.lines["option"], asked)).sort_by("start")
    contracts = history.contracts.select(["account", "contract", "product"])
    contracts = contracts.filter(pc.is_in(contracts["account"], value_set=pc.unique(lines["account"])))
    products = dict(zip(contracts["contract"].to_pylist(), contracts["product"].to_pylist(), strict=True))
    found = {
        (line["account"], line["option"].casefold()): products[line["contract"]]
        for line in lines.to_pylist()
        if products.get(line["contract"])
    }
    themselves = zip(contracts["account"].to_pylist(), contracts["product"].to_pylist(), strict=True)
    for account, product in themselves:
        found.pop((account, product.casefold()), None)
    return found


def _named(column: pa.ChunkedArray, folded: set[str]) -> pa.ChunkedArray:
    same = [name for name in pc.unique(column).to_pylist() if name.casefold() in folded]
    return pc.is_in(column, value_set=pa.array(same, pa.string()))
