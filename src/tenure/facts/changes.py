"""How is it said that a fact changed? By its label, with the values before and after as people write them."""

from tenure.facts.catalogue import CATALOGUE, label, say
from tenure.facts.written import figure


def say_change(name: str, before: float | None, after: float | None) -> str:
    """What a fact was scored by before and after (None: unknown), in a sentence without a full stop.

    Written by the voice in force: "Share of the seats in use went from 84 % to 20 %".
    """
    subject = label(name)[:1].upper() + label(name)[1:]
    if after is None:
        return f"{subject} is no longer known" + ("" if before is None else f"; it was {figure(name, before)}")
    if (fact := CATALOGUE.get(name)) is not None and fact.type == "bool":
        return say(name, bool(after))
    if before is None:
        return f"{subject} became known: {figure(name, after)}"
    if before == after:
        return f"{subject} is {figure(name, after)} as before"
    return f"{subject} went from {figure(name, before)} to {figure(name, after)}"
