"""Which options have similar accounts bought, and this one has not?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

FROM_ACCOUNTS: Final = 3  # similar accounts that have the option: fewer are no pattern
FROM_SHARE: Final = 0.3  # of the similar accounts


@dataclass(frozen=True, slots=True)
class Gap:
    """One option that the account lacks: how many of how many similar accounts have it, and the share of all others."""

    option: str
    having: int
    similar: int
    share_of_others: float
    examples: tuple[int, ...]

    @property
    def share(self) -> float:
        """Of the similar accounts that have it, 0 to 1."""
        return self.having / self.similar


def gaps(
    own: Collection[str],
    similar: Mapping[int, Collection[str]],
    others: Mapping[int, Collection[str]],
    *,
    examples: int = 3,
) -> list[Gap]:
    """The options that at least three similar accounts and three in ten of them have, most widespread first.

    ``similar`` and ``others`` are the options of each account; of equal ones that which others have less, then by name.
    """
    found = []
    for option in sorted({option for options in similar.values() for option in options} - set(own)):
        having = sorted(account for account, options in similar.items() if option in options)
        if len(having) < FROM_ACCOUNTS or len(having) / len(similar) < FROM_SHARE:
            continue
        elsewhere = sum(option in options for options in others.values()) / len(others) if others else 0.0
        found.append(Gap(option, len(having), len(similar), elsewhere, tuple(having[:examples])))
    return sorted(found, key=lambda gap: (-gap.share, gap.share_of_others, gap.option))
