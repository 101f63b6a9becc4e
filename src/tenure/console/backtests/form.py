"""What is to be tried, over which days? The form of a new back-test, also as other pages send it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure import clock
from tenure.answers.backtest.named import scorecard_named, signal_named
from tenure.answers.backtest.run import BacktestError
from tenure.answers.backtest.tried import Tried, tried_rule
from tenure.calc.backtest.firings import WITHIN
from tenure.calc.ready_words import said
from tenure.calc.scorecard import parse as parse_card
from tenure.records.models import Member, Scorecard, Signal
from tenure.rules.definition import RuleError
from tenure.rules.parse import parse as parse_rule

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be tried: ``value`` is its kind and its short name."""

    value: str
    words: str


def things(member: Member) -> dict[str, Sequence[Thing]]:
    """The signals and scorecards of the workspace, by kind."""
    signals = Signal.objects.filter(workspace=member.workspace, retired_at=None).order_by("name")
    cards = Scorecard.objects.filter(workspace=member.workspace, retired_at=None).order_by("position", "slug")
    return {
        _("Signals"): [Thing(f"signal {row.slug}", said(row.name)) for row in signals],
        _("Scorecards"): [Thing(f"scorecard {row.slug}", said(parse_card(row.definition).name)) for row in cards],
    }


class BacktestForm(forms.Form):
    """``what`` is "signal slug", "scorecard slug" or "rule"; of a rule, ``rule`` is its JSON and ``name`` what it is called."""

    what = forms.CharField(max_length=80, label=gettext_lazy("What to try"))
    rule = forms.CharField(max_length=50_000, required=False)
    name = forms.CharField(max_length=100, required=False)
    start = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=gettext_lazy("Up to and including"), widget=forms.DateInput(attrs={"type": "date"}))
    within = forms.TypedChoiceField(
        label=gettext_lazy("Rightly flagged if it left within"), coerce=int, choices=[(days, days) for days in WITHIN]
    )

    def __init__(self, member: Member, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._member = member

    def clean(self) -> dict[str, Any]:
        """With ``tried``: what was chosen, as it is defined now."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("start") and given.get("end") and given["start"] > given["end"]:
            self.add_error("start", _("The first day comes after the last: swap them."))
        try:
            given["tried"] = self._tried(given.get("what", ""), given.get("rule", ""), given.get("name", ""))
        except (BacktestError, RuleError, ValueError, RecursionError) as error:
            known = isinstance(error, BacktestError | RuleError)
            self.add_error("what", str(error) if known else _("Choose what to try."))
        return given

    def _tried(self, what: str, rule: str, name: str) -> Tried:
        kind, _space, slug = what.partition(" ")
        if kind == "rule":
            return tried_rule(parse_rule(json.loads(rule)), name)
        if kind == "scorecard":
            return scorecard_named(self._member.workspace, slug)
        if kind == "signal":
            return signal_named(self._member.workspace, slug)
        raise ValueError(what)


def usual(what: str) -> dict[str, Any]:
    """The year up to yesterday, and a month to leave in."""
    yesterday: date = clock.now().date() - timedelta(days=1)
    return {"what": what, "start": yesterday - timedelta(days=YEAR - 1), "end": yesterday, "within": WITHIN[0]}
