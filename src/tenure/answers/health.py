"""How healthy are accounts as of a moment, and why? Facts scored with the scorecards that then were published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db.models import Exists, OuterRef, Q

from tenure.answers.custom_facts import catalogue_of
from tenure.answers.facts import Facts, facts
from tenure.calc.health import Health, Override, score
from tenure.calc.scorecard import Scorecard, choose, parse
from tenure.eventlog.today import Today
from tenure.facts.catalogue import say
from tenure.facts.declare import Fact
from tenure.records.account import Account
from tenure.records.contract import ContractPeriod
from tenure.records.health import HealthOverride
from tenure.records.scorecard import Scorecard as ScorecardRow
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

_BEGUN: Final = ("first_event_days", "last_order_days")


@dataclass(frozen=True, slots=True)
class Scored:
    """One account's facts and the health that follows from them."""

    account: int
    facts: Facts
    health: Health


def health(
    workspace: Workspace, moment: Moment, accounts: Sequence[int] | None = None, *, today: Today | None = None
) -> Iterator[Scored]:
    """Score some accounts, or all, as of a moment with the scorecards in use now.

    Known=now: a past moment is judged by today's cards and minimum, from all that is known today of that time.
    """
    judge = Judge.of(workspace, moment, accounts)
    for account, known in facts(workspace, moment, accounts, today=today):
        yield Scored(account, known, judge.score(account, known))


@dataclass(frozen=True, slots=True)
class Judge:
    """All that scoring needs beside facts: cards in order, minimums and overrides by account, and how facts are said.

    ``ahead`` are accounts before the first of their contracts.
    """

    cards: tuple[Scorecard, ...]
    minimums: Mapping[int, int]
    overrides: Mapping[int, Override]
    catalogue: Mapping[str, Fact]
    ahead: frozenset[int]

    @classmethod
    def of(cls, workspace: Workspace, moment: Moment, accounts: Sequence[int] | None) -> "Judge":
        """Read all of it for some accounts, or all."""
        known = Account.objects.filter(workspace=workspace, minimum_score__isnull=False)
        return cls(
            scorecards(workspace),
            dict(rows_of(known, "pk", accounts, ("pk", "minimum_score"))),
            _overrides(workspace, moment.at, accounts),
            catalogue_of(workspace),
            ahead(workspace, moment, accounts),
        )

    def score(self, account: int, known: Facts, *, scorecard: str | None = None) -> Health:
        """The health of one account, by the first card that applies or by the one named; without one, nothing is known.

        Before its first contract none applies, unless it was used or ordered something already.
        """
        named = next((card for card in self.cards if card.slug == scorecard), None)
        card = named or choose(self.cards, known)
        begun = account not in self.ahead or any(known.get(name) is not None for name in _BEGUN)
        return score(
            card if begun else None,
            known,
            say=partial(say, catalogue=self.catalogue),
            minimum=self.minimums.get(account),
            override=self.overrides.get(account),
            former=bool(known.get("is_former")),
        )


def ahead(workspace: Workspace, moment: Moment, accounts: Sequence[int] | None) -> frozenset[int]:
    """Those of some accounts, or of all, that have contracts, the first of which starts after the moment."""
    mine = ContractPeriod.objects.filter(workspace=workspace)
    begun = mine.filter(contract__account=OuterRef("contract__account"), starts_on__lte=moment.date)
    coming = mine.filter(~Exists(begun), starts_on__gt=moment.date)
    return frozenset(account for (account,) in rows_of(coming, "contract__account", accounts, ("contract__account",)))


def scorecards(workspace: Workspace) -> tuple[Scorecard, ...]:
    """The published scorecards, in the order in which they are tried."""
    rows = ScorecardRow.objects.filter(workspace=workspace, retired_at=None).order_by("position", "slug")
    return tuple(parse(row.definition) for row in rows)


def _overrides(workspace: Workspace, at: datetime, accounts: Sequence[int] | None) -> dict[int, Override]:
    """The override in force for each account: the latest made before the moment that has neither run out nor ended."""
    in_force = HealthOverride.objects.filter(
        Q(until=None) | Q(until__gt=at), Q(ended_at=None) | Q(ended_at__gt=at), workspace=workspace, since__lte=at
    )
    rows = rows_of(in_force, "account", accounts, ("account", "since", "band", "reason", "by", "until"))
    latest = sorted(rows, key=lambda row: row[1])
    return {account: Override(band, reason, by, until) for account, _, band, reason, by, until in latest}
