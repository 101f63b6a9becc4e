"""Who needs somebody first, and how many do? The ranking of `calc.attention`, worked out by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest

from tenure.answers.due import Due, due_dates
from tenure.answers.moves import fallen
from tenure.calc import attention as calc
from tenure.calc.attention import Standing
from tenure.records import among  # noqa: F401 - the lookup used below
from tenure.records.account import Account
from tenure.records.health import AccountHealth
from tenure.records.snooze import Snooze
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

SOON = 30  # days within which a renewal is told in the sentence of the day


@dataclass(frozen=True, slots=True)
class Share:
    """How many accounts of one currency need somebody, what they have at stake, and how much of that is MRR.

    Amounts are minor units a month.
    """

    currency: str
    count: int
    stake: int
    mrr: int


@dataclass(frozen=True, slots=True)
class Attention:
    """``first`` are the most urgent, in order; ``sums`` tell of all, the largest sum first.

    ``renewals`` is how many accounts renew within 30 days, whether they need somebody or not.
    """

    first: Sequence[Standing]
    sums: Sequence[Share]
    renewals: int
    due: Mapping[int, Due]

    @property
    def count(self) -> int:
        """How many accounts need somebody."""
        return sum(one.count for one in self.sums)


def attention(workspace: Workspace, accounts: QuerySet[Account] | None, moment: Moment, most: int) -> Attention:
    """Of these accounts (None: of all) those that need somebody, but for those that rest; a fixed number of queries."""
    today = moment.date
    due = due_dates(workspace, today)
    fell = fallen(workspace, moment, calc.FALLS[-1][0])
    scored = AccountHealth.objects.filter(workspace=workspace).exclude(band="former")
    if accounts is not None:
        scored = scored.filter(account__in=accounts)
    resting = Snooze.objects.filter(workspace=workspace, ended_at=None, until__gt=today).values("account")
    needing = _ranked(scored, today, due, fell).exclude(account__in=resting)
    rows = needing.order_by("-urgency", "account").values_list("account", "band", "at_stake", "is_thin", "renews_on")
    first = [
        Standing(pk, band, stake, is_thin, fell.get(pk, 0.0), _days(today, renews_on, due.get(pk)))
        for pk, band, stake, is_thin, renews_on in rows[:most]
    ]
    sums = needing.order_by().values_list("currency").annotate(Count("account"), Sum("at_stake"), Sum("mrr"))
    soon = scored.filter(renews_on__range=(today, today + timedelta(SOON)))
    return Attention(
        first,
        sorted(
            (Share(currency, count, stake or 0, mrr or 0) for currency, count, stake, mrr in sums),
            key=lambda one: (-one.stake, one.currency),
        ),
        soon.count(),
        due,
    )


def standing_of(account: Account, moment: Moment) -> tuple[Standing, Due | None]:
    """What the rank of one account is made of, and what is due of it besides a renewal."""
    today = moment.date
    due = due_dates(account.workspace, today, account.pk).get(account.pk)
    fell = fallen(account.workspace, moment, calc.FALLS[-1][0]).get(account.pk, 0.0)
    health = account.health
    money = health.mrr if health.stake is None else health.stake
    return Standing(account.pk, health.band, money, health.is_thin, fell, _days(today, health.renews_on, due)), due


def _days(today: date, renews_on: date | None, due: Due | None) -> int | None:
    ahead = [(day - today).days for day in (renews_on, due.day if due else None) if day is not None]
    return min(ahead, default=None)


def _ranked(
    scored: QuerySet[AccountHealth], today: date, due: Mapping[int, Due], fell: Mapping[int, float]
) -> QuerySet[Any]:
    """Those that need somebody, with their ``urgency`` and what is ``at_stake``.

    Most accounts do well and did not fall, so that nothing that is due brings them here: they are passed over first.
    """
    may = [band for band, severity in calc.SEVERITY.items() if severity * calc.NEARNESS[0][1] >= calc.NEEDED]
    whole = ExpressionWrapper(F("severity") * F("nearness"), BigIntegerField())
    stake = Coalesce("stake", "mrr")
    return (
        scored.filter(Q(band__in=may) | Q(account__among=list(fell)))
        .annotate(severity=_severity(fell), nearness=_nearness(today, due), at_stake=stake)
        .annotate(pressing=whole)
        .filter(pressing__gte=calc.NEEDED)
        .annotate(
            urgency=ExpressionWrapper(
                Greatest(Coalesce("at_stake", Value(0)), Value(calc.LEAST), output_field=BigIntegerField())
                * Cast("pressing", BigIntegerField()),
                BigIntegerField(),
            )
        )
    )


def _severity(fell: Mapping[int, float]) -> Any:
    """`calc.severity` from the columns of AccountHealth."""
    thin = [When(is_thin=True, band=band, then=Value(part)) for band, part in calc.THIN.items()]
    plain = [When(band=band, then=Value(part)) for band, part in calc.SEVERITY.items()]
    there = [(added, [pk for pk, points in fell.items() if calc.fall(points) == added]) for _, added in calc.FALLS]
    added = [When(account__among=some, then=Value(part)) for part, some in there if some]
    return Case(*thin, *plain, default=Value(0), output_field=IntegerField()) + Case(
        *added, default=Value(0), output_field=IntegerField()
    )


def _nearness(today: date, due: Mapping[int, Due]) -> Any:
    """`calc.nearness` of the nearest of renewal and what else is due."""
    days = {pk: (one.day - today).days for pk, one in due.items()}
    steps = []
    for most, factor in calc.NEARNESS:
        condition = Q(renews_on__lte=today + timedelta(most))
        there = [pk for pk, ahead in days.items() if calc.nearness(ahead) == factor]
        steps.append(When(condition | Q(account__among=there) if there else condition, then=Value(factor)))
    return Case(*steps, default=Value(calc.FAR), output_field=IntegerField())
