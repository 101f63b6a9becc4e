"""The first pages of all accounts, worst first or best first, without sorting a hundred thousand of them.

What is not narrowed is read band by band in the order of an index, and counted from another; a list that search, scope
or filters narrow is sorted as a whole, and so is every other order.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from django.db.models import Count, F, QuerySet, Sum

from tenure.console.accounts.account_list import PAGE, Query, Share, in_all, of_names
from tenure.console.bands import BANDS, CURRENT
from tenure.records.models import Account, AccountHealth, Workspace

Part: TypeAlias = "QuerySet[AccountHealth, int] | QuerySet[Account, int]"
FEW = 5_000  # accounts that are sorted in no time, and with fewer questions


def is_quicker(query: Query, by_band: Mapping[str, Share]) -> bool:
    """Whether the list is of very many and in an order that the index knows."""
    return not query.narrows and query.column == "health" and sum(one.count for one in by_band.values()) > FEW


def shares_of_all(workspace: Workspace) -> dict[str, Share]:
    """Each band's share of all accounts, from an index alone; who was never scored has no data."""
    stored = AccountHealth.objects.filter(workspace=workspace).order_by()
    # Thin or not is asked because it stands in the index: grouped in its order, nothing is sorted.
    counted = stored.values_list("band", "is_thin", "currency").annotate(Count("pk"), Sum("mrr"))
    found = in_all((band, currency, count, mrr) for band, _, currency, count, mrr in counted)
    scored = sum(share.count for share in found.values())
    if left := Account.objects.filter(workspace=workspace).count() - scored:
        found = in_all(
            [*((slug, one.currency, one.count, one.mrr) for slug, one in found.items()), ("none", "", left, 0)]
        )
    return found


def page_of_all(workspace: Workspace, query: Query, by_band: Mapping[str, Share]) -> list[Account]:
    """One page, in order; equal ones by name, then key. Bands that nobody is in are not asked for."""
    numbers: list[int] = []
    skip = (query.page - 1) * PAGE
    for part in _parts(workspace, query, by_band):
        wanted = PAGE - len(numbers)
        if not wanted:
            break
        found = list(part[skip : skip + wanted])
        numbers += found
        skip = 0 if found else max(0, skip - part.count())
    accounts = Account.objects.filter(workspace=workspace).select_related("health", "owner").in_bulk(numbers)
    return [accounts[number] for number in numbers if number in accounts]


def _parts(workspace: Workspace, query: Query, by_band: Mapping[str, Share]) -> Iterator[Part]:
    """Numbers of accounts, part after part in the order of the list."""
    bands = [slug for slug in ([query.band] if query.band else CURRENT) if slug in by_band]
    for band in sorted(bands, key=lambda slug: BANDS[slug].rank, reverse=query.is_downwards):
        stored = AccountHealth.objects.filter(workspace=workspace, band=band)
        scored, others = stored.filter(score__isnull=False), stored.filter(score=None)
        last = (F("mrr").desc(nulls_last=True), *of_names("account__"))
        parts: list[Part] = [
            scored.order_by("-score" if query.is_downwards else "score", *last).values_list("account", flat=True),
            others.order_by(*last).values_list("account", flat=True),
        ]
        if band == "none":
            never = Account.objects.filter(workspace=workspace, health=None)
            parts.insert(0 if query.is_downwards else 2, never.order_by(*of_names()).values_list("pk", flat=True))
        yield from parts
