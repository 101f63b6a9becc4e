"""How is money written in a form? As people say it, 12.50, where rows keep minor units."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from tenure.values.money import minor_digits

MOST = Decimal(10) ** 12


def money_field(currency: str, **options: object) -> forms.DecimalField:
    """A field for an amount in this currency, which may stay empty."""
    digits = minor_digits(currency)
    return forms.DecimalField(
        required=False,
        min_value=Decimal(0),
        max_value=MOST,
        decimal_places=digits,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": str(Decimal(1).scaleb(-digits))}),
        error_messages={"invalid": _("Write an amount such as 12.50.")},
        **options,  # type: ignore[arg-type] # what Django's own fields take
    )


def minor(value: Decimal | None, currency: str) -> int | None:
    """The amount in minor units."""
    return None if value is None else int((value * 10 ** minor_digits(currency)).to_integral_value())


def major(amount: int | None, currency: str) -> Decimal | None:
    """Minor units as a form shows them."""
    return None if amount is None else Decimal(amount).scaleb(-minor_digits(currency))
