"""What is different between two versions of a scorecard? Sentences, none where they say the same."""

from collections.abc import Iterator
from itertools import zip_longest

from django.utils.translation import gettext as _

from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.console.locale import number
from tenure.console.scoring.words import Speech


def differences(before: Scorecard, after: Scorecard, speech: Speech) -> list[str]:
    """From the earlier to the later, in the order in which a card is read."""
    return [*_head(before, after, speech), *_measures(before, after, speech), *_hard_rules(before, after, speech)]


def _head(before: Scorecard, after: Scorecard, speech: Speech) -> Iterator[str]:
    if before.name != after.name:
        yield _("It is called “%(after)s” instead of “%(before)s”.") % {"before": before.name, "after": after.name}
    if before.rule != after.rule:
        yield _("Whom it is for changed. %(whom)s") % {"whom": speech.whom(after)}
    if before.bands != after.bands:
        yield _("Where the bands begin changed. %(bands)s") % {"bands": speech.bands(after)}
    if before.any_poor_makes_poor != after.any_poor_makes_poor:
        if after.any_poor_makes_poor:
            yield _("A single poor measure makes the account poor.")
        else:
            yield _("A single poor measure no longer makes the account poor.")


def _measures(before: Scorecard, after: Scorecard, speech: Speech) -> Iterator[str]:
    """By name, or where the name is new by the fact, so that a measure renamed is no other one."""
    earlier = {one.name: one for one in before.measures}
    named = {one.name for one in after.measures}
    gone = {one.fact: one for one in before.measures if one.name not in named}
    for one in after.measures:
        old = earlier.get(one.name) or gone.pop(one.fact, None)
        if old is None:
            yield _("Added: %(measure)s") % {"measure": speech.measure(one)}
        else:
            yield from _measure(old, one, speech)
    for old in gone.values():
        yield _("Removed: “%(name)s”.") % {"name": old.name}
    if [one.name for one in before.measures] != [one.name for one in after.measures] and sorted(earlier) == sorted(
        named
    ):
        yield _("The measures stand in another order.")


def _measure(old: Measure, new: Measure, speech: Speech) -> Iterator[str]:
    if old.name != new.name:
        yield _("“%(before)s” is called “%(name)s”.") % {"before": old.name, "name": new.name}
    if old.weight != new.weight:
        figures = {part: number(one.weight, speech.locale, 2) for part, one in (("before", old), ("after", new))}
        yield _("“%(name)s” weighs %(after)s instead of %(before)s.") % {"name": new.name, **figures}
    changed = []
    if old.fact != new.fact or (old.poor, old.good) != (new.poor, new.good):
        changed.append(speech.bounds(new))
    if old.needs != new.needs:
        changed.append(speech.guard(new) or _("It counts always."))
    if old.when_null != new.when_null:
        changed.append(speech.unknown(new))
    if old.fact != new.fact:
        yield _("“%(name)s” reads another fact. %(measure)s") % {"name": new.name, "measure": speech.measure(new)}
    elif changed:
        yield _("“%(name)s” is judged otherwise. %(how)s") % {"name": new.name, "how": " ".join(changed)}
    if old.group != new.group:
        yield _("“%(name)s” belongs to “%(group)s”.") % {"name": new.name, "group": new.group}


def _hard_rules(before: Scorecard, after: Scorecard, speech: Speech) -> Iterator[str]:
    earlier = {one.name: one for one in before.hard_rules}
    later = {one.name: one for one in after.hard_rules}
    for name, rule in later.items():
        told = {"name": name, "rule": speech.hard_rule(rule)}
        if name not in earlier:
            yield _("New hard rule “%(name)s”: %(rule)s") % told
        elif earlier[name] != rule:
            yield _("The hard rule “%(name)s” changed: %(rule)s") % told
    for name in earlier.keys() - later.keys():
        yield _("The hard rule “%(name)s” is gone.") % {"name": name}
    pairs = zip_longest(earlier, later)
    if earlier.keys() == later.keys() and any(one != other for one, other in pairs):
        yield _("The hard rules stand in another order.")
