"""Which accounts rest, until when, and who said why? What is out of sight is still to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tenure import clock
from tenure.console import people
from tenure.records.models import Account, Snooze, Workspace
from tenure.values.moment import Moment

MOST = 100


@dataclass(frozen=True, slots=True)
class Rest:
    """One account that rests: the first day on which it is shown again, why, and who said so."""

    account: Account
    until: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Resting:
    """``shown`` come back soonest; ``count`` is how many rest in all."""

    shown: Sequence[Rest]
    count: int

    @property
    def left(self) -> int:
        """Those that rest and are not shown."""
        return self.count - len(self.shown)


def resting(workspace: Workspace, accounts: QuerySet[Account] | None, today: date) -> Resting:
    """Those of these accounts (None: of all) that rest; three queries at most."""
    rows = Snooze.objects.filter(workspace=workspace, ended_at=None, until__gt=today)
    if accounts is not None:
        rows = rows.filter(account__in=accounts)
    found = list(rows.select_related("account").order_by("until", "pk")[:MOST])
    count = rows.count() if len(found) == MOST else len(found)
    names = people.names(workspace) if found else {}
    return Resting([Rest(one.account, one.until, one.reason, names.get(one.by, one.by)) for one in found], count)


def rest_of(workspace: Workspace, account: Account) -> Rest | None:
    """How the account rests now; None while it does not."""
    one = Account.objects.filter(workspace=workspace, pk=account.pk)
    found = resting(workspace, one, Moment(clock.now()).date).shown
    return found[0] if found else None
