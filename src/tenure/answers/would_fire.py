"""For whom does a signal hold now, also one that is off? By what is stored of every account, and what its rule asks beside."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from tenure import clock
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.rule_facts import STANDING, Known, with_asked
from tenure.answers.rules_in_use import in_use
from tenure.facts.catalogue import is_trait
from tenure.facts.values import from_json
from tenure.records.health import AccountHealth
from tenure.records.signal import Signal
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import MICROSECOND, Moment

_SLICE: Final = 5_000


def would_fire(workspace: Workspace, signals: Iterable[Signal]) -> dict[int, list[int]]:
    """Signal -> the accounts for which its rule holds, in no order; one that cannot be read is not among them."""
    rules = in_use(workspace, Moment(clock.now() + MICROSECOND), (), signals)
    found: dict[int, list[int]] = {number: [] for number in rules.signals}
    catalogue, names = catalogue_of(workspace), rules.asked.facts
    rows = rows_of(AccountHealth.objects.filter(workspace=workspace), "account", None, ("account", "facts"))
    while some := list(islice(rows, _SLICE)):
        known: dict[int, Known] = {
            account: {name: from_json(name, facts.get(name), catalogue) for name in names} for account, facts in some
        }
        for account, facts in with_asked(workspace, rules.moment, rules.asked, known).items():
            for number in rules.held(facts, ()).signals:
                found[number].append(account)
    return found


def unknown_facts(workspace: Workspace, signals: Sequence[Signal]) -> dict[int, list[str]]:
    """Signal -> the facts that its rule reads and that nobody declares, or no longer: it holds for nobody by them."""
    catalogue = catalogue_of(workspace)
    found: dict[int, list[str]] = {}
    for row in signals:
        rules = in_use(workspace, Moment(clock.now()), (), [row])
        found[row.pk] = sorted(
            name for name in rules.asked.facts - STANDING if name not in catalogue and not is_trait(name)
        )
    return found
