"""Which accounts does an address of the Retention page mean: those behind a figure, in a cell of the cohorts, of a group?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import ngettext

from tenure.calc.cohorts import still_there
from tenure.console.retention.asked import Looked
from tenure.console.retention.segments import of_group
from tenure.console.retention.words import GROUPS
from tenure.facts.ask import UnknownFact
from tenure.records.account_keys import account_at

MONTH: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
OLDEST: Final = 600  # months


@dataclass(frozen=True, slots=True)
class Meant:
    """Their numbers; what they are, in words; a name for a file; and the part of the address that means them."""

    accounts: list[int]
    words: str | Promise
    name: str
    query: str


def asked_for(looked: Looked, said: Mapping[str, str]) -> Meant:
    """The accounts that are meant. Raises Http404 for a group, cohort or fact that there is not."""
    if "cohort" in said:
        return _cohort(looked, said["cohort"], said.get("age", ""))
    group = said.get("group", "")
    if group not in GROUPS:
        raise Http404("no such group")
    accounts, some = looked.chosen.groups()[group], among(looked)
    if some is None:
        return Meant(accounts, GROUPS[group], group, f"group={group}")
    mine = np.isin(accounts, some.accounts)
    kept = [one for one, is_mine in zip(accounts, mine.tolist(), strict=True) if is_mine]
    return Meant(kept, f"{GROUPS[group]}: {some.name}", group, f"group={group}")


@dataclass(frozen=True, slots=True)
class Among:
    """Some of the accounts: those of a group, or a single one; and what they are called."""

    accounts: list[int]
    name: str


def among(looked: Looked) -> Among | None:
    """Those that the address narrows a figure to; None: all. Raises Http404 for a fact or an account that there is not."""
    if key := looked.asked.account:
        found = account_at(looked.history.workspace, key)
        if found is None:
            raise Http404("no such account")
        return Among([found.pk], str(found))
    if looked.asked.value is None:
        return None
    try:
        return Among(of_group(looked), looked.asked.value)
    except UnknownFact as error:
        raise Http404(str(error)) from None


def _cohort(looked: Looked, month: str, age: str) -> Meant:
    if not MONTH.fullmatch(month) or not age.isdecimal() or len(age) > 3 or int(age) > OLDEST:
        raise Http404("no such cohort")
    spans = looked.history.revenue(looked.currency) if looked.asked.cohorts == "revenue" else looked.history.presence
    found = spans.accounts[still_there(spans, month, int(age))].tolist()
    words = ngettext(
        "Accounts that began in %(month)s and were there %(age)s month later",
        "Accounts that began in %(month)s and were there %(age)s months later",
        int(age),
    ) % {"month": month, "age": age}
    return Meant(found, words, f"cohort-{month}-{age}", f"cohort={month}&age={age}")
