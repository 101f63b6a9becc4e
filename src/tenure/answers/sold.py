"""What does one product, service or option bring and take, at whom, and for how long is it agreed?

A product is what a contract is of, and what an order or a touchpoint names; an option what runs in contracts. Its figures
are those of its contracts and of whoever had it at any time of the period, or ordered it.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.answers.business import Business
from tenure.calc.shares import Ints


def sold(business: Business, name: str, *, is_option: bool) -> Business:
    """The figures of what was bought under one name alone; with an empty ledger where there is nothing of that name.

    Those that are made of `history`, of the ``ledger`` and of who was ``there`` hold; orders are still those of everything.
    """
    ledger = (business.options if is_option else business.ledger).of_name(name)
    found = Business(
        business.history.of_contracts(_contracts(business, name, is_option)), business.period, business.currency
    )
    found.__dict__["ledger"], found.__dict__["there_at_any_time"] = ledger, ledger.buyers
    return found


def _contracts(business: Business, name: str, is_option: bool) -> Ints:
    """The contracts of it; of an option those too in which it runs at the end of the period."""
    history, end = business.history, business.period.days[1]
    if is_option and not name:  # what is not attributed is no option of any contract
        return np.zeros(0, dtype=np.int64)
    of_product = _named(history.contracts, "product", name)["contract"].to_numpy()
    if not is_option:
        return np.unique(of_product)
    lines = _named(history.lines, "option", name)
    runs = pc.and_(pc.less_equal(lines["start"], end), pc.greater(lines["end"], end))
    return np.unique(np.concatenate([of_product, lines.filter(runs)["contract"].to_numpy()]))


def _named(rows: pa.Table, column: str, name: str) -> pa.Table:
    """The rows of a name, whatever its case."""
    same = [one for one in pc.unique(rows[column]).to_pylist() if one.casefold() == name.casefold()]
    return rows.filter(pc.is_in(rows[column], value_set=pa.array(same, pa.string())))
