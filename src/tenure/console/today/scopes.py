"""Mine, my team's or all: the choice of whose accounts a page is about."""

from dataclasses import dataclass

from django.utils.functional import Promise

from tenure.console.scope import MINE, words_of
from tenure.records.models import Member


@dataclass(frozen=True, slots=True)
class Choice:
    """One scope as a link."""

    scope: str
    words: str | Promise
    chosen: bool

    @property
    def address(self) -> str:
        """The query that chooses it: each is said, for what nobody says is one's own where one has any."""
        return f"?scope={self.scope}"


def scopes(member: Member, chosen: str) -> list[Choice]:
    """All three; who is in no team chooses between two."""
    words = words_of(member)
    chosen = chosen if chosen in words else MINE
    return [Choice(scope, said, scope == chosen) for scope, said in words.items()]
