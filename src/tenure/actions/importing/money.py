"""How much is an amount as a row gives it? In minor units of the currency that its row, its record or its workspace names."""

from decimal import ROUND_HALF_EVEN, Decimal

from tenure.actions.importing.plain import Given
from tenure.sources.money import Amount
from tenure.values.money import minor_digits


def minor_units(number: Decimal, currency: str) -> int:
    """A decimal amount in minor units of a currency, rounded half to even."""
    return int(number.scaleb(minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_EVEN))


def settle_amount(given: Given) -> None:
    """Set ``amount`` and ``currency``: that of its column, else of the cell's sign, else as it was, else the workspace's."""
    said, now = given.row.values, given.now
    amount = said["amount"]
    assert isinstance(amount, Amount)  # noqa: S101 - a row without an amount was kept out when it was read
    code = said.get("currency") or amount.currency or (given.was and given.was["currency"])
    now["currency"] = str(code or given.reading.style.currency)
    now["amount"] = minor_units(amount.number, now["currency"])
