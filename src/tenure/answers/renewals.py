"""Which contracts are due, by when must notice be given, and will they renew? With what each brings, in its own currency."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tenure import clock
from tenure.answers.moves import fallen
from tenure.calc.forecast import FELL, FORECASTS, Forecast, Known, Outlook, Word, outlook, weighted
from tenure.calc.month_parts import DAYS_A_MONTH
from tenure.calc.trial import TRIAL
from tenure.records.account import Account
from tenure.records.contract import ContractPeriod
from tenure.records.departure import Departure
from tenure.records.member import Member
from tenure.records.renewal import RenewalWord
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

MONTHS: Final = 12  # this one and the eleven after it
LATELY: Final = 60  # days within which what ended is asked about
UNSAID: Final = "departures round"  # who enters an end that nobody said
_ROWS: Final = 5_000  # read at once
_WHOSE: Final = "contract__account"
_OWNER: Final = "owner_fact"
_DATES: Final = {
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    "notice_given_on": "contract__notice_given_on",
}
_TRIAL: Final = re.compile(TRIAL)
_FIELDS: Final = (
    "contract", "contract__key", _WHOSE, f"{_WHOSE}__key", f"{_WHOSE}__name", f"{_WHOSE}__owner__name", _OWNER,
    "contract__product", "plan", "mrr", "currency", "term_months", "the_starts_on", "the_ends_on", "contract__notice_days",
    "contract__renews_itself", "the_notice_given_on", f"{_WHOSE}__health__band", f"{_WHOSE}__health__score",
    f"{_WHOSE}__health__is_thin",
)  # fmt: skip

Words = Mapping[tuple[int, date], Word]


@dataclass(frozen=True, slots=True)
class Due:
    """One contract with the end of its latest period. ``mrr`` is in minor units a month; ``owner`` empty: nobody's."""

    contract: int
    contract_key: str
    account: int
    key: str
    name: str
    owner: str
    product: str
    plan: str
    mrr: int
    currency: str
    term_months: int | None
    starts_on: date
    ends_on: date
    notice_days: int | None
    renews_itself: bool | None
    notice_given_on: date | None
    band: str
    outlook: Outlook
    shares: Mapping[Forecast, int]  # that the workspace counts on

    @property
    def month(self) -> str:
        """The month of its end, ``2026-11``."""
        return f"{self.ends_on.year:04d}-{self.ends_on.month:02d}"

    @property
    def deadline(self) -> date | None:
        """The last day to give notice; None where nobody said how long before the end that is."""
        return None if self.notice_days is None else self.ends_on - timedelta(self.notice_days)

    @property
    def months(self) -> int:
        """How long the next term is if it is as long as this one: as agreed, else counted from its dates."""
        return _months(self.term_months, self.starts_on, self.ends_on)

    @property
    def value(self) -> int:
        """What the next term brings: MRR x its months."""
        return self.mrr * self.months

    @property
    def weighted(self) -> int:
        """The part of its MRR that is counted on."""
        return weighted(self.mrr, self.outlook.forecast, self.shares)


@dataclass(frozen=True, slots=True)
class Sum:
    """What is due in one month and currency: how many contracts and how much MRR by forecast, and what is counted on."""

    month: str
    currency: str
    counts: Mapping[Forecast, int]
    mrr: Mapping[Forecast, int]
    weighted: int

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def total(self) -> int:
        """All MRR that is due."""
        return sum(self.mrr.values())


def months_of(period: ContractPeriod) -> int:
    """How long the term after this one is if it is as long."""
    return _months(period.term_months, period.starts_on, period.ends_on or period.starts_on)


def _months(agreed: int | None, starts_on: date, ends_on: date) -> int:
    return agreed or max(round((ends_on - starts_on).days / DAYS_A_MONTH), 1)


def months_ahead(today: date, count: int = MONTHS) -> list[str]:
    """This month and those after it, as ``2026-11``."""
    places = [today.year * 12 + today.month - 1 + ahead for ahead in range(count)]
    return [f"{place // 12:04d}-{place % 12 + 1:02d}" for place in places]


def end_of_months(today: date, count: int = MONTHS) -> date:
    """The first day after those months."""
    place = today.year * 12 + today.month - 1 + count
    return date(place // 12, place % 12 + 1, 1)


def due(
    workspace: Workspace, accounts: QuerySet[Account], until: date | None = None, contract: int | None = None
) -> list[Due]:
    """Contracts of these accounts that end from tomorrow on and before a day (twelve months ahead when none is given).

    Trials are apart, and so is what somebody said has ended. Soonest first; a fixed number of queries. ``contract`` asks
    for that one alone, whenever it ends or has ended.
    """
    today = clock.now().date()
    periods = _periods(workspace, accounts)
    if contract is not None:
        periods = periods.filter(contract=contract, ends_on__isnull=False)
    else:
        periods = periods.filter(ends_on__gt=today, ends_on__lt=until or end_of_months(today))
    words, fell = _words(workspace, today), fallen(workspace, Moment(clock.now()), FELL)
    rows = periods.order_by("ends_on", f"{_WHOSE}__key", "contract")
    shares = shares_of(workspace)
    dues = (_due(row, today, fell, words, shares) for row in rows.iterator(_ROWS))
    return [one for one in dues if not is_trial(one.plan)]


def ended(workspace: Workspace, accounts: QuerySet[Account]) -> list[Due]:
    """Contracts that ended lately without a next period or a word that they have, latest first; in one query or two.

    Apart are trials, and those beside which another contract of the same product runs: a source may give each term a key.
    """
    today = clock.now().date()
    beside = ContractPeriod.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), contract__account=OuterRef(_WHOSE), workspace=workspace,
        contract__product=OuterRef("contract__product"),
    )  # fmt: skip
    rows = _periods(workspace, accounts).filter(
        ~Exists(beside), ends_on__lte=today, ends_on__gt=today - timedelta(LATELY)
    )
    shares = shares_of(workspace)
    found = (_due(row, today, {}, {}, shares) for row in rows.order_by("-ends_on", f"{_WHOSE}__key", "contract"))
    return [one for one in found if not is_trial(one.plan)]


