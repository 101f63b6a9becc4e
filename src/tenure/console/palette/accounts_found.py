"""Which accounts do a few letters mean? Those that begin so first, then those with a word that does, then all that hold it."""

import re
from typing import Final

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from tenure.records.models import Account, Workspace
from tenure.sources.folding import folded

MOST: Final = 7
LONGEST: Final = 80
FEW: Final = 3
_ACCENTED: Final = {
    base: base + "".join(one for one in map(chr, range(0xC0, 0x180)) if folded(one) == base)
    for base in "abcdefghijklmnopqrstuvwxyz"
}


def accounts_found(workspace: Workspace, letters: str) -> list[Account]:
    """At most seven, by name or key, the shortest name first among equals; every word must be in one of the two.

    Of one or two letters those that begin so are looked for first: they are in nearly all of a hundred thousand names.
    Where there is room, names follow that are so but for their accents: no index knows them, so they are looked for last.
    """
    words = letters.replace("\0", "")[:LONGEST].split()
    if not words:
        return []
    mine = Account.objects.filter(workspace=workspace).select_related("health").defer("health__facts", "health__detail")
    if len(words[0]) < FEW:
        first = _ordered(mine.filter(_begins(words[0])), words)
        if len(first) == MOST or len(letters.strip()) == 1:
            return first
    found = _ordered(mine, words)
    if len(found) < MOST:
        found += _but_for_accents(mine.exclude(pk__in=[one.pk for one in found]), words)[: MOST - len(found)]
    return found


def _but_for_accents(accounts: QuerySet[Account], words: list[str]) -> list[Account]:
    """Möller for “moll”, and Moller for “möll”."""
    for word in words:
        letters = (_ACCENTED.get(folded(one), "") for one in word)
        pattern = "".join(f"[{some}]" if some else re.escape(one) for one, some in zip(word, letters, strict=True))
        accounts = accounts.filter(Q(name__iregex=pattern) | Q(key__icontains=word))
    return list(accounts.order_by(Length("name"), "name", "key")[:MOST])


def _begins(word: str) -> Q:
    return Q(name__istartswith=word) | Q(key__istartswith=word)


def _ordered(accounts: QuerySet[Account], words: list[str]) -> list[Account]:
    for word in words:
        accounts = accounts.filter(Q(name__icontains=word) | Q(key__icontains=word))
    first = words[0]
    place = Case(
        When(Q(name__iexact=" ".join(words)) | Q(key__iexact=" ".join(words)), then=Value(0)),
        When(name__istartswith=first, then=Value(1)),
        When(key__istartswith=first, then=Value(2)),
        When(Q(name__icontains=f" {first}") | Q(name__icontains=f"-{first}"), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return list(accounts.order_by(place, Length("name"), "name", "key")[:MOST])
