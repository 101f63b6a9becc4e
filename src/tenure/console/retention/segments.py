"""How do groups of accounts differ, by any fact?"""

from dataclasses import dataclass

import numpy as np
from babel import Locale
from django.utils.translation import gettext as _

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.groups import Group, groups_by
from tenure.answers.reports import counted_as
from tenure.calc.retention import Presence
from tenure.calc.revenue import Moves
from tenure.calc.spans import Spans
from tenure.console.eyes import is_hidden, unseen
from tenure.console.locale import money
from tenure.console.retention import written
from tenure.console.retention.asked import Looked
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import label
from tenure.records.models import AccountHistory, Workspace

MOST = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """One group over the twelve months."""

    name: str
    start: int
    lost: int
    retention: str
    nrr: str
    grr: str
    mrr: str
    profit: str
    address: str  # of what asks about this group alone


def facts_to_choose(workspace: Workspace) -> list[tuple[str, str]]:
    """What accounts can be split by: facts and traits, by their names for people."""
    traits = AccountHistory.objects.filter(workspace=workspace, name__startswith="trait.").order_by("name")
    names = [*traits.values_list("name", flat=True).distinct()[:100], *catalogue_of(workspace)]
    return [(name, label(name)) for name in names if not is_hidden(name)]


def segments(looked: Looked, locale: Locale, *, sees_margin: bool) -> dict[str, object]:
    """The groups by the fact asked for; profit for those who may see it."""
    found: dict[str, object] = {}
    if looked.asked.by:
        try:
            found |= {"segments": _segments(looked, locale, sees_margin=sees_margin), "by_word": label(looked.asked.by)}
        except UnknownFact as error:
            found |= {"by_refused": str(error)}
    return found


def _segments(looked: Looked, locale: Locale, *, sees_margin: bool) -> list[Segment]:
    concerned, groups = groups_of(looked)
    money_spans = looked.history.revenue(looked.currency)
    sizes: dict[Group, set[int]] = {}
    for account, group in groups.items():
        sizes.setdefault(group, set()).add(account)
    largest = sorted(sizes.items(), key=lambda one: (-len(one[1]), str(one[0])))[:MOST]
    return [
        _segment(looked, group_word(group), (_of(concerned, some), _of(money_spans, some)), some, locale, sees_margin)
        for group, some in largest
    ]


def groups_of(looked: Looked) -> tuple[Spans, dict[int, Group]]:
    """Who was there when the twelve months began or ended, and the group of each. Raises UnknownFact."""
    if is_hidden(looked.asked.by):
        raise UnknownFact(unseen())
    start, end = looked.window.year.days
    presence = looked.history.presence
    concerned = presence.only(presence.on(start) | presence.on(end))
    there = concerned.on(start)
    first, later = concerned.accounts[there].tolist(), concerned.accounts[~there].tolist()
    return concerned, groups_by(looked.history.workspace, looked.asked.by, first, later, (start, end))


def _of(spans: Spans, accounts: set[int]) -> Spans:
    return spans.only(np.isin(spans.accounts, np.fromiter(accounts, dtype=np.int64, count=len(accounts))))


def _segment(  # noqa: PLR0917 - what a row of the table is made of
    looked: Looked, name: str, spans: tuple[Spans, Spans], accounts: set[int], locale: Locale, sees_margin: bool
) -> Segment:
    days = looked.window.year.days
    count = Presence.between(spans[0], *days).count
    moved = counted_as(looked.history.workspace, Moves.between(spans[1], *days).sum)
    rate = looked.history.workspace.hourly_cost
    profit = "–"
    if sees_margin and rate is not None:
        ledger = looked.year.ledger
        mine = ledger.only(np.isin(ledger.accounts, np.fromiter(accounts, dtype=np.int64, count=len(accounts))))
        profit = money(mine.total.profit, looked.currency, locale)
    return Segment(
        name,
        count.start,
        count.lost,
        written.value("retention_rate", count.retention_rate, "", locale),
        written.value("nrr", moved.nrr, "", locale),
        written.value("grr", moved.grr, "", locale),
        money(moved.end, looked.currency, locale),
        profit,
        looked.asked.address(value=name),
    )


def of_group(looked: Looked) -> list[int]:
    """The accounts of the one group that the address names, as the table of groups counts them. Raises UnknownFact."""
    _, groups = groups_of(looked)
    return [account for account, group in groups.items() if group_word(group) == looked.asked.value]


def group_word(group: Group) -> str:
    """What a group is called: its value, or that it is not known."""
    if group is None:
        return _("not known")
    if isinstance(group, bool):
        return _("yes") if group else _("no")
    return str(group)
