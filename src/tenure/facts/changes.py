"""How is it said that a fact changed? By its label, with the values before and after as people write them."""

from tenure.facts.catalogue import CATALOGUE, label, say
from tenure.facts.written import figure
from tenure.values.voice import worded


def say_change(name: str, before: float | None, after: float | None) -> str:
    """What a fact was scored by before and after (None: unknown), in a sentence without a full stop.

    Written by the voice in force: "Share of the seats in use went from 84 % to 20 %".
    """
    subject = label(name)[:1].upper() + label(name)[1:]
    if after is None:
        if before is None:
            return worded("{what} is no longer known", what=subject)
        return worded("{what} is no longer known; it was {before}", what=subject, before=figure(name, before))
    if (fact := CATALOGUE.get(name)) is not None and fact.type == "bool":
        return say(name, bool(after))
    if before is None:
        return worded("{what} became known: {after}", what=subject, after=figure(name, after))
    if before == after:
        return worded("{what} is {after} as before", what=subject, after=figure(name, after))
    figures = {"before": figure(name, before), "after": figure(name, after)}
    return worded("{what} went from {before} to {after}", what=subject, **figures)
