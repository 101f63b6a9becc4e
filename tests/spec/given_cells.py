"""How is one cell of a specification read?"""

from datetime import UTC, date, datetime

ACME = "acme"


def time(text: str) -> datetime:
    """A UTC time; a bare date is its midnight."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def date_of(text: str | None) -> date | None:
    """A date, or none."""
    return None if text is None else date.fromisoformat(text)


def money(text: str) -> tuple[int, str]:
    """Minor units and currency of "12.50 EUR"."""
    amount, currency = text.split()
    return round(float(amount) * 100), currency


def account_of(row: dict[str, str], number: dict[str, int]) -> int:
    """The number of the account that a row names; ``acme`` when it names none."""
    return number[row.get("account", ACME)]
