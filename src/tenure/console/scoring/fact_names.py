"""Under which words does a person find a fact, and which fact do the words mean that somebody typed?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext as _

from tenure.answers.custom_facts import catalogue_of
from tenure.facts.catalogue import is_trait, label
from tenure.facts.declare import Fact
from tenure.records.models import AccountHealth, Workspace

LOOKED_AT: Final = 50  # accounts whose traits are offered
SCORED_BY: Final = ("int", "float", "bool")  # types that have a number


@dataclass(frozen=True)
class FactNames:
    """Every fact of a workspace and the traits that its accounts have."""

    catalogue: Mapping[str, Fact]
    traits: tuple[str, ...] = ()

    @cached_property
    def by_words(self) -> Mapping[str, str]:
        """Words in lower case -> name. Two facts never share them: the later one goes by its name alone."""
        found: dict[str, str] = {}
        for name in (*self.catalogue, *self.traits):
            found.setdefault(self._label(name).casefold(), name)
        return found

    def words(self, name: str) -> str:
        """What stands in the field for a fact."""
        said = self._label(name)
        return said if self.by_words.get(said.casefold(), name) == name else name

    def named(self, text: str) -> str | None:
        """The fact that the words mean; None for those that mean none. A name is always understood."""
        text = text.strip()
        if text in self.catalogue or is_trait(text):
            return text
        return self.by_words.get(text.casefold())

    def sentence(self, name: str) -> str:
        """What the fact means; empty for traits and for facts that are still to come."""
        return self.catalogue[name].meaning if name in self.catalogue else ""

    def kind(self, name: str) -> str:
        """The type of its values; empty where any may stand."""
        return self.catalogue[name].type if name in self.catalogue else ""

    def options(self) -> list[tuple[str, str]]:
        """Words and name of every fact, as lists offer them."""
        return sorted((self.words(name), name) for name in (*self.catalogue, *self.traits))

    def _label(self, name: str) -> str:
        said = _("trait %(name)s") % {"name": label(name)} if is_trait(name) else label(name)
        return said[:1].upper() + said[1:]


def fact_names(workspace: Workspace, also: Iterable[str] = ()) -> FactNames:
    """Those of a workspace; ``also`` are names that a scorecard uses already, declared or not."""
    catalogue = catalogue_of(workspace)
    stored = AccountHealth.objects.filter(workspace=workspace).order_by("account_id")
    seen = {name for facts in stored.values_list("facts", flat=True)[:LOOKED_AT] for name in facts}
    others = {name for name in seen if is_trait(name)} | (set(also) - set(catalogue))
    return FactNames(catalogue, tuple(sorted(others)))
