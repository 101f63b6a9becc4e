"""Which facts are there? Every declaration by its name, in the order in which people read them.

A workspace has the facts that it declared itself besides: where ``catalogue`` is asked for, pass them all.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from tenure.facts import labels
from tenure.facts.assets import ASSETS
from tenure.facts.contact import CONTACT_FACTS, CONTACT_TRAIT
from tenure.facts.contract import CONTRACT
from tenure.facts.declare import Fact
from tenure.facts.objectives import OBJECTIVES
from tenure.facts.profile import PROFILE
from tenure.facts.profile_rows import TRAIT
from tenure.facts.relationship import RELATIONSHIP
from tenure.facts.revenue import REVENUE
from tenure.facts.usage import USAGE
from tenure.values.voice import worded

CATALOGUE: Final[Mapping[str, Fact]] = MappingProxyType(
    {fact.name: fact for fact in (*USAGE, *CONTRACT, *REVENUE, *RELATIONSHIP, *OBJECTIVES, *ASSETS, *PROFILE)}
)


def is_trait(name: str) -> bool:
    """Whether ``name`` is that of a trait: ``trait.`` and at least one character."""
    return name.startswith(TRAIT) and len(name) > len(TRAIT)


def label(name: str) -> str:
    """A fact's name as people read it: "active days in the last 28 days"; a trait's own name. Also those of contacts."""
    if name in CONTACT_FACTS:
        return worded(CONTACT_FACTS[name])
    if name.startswith(CONTACT_TRAIT):
        return worded("contact’s {name}", name=name.removeprefix(CONTACT_TRAIT))
    return name.removeprefix(TRAIT) if is_trait(name) else labels.of(name)


def say(name: str, value: Any, catalogue: Mapping[str, Fact] = CATALOGUE) -> str:
    """The plain sentence of a fact's value (None: unknown), also for traits and names that nobody declared yet."""
    if (fact := catalogue.get(name)) is not None:
        return fact.say(value)
    subject = label(name)[:1].upper() + label(name)[1:]
    if value is None:
        return worded("{what} is not known", what=subject)
    if isinstance(value, bool):
        value = worded("yes") if value else worded("no")
    return worded("{what}: {value}", what=subject, value=str(value))
