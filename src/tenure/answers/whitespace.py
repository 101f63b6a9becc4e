"""Which options could an account use that it has not bought? What similar accounts have, with examples.

Similar are accounts with the same value of the trait that says their trade, else those with the same product.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from tenure.calc.whitespace import FROM_ACCOUNTS, FROM_SHARE, Gap, gaps
from tenure.records.account import Account, AccountHistory
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.workspace import Workspace
from tenure.values.moment import Moment

# Names of the trait that says what an account does: English, Dutch, German, Russian.
TRADES: Final = ("trade", "industry", "sector", "branche", "bedrijfstak", "отрасль")
DECLINED: Final = "declined."  # the dated scalar that says an option was declined, and why
MOST: Final = 20_000  # accounts to compare with


@dataclass(frozen=True, slots=True)
class Whitespace:
    """What makes accounts similar, and the options that they have and this one has not."""

    similar_by: str
    value: str
    gaps: list[Gap]
    declined: dict[str, str]  # option -> why


def whitespace(account: Account, moment: Moment) -> Whitespace:
    """As of a moment; without similar accounts there are none."""
    declined = {
        name.removeprefix(DECLINED): str(value)
        for name, value in _held(account, moment)
        if name.startswith(DECLINED) and value
    }
    by, value, similar = _similar(account, moment)
    options = _options(account.workspace_id, moment)
    mine = options.pop(account.pk, set())
    others = {pk: bought for pk, bought in options.items() if pk not in similar}
    alike = {pk: options.get(pk, set()) for pk in similar if pk != account.pk}
    found = gaps(mine, alike, others) if alike else []
    return Whitespace(by, value, [gap for gap in found if gap.option not in declined], declined)


def suggestions(workspace: Workspace, moment: Moment, accounts: Collection[int] | None = None) -> dict[int, str]:
    """Account -> the first option that accounts like it have and it has neither bought nor declined; some, or all.

    The same as `whitespace`, of all that have a contract at once: everything is read once.
    """
    said: dict[int, dict[str, object]] = {}
    rows = AccountHistory.objects.filter(workspace=workspace, since__lt=moment.at)
    of_trade = Q()
    for trade in TRADES:
        of_trade |= Q(name__iexact=f"trait.{trade}")
    known = rows.filter(of_trade | Q(name__startswith=DECLINED)).order_by("since", "pk")
    for account, name, value in known.values_list("account", "name", "value").iterator():
        said.setdefault(account, {})[name] = value
    running = ContractPeriod.objects.filter(workspace=workspace, starts_on__lte=moment.date)
    products: dict[int, str] = {}
    for account, product in running.exclude(ends_on__lte=moment.date).values_list(
        "contract__account", "contract__product"
    ):
        products.setdefault(account, product)
    options = _options(workspace.pk, moment)
    like: dict[tuple[str, object], list[int]] = {}
    for account, product in products.items():
        like.setdefault(_kind(said.get(account, {}), product), []).append(account)
    return dict(_suggested(like, options, said, accounts))


def _kind(said: Mapping[str, object], product: str) -> tuple[str, object]:
    """What makes an account alike to others: its trade, else its product."""
    for name, value in said.items():
        if not name.startswith(DECLINED) and value:
            return name, str(value)
    return "product", product


def _suggested(
    like: Mapping[tuple[str, object], Sequence[int]],
    options: Mapping[int, set[str]],
    said: Mapping[int, Mapping[str, object]],
    accounts: Collection[int] | None,
) -> Iterator[tuple[int, str]]:
    for (_, value), alike in like.items():
        if not value:
            continue
        having = Counter(option for one in alike for option in options.get(one, ()))
        for account in alike if accounts is None else set(alike) & set(accounts):
            mine, others = options.get(account, set()), len(alike) - 1
            found = [
                (-times, option)
                for option, times in having.items()
                if option not in mine and times >= FROM_ACCOUNTS and times / others >= FROM_SHARE
                and not said.get(account, {}).get(DECLINED + option[:150])
            ]  # fmt: skip
            if found:
                yield account, min(found)[1]


def _held(account: Account, moment: Moment) -> list[tuple[str, object]]:
    rows = AccountHistory.objects.filter(workspace=account.workspace_id, account=account, since__lt=moment.at)
    return list({name: (name, value) for name, value in rows.order_by("since").values_list("name", "value")}.values())


def _similar(account: Account, moment: Moment) -> tuple[str, str, set[int]]:
    for name, value in _held(account, moment):
        if name.startswith("trait.") and name.removeprefix("trait.").casefold() in TRADES and value:
            return name.removeprefix("trait."), str(value), _holding(account.workspace_id, name, value, moment)
    running = ContractPeriod.objects.filter(workspace=account.workspace_id, starts_on__lte=moment.date)
    running = running.exclude(ends_on__lte=moment.date)
    product = running.filter(contract__account=account).values_list("contract__product", flat=True).first()
    if not product:
        return "", "", set()
    same = running.filter(contract__product=product).values_list("contract__account", flat=True)
    return "product", product, set(same[:MOST])


def _holding(workspace: int, name: str, value: object, moment: Moment) -> set[int]:
    """The accounts of which this is what held last, not what once did."""
    known = AccountHistory.objects.filter(workspace=workspace, name=name, since__lt=moment.at)
    later = known.filter(account=OuterRef("account"), since__gt=OuterRef("since"))
    return set(known.filter(~Exists(later), value=value).values_list("account", flat=True)[:MOST])


def _options(workspace: int, moment: Moment) -> dict[int, set[str]]:
    """The options that each account has running; one with a contract and none has an empty set."""
    found: dict[int, set[str]] = {}
    periods = ContractPeriod.objects.filter(workspace=workspace, starts_on__lte=moment.date)
    for pk in periods.exclude(ends_on__lte=moment.date).values_list("contract__account", flat=True).distinct():
        found[pk] = set()
    lines = ContractLine.objects.filter(workspace=workspace, starts_on__lte=moment.date)
    for pk, option in lines.exclude(ends_on__lte=moment.date).values_list("contract__account", "option"):
        found.setdefault(pk, set()).add(option)
    return found
