"""How is a back-test shown? Sentences first, then figures with their intervals, then who was flagged and who was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.calc.backtest.intervals import Estimate
from tenure.calc.backtest.ranking import Auc
from tenure.calc.backtest.result import Alerted, Result
from tenure.calc.backtest.words import sentences
from tenure.facts.catalogue import label
from tenure.values.voice import voice

BY_CHANCE: Final = 0.5  # the area of a ranking by lot
_OUTCOMES: Final[Mapping[str, str | Promise]] = {
    "left": gettext_lazy("left"),
    "stayed": gettext_lazy("stayed"),
    "told": gettext_lazy("had given notice"),
    "unknown": gettext_lazy("not known yet"),
}
_PLAIN: Final[Mapping[str, str | Promise]] = {
    "recent usage": gettext_lazy("Rank by recent usage"),
    "tenure": gettext_lazy("Rank by time as an account"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value and what stands under it."""

    title: str
    value: str
    under: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An area with its interval on a line from 0.3 to 1: places in per cent."""

    words: str
    value: str
    low: str
    width: str
    middle: str
    said: str


@dataclass(frozen=True, slots=True)
class Flagged:
    """One alert as a row."""

    key: str
    name: str
    first: date
    left_on: date | None
    outcome: str
    words: str
    treated: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A week: alerts above the line at 100, departures below it; ``top`` is where the bar of alerts begins."""

    x: str
    width: str
    top: str
    fired: str
    left: str
    words: str


@dataclass(frozen=True)
class Shown:
    """All of a result as the page has it."""

    result: Result
    number: int
    says: Sequence[str]
    figures: Sequence[Figure]
    windows: Sequence[tuple[int, Sequence[Figure]]]
    bars: Sequence[Bar]
    measures: Sequence[Bar]
    columns: Sequence[Column]
    flagged: Sequence[Flagged]
    missed: Sequence[tuple[str, str, date]]

    @classmethod
    def of(cls, result: Result, names: Mapping[str, str], number: int = 0) -> "Shown":
        """``names`` are those of the accounts by their keys."""
        missed = [(key, names.get(key, key), date.fromisoformat(day)) for key, day in result.missed]
        return cls(
            result,
            number,
            sentences(result),
            _figures(result),
            [(window.days, _rates(window.caught.precision, window.caught.recall)) for window in result.windows],
            [_bar(_("This"), result.auc), *(_bar(str(_PLAIN[one.name]), one.auc) for one in result.baselines)],
            [_bar(label(one.fact), one.auc) for one in sorted(result.measures, key=lambda one: -(one.auc.value or 0))],
            _columns(result),
            [_flagged(one, names) for one in result.alerts],
            missed,
        )

    @property
    def start(self) -> date:
        """The first day."""
        return date.fromisoformat(self.result.start)

    @property
    def end(self) -> date:
        """The last day."""
        return date.fromisoformat(self.result.end)


def _figures(result: Result) -> list[Figure]:
    found = result.caught
    ahead = found.lead_days
    often = found.alerts_per_member_week
    return [
        *_rates(found.precision, found.recall),
        Figure(
            _("Median days ahead"),
            "–" if ahead.value is None else voice().number(ahead.value),
            _interval(ahead, places=0),
        ),
        Figure(
            _("Alerts a member and week"),
            "–" if often.value is None else voice().number(often.value, 1),
            ngettext("%(n)s alert in all", "%(n)s alerts in all", found.fired) % {"n": voice().number(found.fired)},
        ),
    ]


def _rates(precision: Estimate, recall: Estimate) -> list[Figure]:
    return [
        Figure(_("Of those who left, flagged"), _share(recall), _interval(recall)),
        Figure(_("Of the flagged, left"), _share(precision), _interval(precision)),
    ]


def _share(one: Estimate) -> str:
    return "–" if one.value is None else voice().percent(one.value)


def _interval(one: Estimate, places: int | None = None) -> str:
    cases = ngettext("%(n)s case", "%(n)s cases", one.cases) % {"n": voice().number(one.cases)}
    if one.low is None or one.high is None:
        return cases
    if places is None:
        low, high = voice().percent(one.low), voice().percent(one.high)
    else:
        low, high = voice().number(one.low, places), voice().number(one.high, places)
    return _("%(low)s to %(high)s, %(cases)s") % {"low": low, "high": high, "cases": cases}


def _bar(words: str, one: Auc) -> Bar:
    value = "–" if one.value is None else voice().number(one.value, 2)
    if one.value is None or one.low is None or one.high is None:
        return Bar(words, value, "", "", "", _("too few cases"))
    low, high = max(one.low, 0.3), min(one.high, 1.0)
    said = _("%(low)s to %(high)s, %(cases)s") % {
        "low": voice().number(one.low, 2),
        "high": voice().number(one.high, 2),
        "cases": ngettext("%(n)s case", "%(n)s cases", one.cases) % {"n": voice().number(one.cases)},
    }
    return Bar(words, value, _place(low), f"{(high - low) / 0.7 * 100:.1f}%", _place(one.value), said)


def _place(area: float) -> str:
    return f"{(min(max(area, 0.3), 1.0) - 0.3) / 0.7 * 100:.1f}%"


def _columns(result: Result) -> list[Column]:
    tallest = max([max(week.fired, week.left) for week in result.weeks] or [0]) or 1
    pitch = 100 / max(len(result.weeks), 1)
    found = []
    for at, week in enumerate(result.weeks):
        fired, left = week.fired / tallest * 100, week.left / tallest * 100
        said = {"day": voice().day(date.fromisoformat(week.start)), "fired": week.fired, "left": week.left}
        words = _("Week of %(day)s: %(fired)s flagged, %(left)s left") % said
        x, width = f"{(at + 0.15) * pitch:.2f}", f"{pitch * 0.7:.2f}"
        found.append(Column(x, width, f"{100 - fired:.1f}", f"{fired:.1f}", f"{left:.1f}", words))
    return found


def _flagged(one: Alerted, names: Mapping[str, str]) -> Flagged:
    left_on = None if one.left_on is None else date.fromisoformat(one.left_on)
    name = names.get(one.account, one.account)
    words = str(_OUTCOMES[one.outcome])
    return Flagged(one.account, name, date.fromisoformat(one.first), left_on, one.outcome, words, one.treated)
