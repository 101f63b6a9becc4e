"""How does a verdict read? One sentence, without its full stop, with the figures that it rests on."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from tenure.calc.watch.verdict import Verdict
from tenure.rules.leaves import WatchKind
from tenure.values.moment import day_of
from tenure.values.voice import voice, worded, worded_for


def say(verdict: Verdict, what: str) -> str:
    """What was found of ``what``, a noun in the language of the voice: “push”, “downloads”, “usage”."""
    if verdict.holds is None:
        said = _not_judged(verdict, what)
    elif verdict.holds:
        said = _HOLDS[verdict.kind](verdict, what)
    else:
        said = worded("{what}: as usual", what=what)
    return said[:1].upper() + said[1:]


def _not_judged(verdict: Verdict, what: str) -> str:
    seen, needed = voice().number(verdict.seen), verdict.needed
    if verdict.seen >= needed:
        return worded("{what}: too little happens to tell", what=what)
    if verdict.kind == "stopped":
        return worded_for(
            needed,
            "{what}: not judged before {n} gap is known, so far {seen}",
            "{what}: not judged before {n} gaps are known, so far {seen}",
            what=what,
            seen=seen,
        )
    return worded_for(
        needed,
        "{what}: not judged before {n} week is known, so far {seen}",
        "{what}: not judged before {n} weeks are known, so far {seen}",
        what=what,
        seen=seen,
    )


def _stopped(verdict: Verdict, what: str) -> str:
    if verdict.usual == 1:
        return worded_for(
            verdict.now,
            "No {what} for {n} day (usually every day)",
            "No {what} for {n} days (usually every day)",
            what=what,
        )
    return worded_for(
        verdict.now,
        "No {what} for {n} day (usually every {usual})",
        "No {what} for {n} days (usually every {usual})",
        what=what,
        usual=_number(verdict.usual),
    )


def _falling(verdict: Verdict, what: str) -> str:
    if verdict.knows_season:
        return worded("{what}: at most {now} a week since {day} (usually {usual})", **_places(verdict, what))
    return worded(
        "{what}: at most {now} a week since {day} (usually {usual}); it may be the season, as a year ago is not known",
        **_places(verdict, what),
    )


def _stagnating(verdict: Verdict, what: str) -> str:
    if verdict.knows_season:
        return worded(
            "{what}: no growth since {day}, {now} a week where {usual} were to be expected", **_places(verdict, what)
        )
    return worded(
        "{what}: no growth since {day}, {now} a week where {usual} were to be expected; it may be the season, as a year ago is not known",
        **_places(verdict, what),
    )


def _spike(verdict: Verdict, what: str) -> str:
    return worded("{what}: {now} on {day} (usually {usual} on that weekday)", **_places(verdict, what))


def _places(verdict: Verdict, what: str) -> dict[str, str]:
    day = "" if verdict.since is None else voice().day(day_of(verdict.since))
    return {"what": what, "now": _number(verdict.now), "usual": _number(verdict.usual), "day": day}


def _number(value: float) -> str:
    return voice().number(value, 0 if value >= 10 else 1)


_HOLDS: Final[Mapping[WatchKind, Callable[[Verdict, str], str]]] = MappingProxyType(
    {"stopped": _stopped, "falling": _falling, "stagnating": _stagnating, "spike": _spike}
)
