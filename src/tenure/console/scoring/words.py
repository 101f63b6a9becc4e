"""How does a scorecard read? Its rule, measures and hard rules as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext as _

from tenure.calc.band import HardRule
from tenure.calc.measure import Measure
from tenure.calc.scorecard import Scorecard
from tenure.console.fact_words import text
from tenure.console.locale import number
from tenure.console.scoring.draft import UNKNOWN
from tenure.facts.catalogue import label
from tenure.facts.declare import Fact
from tenure.facts.written import SHARES
from tenure.rules.explain import explain
from tenure.rules.tree import Rule


@dataclass(frozen=True, slots=True)
class Speech:
    """Says scorecards as one reader's locale writes figures."""

    locale: Locale
    catalogue: Mapping[str, Fact]

    def whom(self, card: Scorecard) -> str:
        """Which accounts the card is for."""
        if card.rule is None:
            return _("For every account that no card before it is for.")
        return _("For accounts where %(rule)s.") % {"rule": self.rule(card.rule)}

    def rule(self, rule: Rule) -> str:
        """When it holds, without a full stop."""
        return explain(rule, label)

    def value(self, fact: str, value: float) -> str:
        """A bound or a value as the fact's unit is read: shares per hundred, dates never."""
        unit = self.catalogue[fact].unit if fact in self.catalogue else ""
        return text(value, self.locale, unit) if unit in SHARES else number(value, self.locale, 2)

    def bounds(self, measure: Measure) -> str:
        """From where to where it wins points."""
        figures = {"poor": self.value(measure.fact, measure.poor), "good": self.value(measure.fact, measure.good)}
        if measure.direction == "higher":
            return _("Poor at %(poor)s and below, good from %(good)s on.") % figures
        return _("Poor at %(poor)s and above, good at %(good)s and below.") % figures

    def guard(self, measure: Measure) -> str:
        """When it counts at all; empty for always."""
        return _("It counts where %(rule)s.") % {"rule": self.rule(measure.needs)} if measure.needs else ""

    def unknown(self, measure: Measure) -> str:
        """What happens without a value."""
        return _("What is unknown %(what)s.") % {"what": UNKNOWN[measure.when_null]}

    def measure(self, measure: Measure) -> str:
        """The whole measure in a line."""
        figures = {"name": measure.name, "fact": label(measure.fact), "weight": number(measure.weight, self.locale, 2)}
        parts = [_("“%(name)s” (%(fact)s) weighs %(weight)s.") % figures, self.bounds(measure)]
        return " ".join([*parts, *filter(None, [self.guard(measure)]), self.unknown(measure)])

    def hard_rule(self, rule: HardRule) -> str:
        """What holds the band down, and when."""
        when = {"rule": self.rule(rule.rule), "reason": rule.reason}
        if rule.band == "poor":
            return _("Poor while %(rule)s. %(reason)s") % when
        return _("At most average while %(rule)s. %(reason)s") % when

    def bands(self, card: Scorecard) -> str:
        """Where the bands begin."""
        figures = {
            "good": number(card.bands.good, self.locale, 2),
            "average": number(card.bands.average, self.locale, 2),
        }
        return _("Good from %(good)s points, average from %(average)s, poor below.") % figures
