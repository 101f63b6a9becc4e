"""How does each measure of a card go with leaving? As the latest back-test of that card found it, each measure alone."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.calc.backtest.ranking import Auc
from tenure.calc.backtest.result import Result, ResultError, parse
from tenure.records.models import Backtest, Workspace
from tenure.values.voice import voice

EVEN = 0.5  # an area by chance


@dataclass(frozen=True, slots=True)
class Evidence:
    """The back-test that it comes from, and a sentence for each measure by its name."""

    number: int
    day: date
    version: int | None
    sentences: dict[str, str] = field(default_factory=dict)


def evidence(workspace: Workspace) -> dict[str, Evidence]:
    """Slug of a card -> what its latest back-test says of its measures."""
    rows = Backtest.objects.filter(workspace=workspace, kind=Backtest.Kind.SCORECARD, result__isnull=False)
    found: dict[str, Evidence] = {}
    for row in rows.order_by("-created_at", "-pk"):
        if row.name in found:
            continue
        try:
            result = parse(row.result)
        except ResultError:
            continue
        found[row.name] = Evidence(row.pk, row.ends_on, row.version, _sentences(result))
    return found


def _sentences(result: Result) -> dict[str, str]:
    return {one.measure: _sentence(one.auc) for one in result.measures}


def _sentence(one: Auc) -> str:
    """Of a hundred pairs, one account that left and one that stayed, in how many the measure was worse of the first."""
    cases = ngettext("%(n)s account left", "%(n)s accounts left", one.accounts_left) % {
        "n": voice().number(one.accounts_left)
    }
    if one.value is None or one.low is None or one.high is None:
        return _("Too few cases to say how it goes with leaving (%(cases)s).") % {"cases": cases}
    said = {
        "pairs": voice().number(one.value * 100),
        "low": voice().number(one.low * 100),
        "high": voice().number(one.high * 100),
        "cases": cases,
    }
    if one.low <= EVEN <= one.high:
        return _("No telling: worse before leaving in %(pairs)s of 100 pairs (%(low)s to %(high)s; %(cases)s).") % said
    if one.value < EVEN:
        return (
            _(
                "The other way round: worse before leaving in only %(pairs)s of 100 pairs (%(low)s to %(high)s; %(cases)s)."
            )
            % said
        )
    return _("Worse before leaving in %(pairs)s of 100 pairs (%(low)s to %(high)s; %(cases)s).") % said
