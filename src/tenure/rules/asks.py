"""What must be known before rules can be answered? Every entry of the mapping that `tenure.rules.match` reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenure.rules.comparison import Comparison
from tenure.rules.leaves import Changed, Did, Followed, Watch
from tenure.rules.tree import Rule, leaves


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts by name, facts as they were so many days before, and what was done."""

    facts: frozenset[str] = frozenset()
    earlier: frozenset[tuple[str, int]] = frozenset()
    did: frozenset[Did] = frozenset()
    followed: frozenset[Followed] = frozenset()
    watches: frozenset[Watch] = frozenset()

    @property
    def of_the_log(self) -> bool:
        """Whether anything beside the facts themselves has to be looked up."""
        return bool(self.earlier or self.did or self.followed or self.watches)


def asks(rules: Iterable[Rule]) -> Asked:
    """All that these rules (with absolute dates) read."""
    found = [leaf for rule in rules for leaf in leaves(rule)]
    return Asked(
        frozenset(leaf.fact for leaf in found if isinstance(leaf, Comparison | Changed)),
        frozenset((leaf.fact, leaf.days) for leaf in found if isinstance(leaf, Changed)),
        frozenset(leaf for leaf in found if isinstance(leaf, Did)),
        frozenset(leaf for leaf in found if isinstance(leaf, Followed)),
        frozenset(leaf for leaf in found if isinstance(leaf, Watch)),
    )
