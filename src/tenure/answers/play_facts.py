"""What do plays read of accounts now? What is stored of them, and what their rules ask beside it."""

from collections.abc import Mapping, Sequence

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.rule_facts import Known, there, with_asked
from tenure.answers.watched import FIRST_USED
from tenure.facts.values import from_json
from tenure.plays.play import Play, facts_of, rules_of
from tenure.records.health import AccountHealth
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked, asks
from tenure.rules.today import at
from tenure.values.moment import Moment


def play_facts(
    workspace: Workspace, moment: Moment, play: Play, accounts: Sequence[int]
) -> Mapping[int, Mapping[str, object]]:
    """All that `tenure.plays.decide` asks of these accounts; those whose facts were never computed are left out."""
    asked = _asked(play, moment)
    catalogue = catalogue_of(workspace)
    stored = AccountHealth.objects.filter(workspace=workspace)
    names = asked.facts | facts_of(play) | ({FIRST_USED} if asked.watches else set())
    known: dict[int, Known] = {
        account: {name: from_json(name, facts.get(name), catalogue) for name in names}
        for account, facts in rows_of(stored, "account", accounts, ("account", "facts"))
    }
    return with_asked(workspace, moment, asked, known)


def missing_facts(workspace: Workspace, play: Play) -> list[str]:
    """The facts that a play reads and nobody declares, or no longer."""
    names = asks(rules_of(play)).facts | facts_of(play)
    return sorted(names - set(there(workspace, names)))


def _asked(play: Play, moment: Moment) -> Asked:
    return asks(at(rule, moment) for rule in rules_of(play))
