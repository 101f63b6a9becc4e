"""How is money written in a form? As people say it, 12.50, where rows keep minor units."""

from decimal import Decimal

from tenure.console.number_field import NumberField
from tenure.values.money import minor_digits


def money_field(currency: str, **options: object) -> NumberField:
    """A field for an amount in this currency, which may stay empty."""
    return NumberField(required=False, least=0, places=minor_digits(currency), **options)


def minor(value: Decimal | None, currency: str) -> int | None:
    """The amount in minor units."""
    return None if value is None else int((value * 10 ** minor_digits(currency)).to_integral_value())


def major(amount: int | None, currency: str) -> Decimal | None:
    """Minor units as a form shows them."""
    return None if amount is None else Decimal(amount).scaleb(-minor_digits(currency))
