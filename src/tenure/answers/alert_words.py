"""How is an alert said in one sentence? By what its rule read when it fired: only by what made it hold."""

from collections.abc import Iterator, Mapping

from tenure.calc import signal
from tenure.calc.ready_words import said
from tenure.calc.watch.say import say as say_verdict
from tenure.calc.watch.verdict import Verdict
from tenure.facts.catalogue import label, say
from tenure.facts.declare import Fact
from tenure.facts.values import from_json
from tenure.records.signal import Alert
from tenure.rules.comparison import Comparison
from tenure.rules.definition import RuleError
from tenure.rules.explain_leaves import leaf_words
from tenure.rules.leaves import Changed, Watch
from tenure.rules.match import matches
from tenure.rules.today import at
from tenure.rules.tree import AllOf, AnyOf, Leaf, Not, Rule
from tenure.values.moment import Moment
from tenure.values.voice import worded

Catalogue = Mapping[str, Fact]


def what_happened(alert: Alert, catalogue: Catalogue) -> str:
    """What made it fire, with the figures of that moment; the signal's name where its rule reads something else by now."""
    known = _known(alert.values, catalogue)
    told = list(dict.fromkeys(_say(leaf, known, catalogue) for leaf in _leaves(alert, known)))
    return ". ".join(told) if told else said(alert.signal.name)


def watches(alert: Alert) -> list[tuple[Watch, Verdict]]:
    """What watches found, of those of its rule that held: what a chart shows."""
    known = _known(alert.values, {})
    return [
        (leaf, verdict)
        for leaf in _leaves(alert, known)
        if isinstance(leaf, Watch) and isinstance(verdict := known.get(leaf.key), Verdict)
    ]


def _leaves(alert: Alert, known: Mapping[str, object]) -> Iterator[Leaf]:
    """Those of its rule that made it hold; none where it reads something else by now."""
    try:
        rule = signal.parse(alert.signal.definition).rule
    except RuleError:
        return iter(())
    return _telling(at(rule, Moment(alert.opened_at)), known)


def _known(values: Mapping[str, object], catalogue: Catalogue) -> dict[str, object]:
    """What was kept, as `matches` reads it."""
    return {name: _value(name, value, catalogue) for name, value in values.items()}


def _value(name: str, value: object, catalogue: Catalogue) -> object:
    if name.startswith("watch:"):
        return Verdict.from_json(value) if isinstance(value, dict) else value
    if name.startswith("did:"):
        return value
    return from_json(name.partition(":")[2] if name.startswith("@") else name, value, catalogue)


def _telling(rule: Rule, known: Mapping[str, object]) -> Iterator[Leaf]:
    """The leaves by which the rule holds; what is not so tells little."""
    if isinstance(rule, Not) or not matches(rule, known):
        return
    if isinstance(rule, AllOf | AnyOf):
        for one in rule.rules:
            yield from _telling(one, known)
    else:
        yield rule


def _say(leaf: Leaf, known: Mapping[str, object], catalogue: Catalogue) -> str:
    if isinstance(leaf, Comparison):
        return say(leaf.fact, known.get(leaf.fact), catalogue)
    if isinstance(leaf, Changed):
        before, now = (say(leaf.fact, known.get(name), catalogue) for name in (leaf.earlier, leaf.fact))
        return worded("{now} (before: {before})", now=now, before=before)
    verdict = known.get(leaf.key)
    if isinstance(leaf, Watch) and isinstance(verdict, Verdict):
        return say_verdict(verdict, leaf.of or worded("usage"))
    words = leaf_words(leaf, label)
    return words[:1].upper() + words[1:]
