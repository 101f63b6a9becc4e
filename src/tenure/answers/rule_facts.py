"""What do rules need to know of accounts as of a moment? Facts, what they were before, and what was done.

One mapping for each account, as `tenure.rules.match` reads it; facts that nobody declares any more are unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

import pyarrow as pa

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.done import followed, times_done
from tenure.answers.facts import facts
from tenure.answers.tables import NOTHING
from tenure.answers.watched import FIRST_USED, verdicts
from tenure.eventlog.today import Today
from tenure.facts.catalogue import is_trait
from tenure.records.health import AccountHealth
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked, asks
from tenure.rules.leaves import earlier
from tenure.rules.today import at
from tenure.rules.tree import Rule
from tenure.values.moment import Moment

Known = dict[str, object]  # what `tenure.rules.match` reads

# What rules may ask of how an account stands, as it was scored last. No facts: a scorecard cannot read its own score, and
# of the past nobody can ask them.
STANDING: Final = frozenset({"health_score", "points_above_minimum"})
_SLICE: Final = 5_000  # accounts whose days are held in memory at once


def rule_facts(
    workspace: Workspace,
    moment: Moment,
    rules: Iterable[Rule],
    accounts: Sequence[int] | None = None,
    *,
    today: Today | None = None,
    given: Mapping[str, pa.Table] = NOTHING,
) -> Iterator[tuple[int, Known]]:
    """(account, all that the rules read) for some accounts or all, in no order. Dates may still be relative."""
    asked = asks(at(rule, moment) for rule in rules)
    names = there(workspace, asked.facts | ({FIRST_USED} if asked.watches else set()))
    known = facts(workspace, moment, accounts, names=names, today=today, given=given)
    while some := dict(islice(known, _SLICE)):
        yield from with_asked(workspace, moment, asked, some, today=today).items()


def with_asked(
    workspace: Workspace,
    moment: Moment,
    asked: Asked,
    known: Mapping[int, Mapping[str, object]],
    *,
    today: Today | None = None,
) -> dict[int, Known]:
    """The same for accounts whose facts are known already: what is asked beside them is looked up and added."""
    found: dict[int, Known] = {account: dict(facts_) for account, facts_ in known.items()}
    accounts = sorted(found)
    if found and asked.facts & STANDING:
        _add_standing(workspace, accounts, found)
    if not found or not asked.of_the_log:
        return found
    for days in sorted({days for _, days in asked.earlier}):
        _add_earlier(workspace, moment, days, asked, accounts, found)
    for more in (
        times_done(workspace, moment, asked.did, accounts, today=today),
        followed(workspace, moment, asked.followed, accounts),
        verdicts(workspace, moment, asked.watches, found, today=today),
    ):
        for account, values in more.items():
            if account in found:
                found[account] |= values
    return found


def _add_standing(workspace: Workspace, accounts: Sequence[int], found: Mapping[int, Known]) -> None:
    rows = AccountHealth.objects.filter(workspace=workspace)
    for account, score, minimum in rows_of(rows, "account", accounts, ("account", "score", "account__minimum_score")):
        if score is not None and account in found:
            whole = round(score)
            above = None if minimum is None else whole - minimum
            found[account] |= {"health_score": whole, "points_above_minimum": above}


def there(workspace: Workspace, names: Iterable[str]) -> list[str]:
    """Those names that a fact or a trait of accounts has."""
    catalogue = catalogue_of(workspace)
    return sorted(name for name in names if name in catalogue or is_trait(name))


def _add_earlier(  # noqa: PLR0917 - what `with_asked` is asked
    workspace: Workspace,
    moment: Moment,
    days: int,
    asked: Asked,
    accounts: Sequence[int],
    found: Mapping[int, Known],
) -> None:
    """As of the same time of day so many days before: a window then has as many days as it has now."""
    names = there(workspace, (fact for fact, ago in asked.earlier if ago == days))
    then = Moment(moment.at - timedelta(days=days))
    for account, values in facts(workspace, then, accounts, names=names):
        found[account] |= {earlier(name, days): values.get(name) for name in names}
