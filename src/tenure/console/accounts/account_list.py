"""Which accounts does this list show, in which order, and what do they add up to? The address is the whole state."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, OrderBy, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tenure.answers.fact_query import value_of
from tenure.console.accounts.fields import SEGMENT, Field, Fields
from tenure.console.accounts.filters import Applied, Filter, Unusable, read_filters
from tenure.console.bands import BANDS, CURRENT
from tenure.console.scope import ALL, SCOPES, in_scope
from tenure.records.models import Account, Member

PAGE = 50
LONGEST_SEARCH = 200
# The direction that a first click on a column takes: what needs attention comes first.
FIRST = MappingProxyType({"account": "", "health": "", "score": "", "mrr": "-", "renewal": "", "seen": ""})
# The same orders in words, for phones, where the columns have no heads.
ORDERS = MappingProxyType(
    {
        "health": _("Health, worst first"),
        "-health": _("Health, best first"),
        "score": _("Score, lowest first"),
        "-score": _("Score, highest first"),
        "-mrr": _("MRR, highest first"),
        "mrr": _("MRR, lowest first"),
        "renewal": _("Renewal, soonest first"),
        "-renewal": _("Renewal, latest first"),
        "seen": _("Last seen, longest ago first"),
        "-seen": _("Last seen, latest first"),
        "account": _("Name, A to Z"),
        "-account": _("Name, Z to A"),
    }
)
_RANK = Case(
    *(When(health__band=band.slug, then=Value(2 * band.rank)) for band in BANDS.values()),
    default=Value(2 * BANDS["none"].rank + 1),  # never scored: after those of whom nothing is known
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Query:
    """``band`` is a band's slug or empty for all who have not left; ``sort`` a column, with “-” for downwards.

    ``view`` is the number of the saved view that the list began as, 0 for none; ``by`` the field of the sort where it
    is none of the usual columns. Filters that are ``unusable`` find nobody, and stay in the address until they are removed.
    """

    search: str = ""
    band: str = ""
    sort: str = "health"
    page: int = 1
    scope: str = ALL
    filters: tuple[Filter, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    view: int = 0
    by: Field | None = field(default=None, compare=False)

    @classmethod
    def read(cls, parameters: QueryDict, fields: Fields) -> "Query":
        """From the address; what makes no sense there is left at its usual value, but for filters."""
        sort, band, scope = (parameters.get(name, "") for name in ("sort", "band", "scope"))
        column = sort.removeprefix("-")
        by = fields.get(column) if column and column not in FIRST and column != SEGMENT else None
        filters, unusable = read_filters(parameters.getlist("f"), fields)
        return cls(
            search=parameters.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
            band=band if band in BANDS else "",
            sort=sort if column in FIRST or by is not None else "health",
            page=_number(parameters.get("page", "")) or 1,
            scope=scope if scope in SCOPES else ALL,
            filters=filters,
            unusable=unusable,
            view=_number(parameters.get("view", "")),
            by=by,
        )

    def address(self, **changes: object) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        return "?" + urlencode(to.parts + ([("page", str(to.page))] if to.page > 1 else []))

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What the address says of the list as a whole: all but the page."""
        said = [
            ("q", self.search),
            ("band", self.band),
            ("sort", "" if self.sort == "health" else self.sort),
            ("scope", "" if self.scope == ALL else self.scope),
            *(("f", one.address) for one in self.filters),
            *(("f", one.address) for one in self.unusable),
            ("view", str(self.view or "")),
        ]
        return [(name, text) for name, text in said if text]

    @property
    def narrows(self) -> bool:
        """Whether some accounts are left out, other than by band."""
        return bool(self.search or self.filters or self.unusable or self.scope != ALL)

    @property
    def column(self) -> str:
        """The name of the column that orders the list."""
        return self.sort.removeprefix("-")

    @property
    def is_downwards(self) -> bool:
        """Whether the largest comes first."""
        return self.sort.startswith("-")


@dataclass(frozen=True, slots=True)
class Share:
    """How many accounts of a band match, and what those in one currency bring a month (None: several currencies)."""

    count: int
    mrr: int | None
    currency: str


