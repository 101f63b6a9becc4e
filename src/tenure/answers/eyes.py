"""Which facts does a role not see? What an account earns us and how it feels to us are not for sellers."""

from typing import Final

from tenure.records.member import Member

SENTIMENT: Final = frozenset({"sentiment"})
MARGIN: Final = frozenset({"margin", "margin_365", "cost_to_serve", "cost_365", "profit", "profit_365"})


def hidden_from(role: str) -> frozenset[str]:
    """The facts that are never told to members of a role."""
    return SENTIMENT | MARGIN if role == Member.Role.SALES else frozenset()
