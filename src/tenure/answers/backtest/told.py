"""What is told of a back-test? Its figures within 30, 60 and 90 days, beside two plain rankings, with what they are made of."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tenure.answers.backtest.gathered import Gathered
from tenure.answers.backtest.tried import TriedCard
from tenure.calc.backtest.calibration import Calibration, calibration
from tenure.calc.backtest.cases import Judged
from tenure.calc.backtest.figures import Caught, Span, caught, departed
from tenure.calc.backtest.firings import WITHIN, Firing
from tenure.calc.backtest.outcomes import Stay, became_of, caught_by
from tenure.calc.backtest.ranking import Auc, auc, difference
from tenure.calc.backtest.result import (
    MOST_ALERTS,
    Alerted,
    Baseline,
    Evidence,
    Plain,
    Result,
    Treated,
    Week,
    Window,
)  # fmt: skip
from tenure.records.account import Account, AccountHistory
from tenure.records.member import Member
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import EPOCH, day_of

_Alerts = Mapping[int, Sequence[Firing]]


@dataclass(frozen=True)
class Told:
    """What was gathered, counted for leaving within so many days."""

    workspace: Workspace
    gathered: Gathered
    end: date
    within: int
    treated: frozenset[int]

    def result(self) -> Result:
        """All of it."""
        tried, stays = self.gathered.tried, self.gathered.stays
        return Result(
            kind=tried.kind,
            name=tried.name,
            version=tried.version,
            start=_iso(self.gathered.days[0]),
            end=self.end.isoformat(),
            within=self.within,
            known_until=_iso(stays.known_until),
            cases=len(self.gathered.seen),
            members=self.members,
            windows=tuple(self._window(days) for days in sorted({*WITHIN, self.within})),
            baselines=(self._baseline("recent usage", "by_usage"), self._baseline("tenure", "by_tenure")),
            known={"now": self.gathered.known["now"], "then": self.gathered.known["then"]},
            undated=_undated(self.workspace, self.gathered),
            treated=self._treated(),
            weeks=tuple(self._weeks()),
            alerts=tuple(self._alerted())[:MOST_ALERTS],
            missed=tuple(self._missed())[:MOST_ALERTS],
            calibration=self._calibration(),
            measures=tuple(self._evidence()),
        )

    @cached_property
    def members(self) -> int:
        """Those who share the alerts."""
        working = Member.objects.filter(workspace=self.workspace, ended_at=None).exclude(role=Member.Role.VIEWER)
        return max(1, working.count())

    @cached_property
    def _alerts(self) -> _Alerts:
        return self.gathered.alerts

    @cached_property
    def _stays(self) -> Mapping[int, Sequence[Stay]]:
        return {account: self.gathered.stays.of[account] for account in self.gathered.seen}

    @cached_property
    def _judged(self) -> Judged:
        return Judged.of(self.gathered.cases, self.within, self.gathered.stays.known_until)

    @cached_property
    def _keys(self) -> Mapping[int, str]:
        known = Account.objects.filter(workspace=self.workspace)
        return dict(rows_of(known, "pk", sorted(self.gathered.seen), ("pk", "key")))

    def _span(self, within: int) -> Span:
        return Span(self.gathered.days[0], self.gathered.days[-1], within, self.gathered.stays.known_until)

    def _caught(self, alerts: _Alerts, within: int) -> Caught:
        return caught(alerts, self._stays, self._span(within), self.members)

    def _window(self, within: int) -> Window:
        judged = Judged.of(self.gathered.cases, within, self.gathered.stays.known_until)
        return Window(within, self._caught(self._alerts, within), _auc(judged, "risk"))

    def _baseline(self, name: Plain, column: str) -> Baseline:
        judged = self._judged
        behind = difference(judged.column("risk"), judged.column(column), judged.left, judged.account)
        caught_ = self._caught(getattr(self.gathered, column), self.within)
        return Baseline(name, caught_, _auc(judged, column), behind)

    def _calibration(self) -> Calibration | None:
        if not isinstance(self.gathered.tried, TriedCard):
            return None
        return calibration(100 - self._judged.column("risk"), self._judged.left, self._judged.day)

    def _evidence(self) -> Iterator[Evidence]:
        if isinstance(self.gathered.tried, TriedCard):
            for measure in self.gathered.tried.card.measures:
                values, left, account = self._judged.of_measure(measure.name)
                known = len(values) / len(self._judged.cases) if self._judged.cases else 0.0
                yield Evidence(measure.name, measure.fact, known, auc(values, left, account))

    def _treated(self) -> Treated:
        mine = self.treated & self.gathered.seen
        left = {account for account, _ in self._departures}
        return Treated(
            len(mine), len({account for account, some in self._alerts.items() if some} & mine), len(left & mine)
        )

    @cached_property
    def _departures(self) -> Sequence[tuple[int, Stay]]:
        return departed(self._stays, self._span(self.within))

    def _weeks(self) -> Iterator[Week]:
        first, last = self.gathered.days[0], self.gathered.days[-1]
        fired = Counter((one.first - first) // 7 for some in self._alerts.values() for one in some)
        left = Counter((stay.left_on - first) // 7 for _, stay in self._departures if stay.left_on is not None)
        for week in range((last - first) // 7 + 1):
            yield Week(_iso(first + 7 * week), fired[week], left[week])

    def _alerted(self) -> Iterator[Alerted]:
        """The latest first."""
        rows = ((one, account) for account, some in self._alerts.items() for one in some)
        for one, account in sorted(rows, key=lambda row: (-row[0].first, row[1])):
            for stay in self._stays[account]:
                if stay.holds(one.first):
                    known = self.gathered.stays.known_until
                    left_on = stay.left_on if stay.left_on is not None and stay.left_on <= known else None
                    yield Alerted(
                        self._keys.get(account, ""), _iso(one.first), _iso(one.last),
                        None if left_on is None else _iso(left_on),
                        became_of(one, stay, self.within, known), account in self.treated,
                    )  # fmt: skip

    def _missed(self) -> Iterator[tuple[str, str]]:
        """Those that left without an alert before, the latest first."""
        for account, stay in sorted(self._departures, key=lambda row: (-(row[1].left_on or 0), row[0])):
            mine = [one for one in self._alerts.get(account, ()) if stay.holds(one.first)]
            if stay.left_on is not None and caught_by(mine, stay, self.within) is None:
                yield self._keys.get(account, ""), _iso(stay.left_on)


def _auc(judged: Judged, column: str) -> Auc:
    return auc(judged.column(column), judged.left, judged.account)


def _undated(workspace: Workspace, gathered: Gathered) -> tuple[str, ...]:
    """The facts among those read whose first value was said on an unknown day: it counts from the beginning."""
    read = gathered.tried.facts
    found = AccountHistory.objects.filter(workspace=workspace, name__in=read, since__date__lte=EPOCH)
    return tuple(sorted(found.values_list("name", flat=True).distinct()))


def _iso(day: int) -> str:
    return day_of(day).isoformat()
