"""Which accounts does this list show, in which order, and what do they add up to? The address is the whole state."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlencode

from django.db.models import Case, Count, F, IntegerField, OrderBy, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from tenure.console.bands import BANDS, CURRENT
from tenure.records.models import Account, Workspace

PAGE = 50
LONGEST_SEARCH = 200
# The direction that a first click on a column takes: what needs attention comes first.
FIRST = MappingProxyType({"account": "", "health": "", "score": "", "mrr": "-", "renewal": "", "seen": ""})
# The same orders in words, for phones, where the columns have no heads.
ORDERS = MappingProxyType(
    {
        "health": "Health, worst first",
        "-health": "Health, best first",
        "score": "Score, lowest first",
        "-score": "Score, highest first",
        "-mrr": "MRR, highest first",
        "mrr": "MRR, lowest first",
        "renewal": "Renewal, soonest first",
        "-renewal": "Renewal, latest first",
        "seen": "Last seen, longest ago first",
        "-seen": "Last seen, latest first",
        "account": "Name, A to Z",
        "-account": "Name, Z to A",
    }
)
_RANK = Case(
    *(When(health__band=band.slug, then=Value(band.rank)) for band in BANDS.values()),
    default=Value(BANDS["none"].rank),
    output_field=IntegerField(),
)
_NAME = Lower(Coalesce(NullIf("name", Value("")), "key"))


@dataclass(frozen=True, slots=True)
class Query:
    """``band`` is a band's slug or empty for all who have not left; ``sort`` a column, with “-” for downwards."""

    search: str = ""
    band: str = ""
    sort: str = "health"
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        sort = parameters.get("sort", "")
        band = parameters.get("band", "")
        page = parameters.get("page", "")
        return cls(
            search=parameters.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
            band=band if band in BANDS else "",
            sort=sort if sort.removeprefix("-") in FIRST else "health",
            page=int(page) if page.isdecimal() and 0 < len(page) < 8 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {"q": to.search, "band": to.band, "sort": "" if to.sort == "health" else to.sort}
        kept = {name: text for name, text in parts.items() if text}
        return "?" + urlencode(kept | ({"page": to.page} if to.page > 1 else {}))

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


def matching(workspace: Workspace, query: Query) -> QuerySet[Account]:
    """The accounts that the search finds, in any band."""
    accounts = Account.objects.filter(workspace=workspace)
    for word in query.search.split():
        accounts = accounts.filter(Q(name__icontains=word) | Q(key__icontains=word))
    return accounts


def shares(accounts: QuerySet[Account]) -> dict[str, Share]:
    """Each band's share of the accounts, in one query."""
    rows = accounts.order_by().values_list("health__band", "health__currency").annotate(Count("pk"), Sum("health__mrr"))
    found: dict[str, Share] = {}
    for band, currency, count, mrr in rows:
        slug = band or "none"
        share = Share(count, mrr or 0, currency if mrr else "")
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
    if query.band == "none":
        accounts = accounts.filter(Q(health__band="none") | Q(health=None))
    elif query.band:
        accounts = accounts.filter(health__band=query.band)
    else:
        accounts = accounts.exclude(health__band="former")
    start = (query.page - 1) * PAGE
    keys = list(accounts.order_by(*_order(query)).values_list("pk", flat=True)[start : start + PAGE])
    found = accounts.select_related("health").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _order(query: Query) -> list[OrderBy]:
    down = query.is_downwards
    last = [_NAME.asc(), F("key").asc()]
    if query.column == "account":
        return [_NAME.desc() if down else _NAME.asc(), F("key").asc()]
    if query.column == "health":
        score = F("health__score")
        worst_first = [_RANK.asc(), score.asc(nulls_last=True), F("health__mrr").desc(nulls_last=True)]
        return [*([_RANK.desc(), score.desc(nulls_last=True)] if down else worst_first), *last]
    field = F(
        {
            "score": "health__score",
            "mrr": "health__mrr",
            "renewal": "health__renews_on",
            "seen": "health__last_seen_on",
        }[query.column]
    )
    return [field.desc(nulls_last=True) if down else field.asc(nulls_last=True), *last]