def matching(member: Member, query: Query, applied: Sequence[Applied] = ()) -> QuerySet[Account]:
    """The accounts that search, scope and filters find, in any band."""
    if query.unusable:
        return Account.objects.none()
    accounts = in_scope(Account.objects.filter(workspace=member.workspace_id), member, query.scope)
    for word in query.search.split():
        accounts = accounts.filter(Q(name__icontains=word) | Q(key__icontains=word))
    for one in applied:
        accounts = accounts.filter(one.condition)
    return accounts


def in_band(accounts: QuerySet[Account], band: str) -> QuerySet[Account]:
    """Those of a band; without one, those that have not left."""
    if band == "none":
        return accounts.filter(Q(health__band="none") | Q(health=None))
    return accounts.filter(health__band=band) if band else accounts.exclude(health__band="former")


def shares(accounts: QuerySet[Account]) -> dict[str, Share]:
    """Each band's share of the accounts, in one query."""
    rows = accounts.order_by().values_list("health__band", "health__currency").annotate(Count("pk"), Sum("health__mrr"))
    return in_all(rows)


def in_all(rows: Iterable[tuple[str | None, str | None, int, int | None]]) -> dict[str, Share]:
    """Each band's share, from counts and sums by band and currency."""
    found: dict[str, Share] = {}
    for band, currency, count, mrr in rows:
        slug = band or "none"
        share = Share(count, mrr or 0, (currency or "") if mrr else "")
        found[slug] = _sum(found[slug], share) if slug in found else share
    return found


def total(found: Mapping[str, Share], bands: tuple[str, ...] = CURRENT) -> Share:
    """Several bands together."""
    sum_so_far = Share(0, 0, "")
    for slug in bands:
        sum_so_far = _sum(sum_so_far, found[slug]) if slug in found else sum_so_far
    return sum_so_far


def _sum(one: Share, other: Share) -> Share:
    count = one.count + other.count
    if one.mrr is None or other.mrr is None or (one.currency and other.currency and one.currency != other.currency):
        return Share(count, None, "")
    return Share(count, one.mrr + other.mrr, one.currency or other.currency)


def rows(accounts: QuerySet[Account], query: Query) -> list[Account]:
    """One page of the accounts, in order; equal ones by name, then key, so that no page repeats a row.

    Keys are sorted first and rows fetched after: the details of a hundred thousand accounts need not be carried along.
    """
    start = (query.page - 1) * PAGE
    keys = list(ordered(accounts, query).values_list("pk", flat=True)[start : start + PAGE])
    found = accounts.select_related("health", "owner").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def ordered(accounts: QuerySet[Account], query: Query) -> QuerySet[Account]:
    """Those in the band that the query is about, in its order."""
    return in_band(accounts, query.band).order_by(*_order(query))


def of_names(prefix: str = "") -> list[OrderBy]:
    """By name, as people look for one; then by key, so that nothing is left to chance."""
    return [_name(prefix).asc(), F(f"{prefix}key").asc()]


def _name(prefix: str = "") -> Lower:
    return Lower(Coalesce(NullIf(f"{prefix}name", Value("")), f"{prefix}key"))


def _order(query: Query) -> list[OrderBy]:
    down = query.is_downwards
    last = of_names()
    if query.column == "account":
        return [_name().desc() if down else _name().asc(), F("key").asc()]
    if query.column == "health":
        score = F("health__score")
        by_score = score.desc(nulls_last=True) if down else score.asc(nulls_last=True)
        rank = _RANK.desc() if down else _RANK.asc()
        return [rank, by_score, F("health__mrr").desc(nulls_last=True), *last]
    if query.by is not None:
        value = value_of(query.by.fact, query.by.compares)
        return [value.desc(nulls_last=True) if down else value.asc(nulls_last=True), *last]  # type: ignore[attr-defined]  # F or Func
    column = F(
        {
            "score": "health__score",
            "mrr": "health__mrr",
            "renewal": "health__renews_on",
            "seen": "health__last_seen_on",
        }[query.column]
    )
    return [column.desc(nulls_last=True) if down else column.asc(nulls_last=True), *last]


def _number(text: str) -> int:
    """A number of an address; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 8 else 0
