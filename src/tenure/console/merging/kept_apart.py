"""Which pairs did somebody say are not the same, and can say otherwise of?"""

from collections.abc import Mapping
from typing import Final

from tenure.records.models import Account, Contact, Distinct, Member

_TABLES: Final[Mapping[str, type[Account] | type[Contact]]] = {"account": Account, "contact": Contact}
Pair = tuple[Distinct, Account | Contact, Account | Contact]


def said_apart(member: Member, most: int = 50) -> list[Pair]:
    """What was said so, the latest first, of those that are still there."""
    rows = list(Distinct.objects.filter(workspace=member.workspace).order_by("-at", "-pk")[:most])
    numbers = {noun: {pk for row in rows if row.noun == noun for pk in (row.one, row.other)} for noun in _TABLES}
    there = {
        noun: table._default_manager.filter(workspace=member.workspace).in_bulk(list(numbers[noun]))
        for noun, table in _TABLES.items()
    }
    return [
        (row, there[row.noun][row.one], there[row.noun][row.other])
        for row in rows
        if row.one in there[row.noun] and row.other in there[row.noun]
    ]
