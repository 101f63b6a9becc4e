"""How do groups of accounts differ, by any fact?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from babel import Locale
from django.utils.translation import gettext as _

from tenure.answers.business import Business, answer_of
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.groups import Group, groups_by
from tenure.calc.figures import FIGURES
from tenure.console.eyes import is_hidden, unseen
from tenure.console.retention.asked import Looked
from tenure.console.retention.cells import Cell, Column, cell, shown, title, told
from tenure.facts.ask import UnknownFact
from tenure.facts.catalogue import label
from tenure.records.models import AccountHistory, Workspace
from tenure.values.voice import voice

# What groups are told apart by: a figure, and which part of it.
COLUMNS: Final[tuple[Column, ...]] = (
    ("retention_rate", ""), ("nrr", ""), ("grr", ""), ("renewal_rate", ""), ("mrr", ""), ("average_spend", "revenue"), ("average_spend", ""),
    ("contract_months", ""), ("options_per_account", ""), ("repeat_rate", ""), ("profit_per_account", "hours"),
    ("profit_per_account", "profit"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """One group over the twelve months."""

    name: str
    start: int
    lost: int
    cells: list[Cell]
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
            found |= {"by_word": label(looked.asked.by), **_segments(looked, locale, sees_margin=sees_margin)}
        except UnknownFact as error:
            found |= {"by_refused": str(error)}
    return found


def _segments(looked: Looked, locale: Locale, *, sees_margin: bool) -> dict[str, object]:
    """A page of the groups, the largest first, and the figures that can be told of any of them."""
    sizes: dict[Group, set[int]] = {}
    for account, group in groups_of(looked).items():
        sizes.setdefault(group, set()).add(account)
    order = sorted(sizes.items(), key=lambda one: (-len(one[1]), str(one[0])))
    columns = [one for one in COLUMNS if sees_margin or not FIGURES[one[0]].is_margin]
    page = shown(looked.asked.groups, len(order))
    here = order[page.rows]
    each = zip(here, looked.year.of_each(some for _group, some in here), strict=True)
    found = [_segment(looked, group_word(group), mine, columns, locale) for (group, _some), mine in each]
    at = told(one.cells for one in found)
    return {
        "segments": [replace(one, cells=[one.cells[place] for place in at]) for one in found],
        "segment_titles": [title(columns[place]) for place in at],
        "groups_shown": page,
        "larger_groups": looked.asked.address(groups=1),
        "smaller_groups": looked.asked.address(groups=page.following),
    }


def groups_of(looked: Looked) -> dict[int, Group]:
    """The group of each account that a figure of the twelve months counts. Raises UnknownFact."""
    if is_hidden(looked.asked.by):
        raise UnknownFact(unseen())
    days = looked.window.year.days
    presence, concerned = looked.history.presence, looked.year.concerned
    there = np.isin(concerned, presence.accounts[presence.on(days[0])])
    first, later = concerned[there].tolist(), concerned[~there].tolist()
    return groups_by(looked.history, looked.asked.by, first, later, days)


def _segment(looked: Looked, name: str, mine: Business, columns: Sequence[Column], locale: Locale) -> Segment:
    address, count = looked.asked.address(value=name), mine.presence.count
    cells = [cell(column, answer_of(mine, *column), looked, locale, address) for column in columns]
    return Segment(name, count.start, count.lost, cells, address)


def of_group(looked: Looked) -> list[int]:
    """The accounts of the one group that the address names, as the table of groups counts them. Raises UnknownFact."""
    return [account for account, group in groups_of(looked).items() if group_word(group) == looked.asked.value]


def group_word(group: Group) -> str:
    """What a group is called: its value, or that it is not known."""
    if group is None:
        return _("not known")
    if isinstance(group, bool):
        return _("yes") if group else _("no")
    if isinstance(group, int | float):
        return voice().number(group, 2)
    return str(group)
