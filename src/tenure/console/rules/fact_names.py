"""Under which words does a person find a fact, and which fact do the words mean that somebody typed?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.answers.custom_facts import catalogue_of
from tenure.console.locale import DEFAULT
from tenure.facts.catalogue import is_trait, label
from tenure.facts.contact import CONTACT, CONTACT_FACTS, CONTACT_TRAIT
from tenure.facts.declare import Fact, iso_date
from tenure.records.models import AccountHealth, Contact, Workspace

LOOKED_AT: Final = 200  # accounts and contacts whose traits and values are offered
OFFERED: Final = 30  # values of one fact
SCORED_BY: Final = ("int", "float", "bool")  # types that have a number
GROUPS: Final[Mapping[str, str | Promise]] = {
    "contact": gettext_lazy("Contact"),
    "usage": gettext_lazy("Usage"),
    "contract": gettext_lazy("Contract"),
    "revenue": gettext_lazy("Revenue"),
    "relationship": gettext_lazy("Relationship"),
    "assets": gettext_lazy("Assets"),
    "profile": gettext_lazy("Profile"),
    "custom": gettext_lazy("Your own facts"),
    "trait": gettext_lazy("Traits"),
}
_OF_CONTACTS: Final = {"contact.is_champion": "bool", "contact.last_touchpoint_days": "int"}
Values = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class FactNames:
    """Every fact of a workspace and the traits that its accounts have, and how the reader writes values of them.

    ``others`` are traits and names that are used already; ``values`` what some accounts have, as stored. With
    ``of_contacts`` what is known of contacts as well.
    """

    catalogue: Mapping[str, Fact]
    others: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)
    of_contacts: bool = False
    currency: str = "EUR"
    locale: Locale = DEFAULT

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All of them, in the order in which they are offered."""
        contacts = tuple(CONTACT_FACTS) if self.of_contacts else ()
        found = dict.fromkeys((*contacts, *self.catalogue, *self.others))
        places = {group: at for at, group in enumerate(GROUPS)}
        return tuple(sorted(found, key=lambda name: (places[self._group(name)], self._label(name).casefold())))

    @cached_property
    def by_words(self) -> Mapping[str, str]:
        """Words in lower case -> name. Two facts never share them: the later one goes by its name alone."""
        found: dict[str, str] = {}
        for name in (*self.catalogue, *self.names):
            found.setdefault(self._label(name).casefold(), name)
        return found

    def words(self, name: str) -> str:
        """What stands in the field for a fact; its name where its words would not be understood when they are sent."""
        said = self._label(name)
        return said if self.by_words.get(said.casefold()) == name else name

    def named(self, text: str) -> str | None:
        """The fact that the words mean; None for those that mean none. A name is always understood."""
        text = text.strip()
        if text in self.catalogue or is_trait(text) or (self.of_contacts and text.startswith(CONTACT)):
            return text
        return self.by_words.get(text.casefold())

    def sentence(self, name: str) -> str:
        """What the fact means; empty for traits and for facts that are still to come."""
        return self.catalogue[name].meaning if name in self.catalogue else ""

    def kind(self, name: str) -> str:
        """The type of its values; empty where any may stand."""
        if name in self.catalogue:
            return self.catalogue[name].type
        if name.startswith(CONTACT) and not name.startswith(CONTACT_TRAIT):
            return _OF_CONTACTS.get(name, "text")
        return kind_of_values(self.values.get(name, ()))

    def offered(self, name: str) -> list[str]:
        """Values of a fact that is text, as accounts have them."""
        if self.kind(name) != "text":
            return []
        return sorted({str(one)[:100] for one in self.values.get(name, ()) if isinstance(one, str) and one})[:OFFERED]

    def options(self) -> list[tuple[str, str | Promise]]:
        """Words and group of every fact, as lists offer them."""
        return [(self.words(name), GROUPS[self._group(name)]) for name in self.names]

    def _group(self, name: str) -> str:
        if name.startswith(CONTACT):
            return "contact"
        return self.catalogue[name].group if name in self.catalogue else "trait"

    def _label(self, name: str) -> str:
        said = _("trait %(name)s") % {"name": label(name)} if is_trait(name) else label(name)
        return said[:1].upper() + said[1:]


def kind_of_values(values: Iterable[Any]) -> str:
    """The one type that all of these have as they are stored; empty for several and for none."""
    kinds = {_kind(one) for one in values if one is not None}
    return kinds.pop() if len(kinds) == 1 else ""


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "float"
    return "date" if isinstance(value, str) and iso_date(value) else "text"


def fact_names(
    workspace: Workspace,
    locale: Locale,
    also: Iterable[str] = (),
    *,
    of_contacts: bool = False,
    hidden: Iterable[str] = (),
) -> FactNames:
    """Those of a workspace; ``also`` are names that are used already, declared or not, ``hidden`` those not to offer."""
    unseen = frozenset(hidden)
    catalogue = {name: fact for name, fact in catalogue_of(workspace).items() if name not in unseen}
    stored = AccountHealth.objects.filter(workspace=workspace).order_by("account_id")
    values: dict[str, list[Any]] = {}
    for facts in stored.values_list("facts", flat=True)[:LOOKED_AT]:
        for name, value in facts.items():
            values.setdefault(name, []).append(value)
    if of_contacts:
        for name, value in _of_contacts(workspace):
            values.setdefault(name, []).append(value)
    others = {name for name in values if is_trait(name) or name.startswith(CONTACT_TRAIT)} | (
        set(also) - set(catalogue)
    )
    return FactNames(catalogue, tuple(sorted(others - unseen)), values, of_contacts, workspace.currency, locale)


def _of_contacts(workspace: Workspace) -> Iterable[tuple[str, Any]]:
    known = Contact.objects.filter(workspace=workspace).order_by("pk")
    fields = ("role", "preferred_channel", "time_zone", "traits")
    for role, channel, zone, traits in known.values_list(*fields)[:LOOKED_AT]:
        yield from (("contact.role", role), ("contact.channel", channel), ("contact.time_zone", zone))
        yield from ((CONTACT_TRAIT + name, value) for name, value in traits.items())
