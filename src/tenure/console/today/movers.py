"""Whose score moved most within a week, and what caused it?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from django.db.models import QuerySet

from tenure.answers.known import health_known_then
from tenure.answers.moves import Moves, most_moved
from tenure.calc.health import HealthError, from_json
from tenure.calc.moved import moved
from tenure.console.eyes import factors_seen
from tenure.console.locale import LocaleVoice
from tenure.facts.changes import say_change
from tenure.records.models import Account, AccountHealth, Workspace
from tenure.values.moment import Moment, day_of
from tenure.values.voice import speaking

COUNT = 3


@dataclass(frozen=True, slots=True)
class Mover:
    """One account, its score then and now, and the sentence of what moved it most."""

    account: Account
    health: AccountHealth
    before: float
    after: float
    cause: str

    @property
    def change(self) -> float:
        """Points gained, or (negative) lost."""
        return self.after - self.before

    @property
    def points(self) -> int:
        """The same without a sign, rounded."""
        return round(abs(self.change))


@dataclass(frozen=True, slots=True)
class Movers:
    """``since``: the day with which the latest one stored is compared; None while there is none."""

    since: date | None
    fell: Sequence[Mover]
    rose: Sequence[Mover]


def movers(workspace: Workspace, accounts: QuerySet[Account] | None, moment: Moment, locale: Locale) -> Movers:
    """Of these accounts (None: of all) the three that fell most and the three that rose most."""
    only = None if accounts is None else list(accounts.values_list("pk", flat=True))
    fell, rose = most_moved(workspace, moment, only, COUNT)
    if fell.since is None:
        return Movers(None, (), ())
    chosen = [*fell.table["account"].to_pylist(), *rose.table["account"].to_pylist()]
    rows = Account.objects.filter(workspace=workspace).select_related("health").in_bulk(chosen)
    then = dict(health_known_then(workspace, Moment.end_of(day_of(fell.since)), chosen).rows) if chosen else {}
    with speaking(LocaleVoice(locale)):
        return Movers(day_of(fell.since), list(_told(fell, rows, then)), list(_told(rose, rows, then)))


def _told(some: Moves, rows: Mapping[int, Account], then: Mapping[int, object]) -> Iterator[Mover]:
    for one in some.table.to_pylist():
        account = rows.get(one["account"])
        health: AccountHealth | None = getattr(account, "health", None)
        if account is not None and health is not None:
            cause = _cause(then.get(account.pk), health, falls=one["change"] < 0)
            yield Mover(account, health, one["before"], one["after"], cause)


def _cause(before: object, health: AccountHealth, *, falls: bool) -> str:
    """The factor that moved the score most in the direction in which it went."""
    try:
        factors = moved(from_json(before), from_json(health.detail), say=say_change)
    except HealthError:
        return ""
    same_way = [one for one in factors_seen(factors) if (one.points < 0) is falls]
    return same_way[0].sentence if same_way else ""
