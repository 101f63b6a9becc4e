"""What does a back-test say to somebody who has to decide? Sentences, with what is too little to say anything."""

from collections.abc import Iterator
from datetime import date

from tenure.calc.backtest.figures import FEWEST_LEFT, Caught
from tenure.calc.backtest.result import Result
from tenure.values.voice import voice, worded, worded_for


def sentences(result: Result) -> list[str]:
    """What a manager reads, the most important first."""
    return [verdict(result), *_beside(result), *_whence(result)]


def verdict(result: Result) -> str:
    """ "11 of 14 who left were flagged, 20 flagged stayed, a median of 34 days ahead." """
    found = result.caught
    if not result.cases:
        return worded("It says nothing of any account in that time.")
    if not found.departures:
        return worded("Nobody left in that time: nothing can be said about who would have been flagged.")
    ahead = found.lead_days.value
    places = {
        "flagged": voice().number(found.flagged),
        "stayed": worded_for(found.stayed, "{n} flagged stayed", "{n} flagged stayed"),
        "left": worded_for(found.departures, "{n} who left", "{n} who left"),
    }
    if ahead is None:
        return worded("{flagged} of {left} were flagged, {stayed}.", **places)
    median = worded_for(ahead, "a median of {n} day ahead", "a median of {n} days ahead")
    return worded("{flagged} of {left} were flagged, {stayed}, {median}.", **places, median=median)


def _beside(result: Result) -> Iterator[str]:
    found = result.caught
    if 0 < found.departures < FEWEST_LEFT:
        yield worded_for(
            found.departures,
            "Only {n} account left: that is too few to say how good it is, which takes {fewest}.",
            "Only {n} accounts left: that is too few to say how good it is, which takes {fewest}.",
            fewest=str(FEWEST_LEFT),
        )
    yield _often(found)
    if found.told_first:
        yield worded_for(
            found.told_first,
            "{n} more was flagged only after notice had been given, which counts as not flagged.",
            "{n} more were flagged only after notice had been given, which counts as not flagged.",
        )
    if found.unknown:
        yield worded_for(
            found.unknown,
            "Of {n} alert it is not known yet what follows: {days} days have not passed since.",
            "Of {n} alerts it is not known yet what follows: {days} days have not passed since.",
            days=str(result.within),
        )
    if result.treated.alerted:
        yield worded_for(
            result.treated.alerted,
            "{n} account that was flagged was acted on: that it stayed or left proves little.",
            "{n} accounts that were flagged were acted on: that they stayed or left proves little.",
        )


def _often(found: Caught) -> str:
    weekly = found.alerts_per_member_week.value or 0.0
    fired = worded_for(found.fired, "It would have fired {n} time", "It would have fired {n} times")
    if weekly < 1:
        return worded("{fired}, less than one alert a week for each member.", fired=fired)
    often = voice().number(weekly, 1)
    return worded("{fired}, {often} alerts a week for each member.", fired=fired, often=often)


def _whence(result: Result) -> Iterator[str]:
    if result.known_until < result.end:
        yield worded(
            "Who was there is known until {day}; what ended later may just be the end of the data.",
            day=voice().day(date.fromisoformat(result.known_until)),
        )
    now, then = result.known["now"], result.known["then"]
    if then and not now:
        yield worded("Facts are as they were stored on each day.")
    elif then:
        yield worded(
            "Facts are as they were stored on {then} days, and recomputed from what is known now on {now}.",
            then=voice().number(then), now=voice().number(now),
        )  # fmt: skip
    else:
        yield worded("Facts are recomputed from what is known now about each day.")
    if result.undated:
        yield worded(
            "When {facts} was first said is not known: it counts from the beginning, and may have been said after the fact.",
            facts=", ".join(result.undated),
        )