def sums(dues: Iterable[Due]) -> list[Sum]:
    """What is due in each month and currency, in order of both."""
    found: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for one in dues:
        found[one.month, one.currency].append(one)
    return [_sum(month, currency, some) for (month, currency), some in sorted(found.items())]


def _sum(month: str, currency: str, dues: Sequence[Due]) -> Sum:
    of = {forecast: [one for one in dues if one.outlook.forecast == forecast] for forecast in FORECASTS}
    return Sum(
        month,
        currency,
        {forecast: len(some) for forecast, some in of.items()},
        {forecast: sum(one.mrr for one in some) for forecast, some in of.items()},
        sum(one.weighted for one in dues),
    )


def last_periods(workspace: Workspace) -> QuerySet[ContractPeriod]:
    """The latest period of each contract, begun or agreed: what speaks for it."""
    later = ContractPeriod.objects.filter(contract=OuterRef("contract"), starts_on__gt=OuterRef("starts_on"))
    return ContractPeriod.objects.filter(~Exists(later), workspace=workspace)


def is_trial(plan: str) -> bool:
    """Whether a plan is one to try with: such contracts are in no figure of the business."""
    return _TRIAL.search(plan) is not None


def _periods(workspace: Workspace, accounts: QuerySet[Account]) -> QuerySet[Any]:
    gone = Departure.objects.filter(contract=OuterRef("contract"), ends_on=OuterRef("ends_on"), taken_back_at=None)
    said = gone.exclude(by=UNSAID, reason=None)  # of the others nobody has said yet that they leave
    found = last_periods(workspace).filter(~Exists(said), contract__account__in=accounts)
    # Days are cut as text by the database, and the fact is read only where no member is the owner: both take long for many.
    named = KeyTextTransform("owner", f"{_WHOSE}__health__facts")
    owner = Case(When(**{f"{_WHOSE}__owner": None}, then=named), output_field=CharField())
    texts = {f"the_{name}": Cast(field, CharField()) for name, field in _DATES.items()}
    return found.annotate(**{_OWNER: owner}, **texts).values_list(*_FIELDS)


def shares_of(workspace: Workspace) -> dict[Forecast, int]:
    """What part of an amount the workspace counts on, by its forecast, in hundredths."""
    return {"commit": workspace.commit_share, "likely": workspace.likely_share, "at_risk": workspace.at_risk_share}


def _due(
    row: tuple[Any, ...], today: date, fell: Mapping[int, float], words: Words, shares: Mapping[Forecast, int]
) -> Due:
    said = dict(zip(_FIELDS, row, strict=True))
    starts_on, ends_on = (date.fromisoformat(said[name]) for name in ("the_starts_on", "the_ends_on"))
    notice, notice_days = said["the_notice_given_on"], said["contract__notice_days"]
    known = Known(
        band=said[f"{_WHOSE}__health__band"] or "none",
        score=said[f"{_WHOSE}__health__score"],
        is_thin=bool(said[f"{_WHOSE}__health__is_thin"]),
        fell=fell.get(said[_WHOSE], 0.0),
        left=(ends_on - today).days,
        notice_given=notice is not None,
        notice_left=None if notice_days is None else (ends_on - today).days - notice_days,
        renews_itself=said["contract__renews_itself"],
    )
    return Due(
        contract=said["contract"],
        contract_key=said["contract__key"],
        account=said[_WHOSE],
        key=said[f"{_WHOSE}__key"],
        name=said[f"{_WHOSE}__name"] or said[f"{_WHOSE}__key"],
        owner=said[f"{_WHOSE}__owner__name"] or said[_OWNER] or "",
        product=said["contract__product"],
        plan=said["plan"],
        mrr=said["mrr"],
        currency=said["currency"],
        term_months=said["term_months"],
        starts_on=starts_on,
        ends_on=ends_on,
        notice_days=notice_days,
        renews_itself=said["contract__renews_itself"],
        notice_given_on=None if notice is None else date.fromisoformat(notice),
        band=known.band,
        outlook=outlook(known, words.get((said["contract"], ends_on))),
        shares=shares,
    )


def _words(workspace: Workspace, today: date) -> Words:
    """The latest word about each end that is to come."""
    names = {f"member {pk}": name for pk, name in Member.objects.filter(workspace=workspace).values_list("pk", "name")}
    said = RenewalWord.objects.filter(workspace=workspace, due_on__gt=today).order_by("at", "pk")
    rows = said.values_list("contract", "due_on", "word", "by", "at", "note")
    return {
        (contract, due_on): Word(word, names.get(by, by), at.date(), note)  # type: ignore[arg-type]  # a choice of the table
        for contract, due_on, word, by, at, note in rows
    }
