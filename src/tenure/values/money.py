"""How much? Money as whole minor units and a currency, never a float."""

from dataclasses import dataclass

from tenure.values.voice import voice

# ISO 4217 currencies whose minor unit is not a hundredth (https://www.iso.org/iso-4217-currency-codes.html).
_DIGITS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def minor_digits(currency: str) -> int:
    """How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """``amount`` minor units (cents) of ``currency`` (ISO 4217)."""

    amount: int
    currency: str

    def as_json(self) -> dict[str, int | str]:
        """``{"amount": 1200, "currency": "EUR"}``: the form of every API and command."""
        return {"amount": self.amount, "currency": self.currency}

    def __str__(self) -> str:
        """As the voice in force writes it: ``12.00 EUR`` in plain English."""
        return voice().money(self.amount, self.currency, minor_digits(self.currency))
