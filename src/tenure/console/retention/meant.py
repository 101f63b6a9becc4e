"""Which accounts does an address of the Retention page mean: those behind a figure, in a cell of the cohorts, of a group?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils.translation import ngettext

from tenure.answers.business import Business
from tenure.answers.sold import sold
from tenure.calc.cohorts import still_there
from tenure.console.retention.asked import Looked
from tenure.console.retention.segments import of_group
from tenure.console.retention.words import GROUPS, GROUPS_OF_A_THING, Text, unnamed
from tenure.facts.ask import UnknownFact
from tenure.records.account_keys import account_at

MONTH: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
OLDEST: Final = 600  # months


@dataclass(frozen=True, slots=True)
class Meant:
    """Their numbers; what they are, in words; a name for a file; and the part of the address that means them."""

    accounts: list[int]
    words: Text
    name: str
    query: str


def asked_for(looked: Looked, said: Mapping[str, str]) -> Meant:
    """The accounts that are meant. Raises Http404 for a group, cohort or fact that there is not."""
    if "cohort" in said:
        return _cohort(looked, said["cohort"], said.get("age", ""))
    group, some = said.get("group", ""), narrowed(looked)
    if group not in some.groups:
        raise Http404("no such group")
    words = some.groups[group]
    return Meant(
        some.business.groups()[group], f"{words}: {some.name}" if some.name else words, group, f"group={group}"
    )


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The figures of some of the business, and what that is called; empty for all of it."""

    business: Business
    name: Text = ""
    is_thing: bool = False

    @property
    def groups(self) -> Mapping[str, Text]:
        """What the accounts beneath its figures are there for."""
        return GROUPS_OF_A_THING if self.is_thing else GROUPS


def narrowed(looked: Looked) -> Narrowed:
    """What the address narrows a figure to. Raises Http404 for a fact, an account, a product or an option that there is not."""
    if key := looked.asked.account:
        found = account_at(looked.history.workspace, key)
        if found is None:
            raise Http404("no such account")
        return Narrowed(looked.chosen.of_accounts([found.pk]), str(found))
    if (thing := looked.asked.product) is not None:
        is_option = looked.asked.left == "option"
        if thing not in (looked.year.options if is_option else looked.year.ledger).by_name():
            raise Http404("no such product")
        return Narrowed(sold(looked.chosen, thing, is_option=is_option), thing or unnamed(is_option), is_thing=True)
    if looked.asked.value is None:
        return Narrowed(looked.chosen)
    try:
        return Narrowed(looked.chosen.of_accounts(of_group(looked)), looked.asked.value)
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
