"""What would it have caught? Rules, signals and scorecards over a past that is known."""

import random
from datetime import date, timedelta

import pytest

from tenure.answers.backtest import run
from tenure.answers.backtest.run import BacktestError, backtest
from tenure.answers.backtest.stays import Stays, stays_of
from tenure.answers.backtest.tried import TriedSignal, tried_card, tried_rule
from tenure.calc.backtest.outcomes import Stay
from tenure.calc.backtest.printed import printed
from tenure.calc.backtest.result import ResultError
from tenure.calc.backtest.result import parse as parse_result
from tenure.calc.scorecard import parse as parse_card
from tenure.calc.signal import parse as parse_signal
from tenure.facts.ask import UnknownFact
from tenure.records.models import Account
from tenure.rules.parse import parse
from tests.unit.answers.backtest.conftest import ACCOUNTS, END, LEFT, NOW, START, agree

pytestmark = pytest.mark.django_db
SILENT = {"fact": "last_event_days", "op": "ge", "value": 7}
CARD = {
    "slug": "use", "name": "Use", "rule": None,
    "measures": [{"name": "Days", "group": "Usage", "fact": "active_days_28", "poor": 2, "good": 12, "weight": 100}],
}  # fmt: skip


def tried(workspace, rule=SILENT, **more):
    return backtest(workspace, tried_rule(parse(rule)), START, END, **more)


def test_a_rule_over_half_a_year(past):
    days = []
    found = tried(past, progress=days.append)
    assert sum(days) == (END - START).days + 1
    caught = found.caught
    assert (caught.departures, caught.flagged, caught.fired, caught.left, caught.stayed) == (12, 12, 12, 12, 0)
    assert caught.lead_days.value == 15.5  # 21 days of silence, of which the seventh fires
    assert found.missed == ()
    assert {one.account for one in found.alerts} == {f"a{number}" for number in LEFT}
    assert found.auc.value > 0.6
    assert (found.cases, found.members, found.known) == (ACCOUNTS, 1, {"now": 208, "then": 0})
    assert sum(week.fired for week in found.weeks) == 12
    assert parse_result(found.as_json()) == found


def test_a_signal_waits_and_rests(past):
    waits = TriedSignal("signal", "silent", 3, parse_signal({"rule": SILENT, "holds_days": 5}))
    found = backtest(past, waits, START, END)
    assert found.caught.lead_days.value == 10.5
    assert (found.kind, found.name, found.version) == ("signal", "silent", 3)


def test_a_scorecard_has_its_calibration_and_the_evidence_of_each_measure(past):
    found = backtest(past, tried_card(past, parse_card(CARD)), START, END)
    (measure,) = found.measures
    assert measure.auc.value >= found.auc.value  # the card's bounds make many values alike
    assert measure.known == 1
    assert found.auc.value > found.baselines[1].auc.value
    lowest, highest = found.calibration.bins[0], found.calibration.bins[-1]
    assert lowest.share > highest.share
    assert sum(one.cases for one in found.calibration.bins) == found.auc.cases


def test_shuffled_departures_are_foreseen_by_nobody(past, monkeypatch):
    seed = random.SystemRandom().randrange(1 << 30)
    print("seed", seed)
    real = stays_of(past)
    areas = []
    for number in range(3):
        accounts = list(real.of)
        random.Random(seed + number).shuffle(accounts)
        # Each account goes on being used as it was, and leaves when another did: nobody's use foretells it.
        used = {account: [Stay(stay.since) for stay in stays] for account, stays in real.of.items()}
        of = used | {one: real.of[other] for one, other in zip(accounts, real.of, strict=True)}
        monkeypatch.setattr(run, "stays_of", lambda _workspace, of=of: Stays(of, real.known_until))
        areas.append(backtest(past, tried_card(past, parse_card(CARD)), START, END, within=90).auc.value)
    assert sum(areas) / len(areas) == pytest.approx(0.5, abs=0.12)


def test_what_ends_with_the_data_is_no_departure(past):
    """Nothing runs any more, and no contract has begun since January: what ended later may just be its end."""
    for number in range(ACCOUNTS):
        if number not in LEFT:
            (period,) = Account.objects.get(key=f"a{number}").contracts.get().periods.all()
            period.ends_on = date(2026, 1, 20)
            period.save()
    agree(Account.objects.get(key="a39"), date(2025, 12, 20), date(2026, 1, 20))
    found = tried(past)
    assert found.known_until == "2025-12-20"
    assert found.caught.departures == len([day for day in LEFT.values() if day <= date(2025, 12, 20)])
    assert (found.start, found.end, found.known["now"]) == ("2025-09-01", "2026-03-27", 111)
    assert "Who was there is known until 20 December 2025" in " ".join(printed(found)["says"])
    with pytest.raises(BacktestError, match="Nothing is known after 2025-12-20"):
        backtest(past, tried_rule(parse(SILENT)), date(2026, 2, 1), END)


def test_of_few_departures_it_says_that_they_are_too_few(past):
    found = backtest(past, tried_rule(parse(SILENT)), date(2025, 12, 1), END)
    assert 0 < found.caught.departures < 10
    assert found.auc.value is None
    assert any("that is too few to say how good it is" in sentence for sentence in printed(found)["says"])


def test_accounts_that_were_acted_on_are_marked(past):
    one = Account.objects.get(key="a3").pk
    found = tried(past, treated=frozenset({one}))
    assert (found.treated.accounts, found.treated.alerted, found.treated.left) == (1, 1, 1)
    assert {alert.account for alert in found.alerts if alert.treated} == {"a3"}
    assert any("was acted on" in sentence for sentence in printed(found)["says"])


def test_what_is_printed_begins_with_what_was_agreed_on(past):
    plain = printed(tried(past))
    assert [*plain][:13] == [
        "kind", "name", "from", "to", "cases", "departures", "auc", "precision", "recall", "lead_days",
        "alerts_per_member_week", "intervals", "baselines",
    ]  # fmt: skip
    assert [one["name"] for one in plain["baselines"]] == ["recent usage", "tenure"]
    assert plain["intervals"].keys() == {"auc", "precision", "recall", "lead_days", "alerts_per_member_week"}
    assert plain["intervals"]["auc"]["cases"] > 500


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (END, START, "The first day comes after the last"),
        (date(2010, 1, 1), END, "more than ten years"),
        (NOW.date() + timedelta(days=9), NOW.date() + timedelta(days=19), "Nothing is known after 2026-03-28"),
        (date(2020, 1, 1), date(2020, 2, 1), "No account was there"),
    ],
)
def test_a_stretch_that_tells_nothing_is_refused(past, start, end, said):
    with pytest.raises(BacktestError, match=said):
        backtest(past, tried_rule(parse(SILENT)), start, end)


def test_a_fact_that_is_gone_is_refused_by_name(past):
    with pytest.raises(UnknownFact, match="bookings_of_old"):
        tried(past, {"fact": "bookings_of_old", "op": "gt", "value": 1})


def test_what_cannot_be_read_any_more_says_so():
    with pytest.raises(ResultError):
        parse_result({"kind": "rule"})
