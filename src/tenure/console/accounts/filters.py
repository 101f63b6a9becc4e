"""Filters of the list as the address holds them, as people read them back, and as conditions on accounts.

``f=mrr.gte.10000`` is a fact, how it is compared, and with what: amounts in minor units of the workspace's currency,
dates as ISO, yes and no without a value.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from babel import Locale
from django.db.models import Avg, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import IContains
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.answers.fact_query import currency_of, value_of
from tenure.answers.rule_query import where
from tenure.console import locale as forms
from tenure.console.accounts.fields import NOT_FACTS, SEGMENT, Field, Fields
from tenure.console.fact_words import text as in_words
from tenure.facts.declare import iso_date
from tenure.records.models import Account, SegmentMember, Workspace
from tenure.rules.comparison import Comparison, InDays, Op, Scalar
from tenure.rules.tree import AllOf, Rule
from tenure.sources.problems import shortened
from tenure.values.money import Money, minor_digits

MOST: Final = 12
LONGEST: Final = 200
_PLAIN: Final = {"eq": Op.EQ, "ne": Op.NE, "lt": Op.LT, "lte": Op.LE, "gt": Op.GT, "gte": Op.GE}
_PRESENCE: Final = {"known": Op.KNOWN, "unknown": Op.UNKNOWN}
_FIGURES: Final[Mapping[str, str | Promise]] = {
    "gte": gettext_lazy("{field} is at least {value}"),
    "lte": gettext_lazy("{field} is at most {value}"),
    "gt": gettext_lazy("{field} is above {value}"),
    "lt": gettext_lazy("{field} is below {value}"),
    "eq": gettext_lazy("{field} is {value}"),
    "ne": gettext_lazy("{field} is not {value}"),
    "above_average": gettext_lazy("{field} is above average ({value})"),
    "below_average": gettext_lazy("{field} is below average ({value})"),
}
_BOTH: Final[Mapping[str, str | Promise]] = {
    "known": gettext_lazy("{field} is known"),
    "unknown": gettext_lazy("{field} is not known"),
}
# Kind -> how it may be compared, in words; where there is no {value}, none is asked for.
OPS: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "number": {**_FIGURES, **_BOTH},
    "money": {**_FIGURES, **_BOTH},
    "text": {
        "eq": gettext_lazy("{field} is “{value}”"),
        "ne": gettext_lazy("{field} is not “{value}”"),
        "contains": gettext_lazy("{field} contains “{value}”"),
        **_BOTH,
    },
    "bool": {"yes": gettext_lazy("{field}: yes"), "no": gettext_lazy("{field}: no"), **_BOTH},
    "date": {
        "this_month": gettext_lazy("{field} is in this month"),
        "this_quarter": gettext_lazy("{field} is in this quarter"),
        "next_days": gettext_lazy("{field} is in the next {value} days"),
        "past_days": gettext_lazy("{field} is in the past {value} days"),
        "gte": gettext_lazy("{field} is on or after {value}"),
        "lte": gettext_lazy("{field} is on or before {value}"),
        "gt": gettext_lazy("{field} is after {value}"),
        "lt": gettext_lazy("{field} is before {value}"),
        "eq": gettext_lazy("{field} is on {value}"),
        **_BOTH,
    },
    SEGMENT: {
        "in": gettext_lazy("In the segment “{value}”"),
        "not_in": gettext_lazy("Not in the segment “{value}”"),
    },
}
WITHOUT_VALUE: Final = frozenset(
    {"known", "unknown", "yes", "no", "this_month", "this_quarter", "above_average", "below_average"}
)
_DAYS: Final = frozenset({"next_days", "past_days"})
_MOST_DAYS: Final = 3660
_SIGNS: Final = re.compile(r"^[€$£\s]+|[€$£%\s]+$")
_ALL_OPS: Final = sorted({op for ops in OPS.values() for op in ops}, key=len, reverse=True)
_ADDRESS: Final = re.compile(
    rf"(?P<name>trait\..+?|[a-z][a-z0-9_]*)\.(?P<op>{'|'.join(_ALL_OPS)})(?:\.(?P<value>.*))?", re.DOTALL
)


class FilterError(ValueError):
    """A filter that cannot be made; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a field. ``value`` is of the field's kind; a whole number of days for next_days, past_days."""

    field: Field
    op: str
    value: Scalar | None = None

    @property
    def address(self) -> str:
        """As the address holds it."""
        written = _written(self.value)
        return f"{self.field.name}.{self.op}" + (f".{written}" if written else "")

    def words(self, locale: Locale, average: str = "") -> str:
        """As a person reads it back."""
        value = average if self.op in {"above_average", "below_average"} else self._said(locale)
        return str(OPS[self.field.compares][self.op]).format(field=self.field.head, value=value)

    def _said(self, locale: Locale) -> str:
        if isinstance(self.value, Money):
            return forms.money(self.value.amount, self.value.currency, locale)
        if self.value is None or isinstance(self.value, str):
            return dict(self.field.named).get(self.value or "", self.value or "")
        return in_words(self.value, locale, "" if self.op in _DAYS else self.field.unit)


