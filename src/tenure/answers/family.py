"""What do an account and those beneath it come to together? One level up, all levels down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tenure.records.account import Account
from tenure.records.health import AccountHealth

DEEPEST: Final = 10  # levels: a ring of parents must not turn for ever
_RANK: Final = ("poor", "average", "good")


@dataclass(frozen=True, slots=True)
class Family:
    """``mrr`` and ``currency`` of the account and all beneath it (None: in several currencies); the worst band of them."""

    children: tuple[Account, ...]
    count: int
    mrr: int | None
    currency: str
    worst: str


def family(account: Account) -> Family | None:
    """The accounts beneath an account, added up with it; None when there are none."""
    level = _children(account, [account.pk])
    if not level:
        return None
    children, everybody = tuple(level), list(level)
    for _ in range(DEEPEST):
        known = {one.pk for one in everybody} | {account.pk}
        level = [one for one in _children(account, [one.pk for one in level]) if one.pk not in known]
        if not level:
            break
        everybody += level
    healths = [health for one in [account, *everybody] if (health := _health(one)) is not None]
    mrr, currency = _sum(healths)
    bands = [health.band for health in healths if health.band in _RANK]
    return Family(children, len(everybody), mrr, currency, min(bands, key=_RANK.index, default="none"))


def _children(account: Account, parents: list[int]) -> list[Account]:
    found = Account.objects.select_related("health").filter(workspace=account.workspace_id, parent__in=parents)
    return list(found.order_by("name", "key"))


def _health(account: Account) -> AccountHealth | None:
    return getattr(account, "health", None)


def _sum(healths: Iterable[AccountHealth]) -> tuple[int | None, str]:
    paying = [one for one in healths if one.mrr]
    currencies = {one.currency for one in paying}
    if len(currencies) > 1:
        return None, ""
    return sum(one.mrr or 0 for one in paying), next(iter(currencies), "")
