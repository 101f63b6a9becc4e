"""Which rules are watched in a workspace, and for which accounts do they hold? Its segments and the signals that are on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import F

from tenure.answers.contact_facts import Contacts, contacts_of
from tenure.answers.rule_facts import Known, with_asked
from tenure.calc import signal
from tenure.eventlog.today import Today
from tenure.facts.values import to_json
from tenure.records.segment import Segment
from tenure.records.signal import Signal as SignalRow
from tenure.records.workspace import Workspace
from tenure.rules.asks import Asked, asks
from tenure.rules.comparison import Comparison
from tenure.rules.definition import RuleError
from tenure.rules.leaves import Changed
from tenure.rules.match import matches
from tenure.rules.parse import parse
from tenure.rules.today import at
from tenure.rules.tree import Rule, leaves
from tenure.values.moment import Moment

Values = Mapping[str, Any]  # what a rule read, in JSON form


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for one account: segments of it and of its contacts, signals with what they read, and who is settled."""

    segments: frozenset[int]
    contacts: frozenset[tuple[int, int]]  # (segment, contact)
    signals: Mapping[int, Values]
    settled: frozenset[int]  # signals whose open alert resolves


@dataclass(frozen=True)
class RulesInUse:
    """``segments`` by the number of their row: accounts' and contacts' apart; dates are those of the moment."""

    workspace: Workspace
    moment: Moment
    segments: Mapping[int, Rule]
    of_contacts: Mapping[int, Rule]
    signals: Mapping[int, signal.Signal]

    @cached_property
    def all(self) -> list[Rule]:
        """Every rule among them."""
        settling = [one.resolves for one in self.signals.values() if one.resolves is not None]
        watched = [one.rule for one in self.signals.values()]
        return [*self.segments.values(), *self.of_contacts.values(), *watched, *settling]

    @cached_property
    def asked(self) -> Asked:
        """All that they read."""
        return asks(self.all)

    def of(self, known: Mapping[int, Mapping[str, object]], *, today: Today | None = None) -> dict[int, Held]:
        """What holds for each of some accounts whose facts, all of them, are known."""
        full = with_asked(self.workspace, self.moment, self.asked, known, today=today)
        people = contacts_of(self.workspace, self.moment, sorted(full)) if self.of_contacts else {}
        return {account: self.held(facts, people.get(account, ())) for account, facts in full.items()}

    def held(self, facts: Known, people: Contacts) -> Held:
        """The same of one account, by all that the rules read."""
        signals = {
            number: values_read(one.rule, facts) for number, one in self.signals.items() if matches(one.rule, facts)
        }
        return Held(
            frozenset(number for number, rule in self.segments.items() if matches(rule, facts)),
            frozenset(
                (number, contact)
                for contact, theirs in people
                for number, rule in self.of_contacts.items()
                if matches(rule, {**facts, **theirs})
            ),
            signals,
            frozenset(
                number
                for number, one in self.signals.items()
                if (number not in signals if one.resolves is None else matches(one.resolves, facts))
            ),
        )


def rules_in_use(workspace: Workspace, moment: Moment) -> RulesInUse:
    """The rules whose members and states are kept; those that wait to be counted first are not among them."""
    counted = F("version")
    segments = Segment.objects.filter(workspace=workspace, retired_at=None, counted_version=counted)
    signals = SignalRow.objects.filter(workspace=workspace, retired_at=None, is_on=True, counted_version=counted)
    return in_use(workspace, moment, segments, signals)


def in_use(
    workspace: Workspace, moment: Moment, segments: Iterable[Segment], signals: Iterable[SignalRow]
) -> RulesInUse:
    """The rules of these rows. One that this version cannot read holds for nobody; its page says so."""
    mine: dict[str, dict[int, Rule]] = {Segment.Of.ACCOUNTS: {}, Segment.Of.CONTACTS: {}}
    for row in segments:
        try:
            mine[row.of][row.pk] = at(parse(row.rule), moment)
        except RuleError:
            continue
    watched = {row.pk: one for row in signals if (one := _signal(row.definition, moment)) is not None}
    return RulesInUse(workspace, moment, mine[Segment.Of.ACCOUNTS], mine[Segment.Of.CONTACTS], watched)


def values_read(rule: Rule, facts: Mapping[str, object]) -> dict[str, Any]:
    """What a rule read of an account, in JSON form: kept with an alert, so that it can say why."""
    names: list[str] = []
    for leaf in leaves(rule):
        if isinstance(leaf, Comparison):
            names.append(leaf.fact)
        elif isinstance(leaf, Changed):
            names += [leaf.fact, leaf.earlier]
        else:
            names.append(leaf.key)
    return {name: _plain(facts.get(name)) for name in names}


def _plain(value: Any) -> Any:
    as_json = getattr(value, "as_json", None)
    return as_json() if as_json is not None else to_json(value)


def _signal(definition: object, moment: Moment) -> signal.Signal | None:
    try:
        parsed = signal.parse(definition)
    except RuleError:
        return None
    resolves = None if parsed.resolves is None else at(parsed.resolves, moment)
    return replace(parsed, rule=at(parsed.rule, moment), resolves=resolves)
