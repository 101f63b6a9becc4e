"""Which signal or scorecard of a workspace is meant? By its short name or its name; a version says which one was tried."""

from django.db.models import Q

from tenure.answers.backtest.run import BacktestError
from tenure.answers.backtest.tried import Tried, TriedCard, TriedSignal, tried_card
from tenure.calc.scorecard import parse as parse_card
from tenure.calc.signal import parse as parse_signal
from tenure.records.backtest import Backtest
from tenure.records.scorecard import Scorecard
from tenure.records.signal import Signal
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


def signal_named(workspace: Workspace, name: str) -> TriedSignal:
    """A signal, switched on or off; raises BacktestError, naming those there are."""
    rows = Signal.objects.filter(workspace=workspace, retired_at=None)
    row = rows.filter(Q(slug=name) | Q(name__iexact=name)).first()
    if row is None:
        there = ", ".join(rows.order_by("slug").values_list("slug", flat=True)) or "-"
        raise BacktestError(worded("There is no signal “{name}”. There are: {there}.", name=name[:100], there=there))
    return TriedSignal("signal", row.slug, row.version, parse_signal(row.definition))


def scorecard_named(workspace: Workspace, name: str) -> TriedCard:
    """A scorecard in use; raises BacktestError, naming those there are."""
    rows = list(Scorecard.objects.filter(workspace=workspace, retired_at=None).order_by("position", "slug"))
    cards = [(row.version, parse_card(row.definition)) for row in rows]
    for version, card in cards:
        if name in {card.slug, card.name}:
            return tried_card(workspace, card, version)
    there = ", ".join(card.slug for _, card in cards) or "-"
    raise BacktestError(worded("There is no scorecard “{name}”. There are: {there}.", name=name[:100], there=there))


def tried_again(row: Backtest) -> Tried:
    """What a kept back-test tried, as it was defined then. Raises RuleError for what this version cannot read."""
    if row.kind == Backtest.Kind.SCORECARD:
        return tried_card(row.workspace, parse_card(row.definition), row.version)
    return TriedSignal(
        "signal" if row.kind == Backtest.Kind.SIGNAL else "rule", row.name, row.version, parse_signal(row.definition)
    )