@dataclass(frozen=True, slots=True)
class Unusable:
    """What stands in the address as a filter and is none for this member, so that the list shows nobody."""

    address: str
    is_hidden: bool

    @property
    def words(self) -> str:
        """Why, as a person reads it back; what a role does not see is not named."""
        if self.is_hidden:
            return _("A filter on something your role does not see")
        return _("“%(text)s” is no filter that can be used") % {"text": shortened(self.address)}


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter as it is in force now: ``condition`` on accounts, and its words."""

    filter: Filter
    condition: Q
    words: str


def read_filters(texts: Iterable[str], fields: Fields) -> tuple[tuple[Filter, ...], tuple[Unusable, ...]]:
    """The filters of an address, each once: those that make sense, and those that do not."""
    found: dict[str, Filter] = {}
    others: dict[str, Unusable] = {}
    for text in list(texts)[:MOST]:
        one = read_filter(text, fields)
        if one is None:
            others[text] = Unusable(text, text.split(".")[0] in fields.hidden)
        else:
            found[one.address] = one
    return tuple(found.values()), tuple(others.values())


def read_filter(text: str, fields: Fields) -> Filter | None:
    """A filter from its address; None for what is none."""
    match = _ADDRESS.fullmatch(text) if len(text) <= LONGEST * 2 and "\0" not in text else None
    if match is None or match["name"] in NOT_FACTS or match["name"] not in fields:
        return None
    field, op = fields[match["name"]], match["op"]
    if op not in OPS[field.compares]:
        return None
    if op in WITHOUT_VALUE:
        return Filter(field, op) if match["value"] is None else None
    value = _parsed(field, op, match["value"] or "", fields.workspace.currency)
    return None if value is None else Filter(field, op, value)


def from_form(fields: Fields, name: str, op: str, text: str, locale: Locale) -> Filter:
    """A filter as somebody fills it in, numbers as that person writes them. Raises FilterError."""
    if name in NOT_FACTS or name not in fields or op not in OPS[fields[name].compares]:
        raise FilterError(_("Choose what to filter by, and how."))
    field, text = fields[name], text.strip()[:LONGEST].replace("\0", "")
    if op in WITHOUT_VALUE:
        return Filter(field, op)
    value = _typed(field, op, text, locale, fields.workspace.currency)
    if value is None:
        raise FilterError(_("“%(text)s” cannot be compared with %(field)s.") % {"text": text, "field": field.label})
    return Filter(field, op, value)


def apply(filters: Iterable[Filter], workspace: Workspace, today: date, locale: Locale) -> list[Applied]:
    """The filters as conditions as of today; averages are taken over the accounts that have not left."""
    return [_applied(one, workspace, today, locale) for one in filters]


def _applied(of: Filter, workspace: Workspace, today: date, locale: Locale) -> Applied:
    if of.op in {"above_average", "below_average"}:
        average = _average(of.field, workspace)
        if average is None:
            return Applied(of, Q(pk__in=[]), of.words(locale, "–"))
        said = Filter(of.field, "eq", average)
        op = Op.GT if of.op == "above_average" else Op.LT
        return Applied(of, where(Comparison(of.field.fact, op, average)), of.words(locale, said._said(locale)))
    if of.field.compares == SEGMENT:
        members = SegmentMember.objects.filter(workspace=workspace, segment__slug=str(of.value)).values("account")
        return Applied(of, Q(pk__in=members) if of.op == "in" else ~Q(pk__in=members), of.words(locale))
    if of.op == "contains":
        condition = Q(
            IContains(
                Coalesce(value_of(of.field.fact, "text"), Value(""), output_field=TextField()), Value(str(of.value))
            )
        )
        return Applied(of, condition, of.words(locale))
    return Applied(of, where(_rule(of, today)), of.words(locale))


def as_rule(of: Filter, workspace: Workspace, today: date) -> Rule:
    """The filter as a rule that goes on holding: days follow the calendar, an average is the one of today."""
    fact = of.field.fact
    if of.op in _DAYS:
        days = int(str(of.value))
        first, last = (0, days) if of.op == "next_days" else (-days, 0)
        return AllOf((Comparison(fact, Op.GE, InDays(first)), Comparison(fact, Op.LE, InDays(last))))
    if of.op == "contains":
        return Comparison(fact, Op.CONTAINS, str(of.value))
    if of.op in {"above_average", "below_average"}:
        average = _average(of.field, workspace)
        return Comparison(fact, Op.GT if of.op == "above_average" else Op.LT, 0 if average is None else average)
    return _rule(of, today)


def _rule(of: Filter, today: date) -> Rule:
    fact = of.field.fact
    if of.op in _PRESENCE:
        return Comparison(fact, _PRESENCE[of.op])
    if of.op in {"yes", "no"}:
        return Comparison(fact, Op.EQ, of.op == "yes")
    if of.op in _PLAIN:
        return Comparison(fact, _PLAIN[of.op], of.value)
    first, last = _period(of, today)
    return AllOf((Comparison(fact, Op.GE, first), Comparison(fact, Op.LE, last)))


def _period(of: Filter, today: date) -> tuple[date, date]:
    """First and last day that count."""
    if of.op in _DAYS:
        days = timedelta(days=int(str(of.value)))
        return (today, today + days) if of.op == "next_days" else (today - days, today)
    first = today.replace(day=1, month=today.month if of.op == "this_month" else (today.month - 1) // 3 * 3 + 1)
    months = 1 if of.op == "this_month" else 3
    after = date(first.year + (first.month + months - 1) // 12, (first.month + months - 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _average(field: Field, workspace: Workspace) -> Scalar | None:
    """Over the accounts that have not left; of money, over those that pay in the workspace's currency."""
    accounts = Account.objects.filter(workspace=workspace).exclude(health__band="former")
    if field.kind == "money":
        accounts = accounts.annotate(in_currency=currency_of(field.fact)).filter(in_currency=workspace.currency)
    found = accounts.aggregate(average=Avg(value_of(field.fact, field.compares)))["average"]
    if found is None:
        return None
    return Money(round(found), workspace.currency) if field.kind == "money" else float(found)


def _written(value: Scalar | None) -> str:
    if isinstance(value, Money):
        return str(value.amount)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _parsed(field: Field, op: str, text: str, currency: str) -> Scalar | None:
    """The value of an address; None for what is none."""
    kind = field.compares
    if op in _DAYS:
        return int(text) if text.isdecimal() and len(text) < 5 and 0 < int(text) <= _MOST_DAYS else None
    if kind in {"text", SEGMENT}:
        return text if text and (kind == "text" or text in dict(field.named)) else None
    if kind == "date":
        return iso_date(text)
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number) or abs(number) > 10**15:
        return None
    return Money(int(number), currency) if kind == "money" else number


def _typed(field: Field, op: str, text: str, locale: Locale, currency: str) -> Scalar | None:
    """The value that a person typed; amounts in major units, shares per hundred."""
    if field.compares not in {"number", "money"}:
        return _parsed(field, op, text, currency)
    try:
        number = float(forms.typed_number(_SIGNS.sub("", text), locale))
    except forms.NumberError as error:
        raise FilterError(str(error)) from None
    if field.kind == "money":
        number = round(number * 10 ** minor_digits(currency))
    elif field.unit in {"share", "ratio"}:
        number /= 100
    return _parsed(field, op, repr(number), currency)
