"""Which alerts does the page show? The address is the whole state, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from tenure.actions.alert_tasks import ranked
from tenure.answers.open_alerts import open_alerts, past_alerts, resting_alerts, unseen_signals
from tenure.console.access import hidden_facts
from tenure.console.scope import MINE, SCOPES, TEAM, books_of
from tenure.records.models import Alert, Member

PAGE: Final = 50  # accounts
LONGEST: Final = 63
LONGEST_KEY: Final = 255
SHOWS: Final = ("", "resting", "over")


@dataclass(frozen=True, slots=True)
class Query:
    """``show`` is empty for what needs somebody, else ``resting`` or ``over``; ``signal`` is the short name of one, ``account`` a key."""

    scope: str = MINE
    show: str = ""
    signal: str = ""
    account: str = ""
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "Query":
        """From the address; what makes no sense there is left at its usual value."""
        scope, show, page = (parameters.get(name, "") for name in ("scope", "show", "page"))
        return cls(
            scope if scope in SCOPES else MINE,
            show if show in SHOWS else "",
            parameters.get("signal", "").replace("\0", "")[:LONGEST],
            parameters.get("account", "").replace("\0", "")[:LONGEST_KEY],
            int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        )

    def address(self, **changes: str | int) -> str:
        """The query string with some parts changed; a change of anything but the page starts at page 1."""
        to = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]  # fields by name
        parts = {
            "scope": "" if to.scope == MINE else to.scope,
            "show": to.show,
            "signal": to.signal,
            "account": to.account,
        }
        kept = {name: text for name, text in parts.items() if text}
        return "?" + urlencode(kept | ({"page": to.page} if to.page > 1 else {}))


def seen(member: Member) -> QuerySet[Alert]:
    """The alerts of the workspace that the member's role may see."""
    return visible(member, Alert.objects.filter(workspace=member.workspace))


def visible(member: Member, alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Those of the alerts that the member's role may see."""
    unseen = unseen_signals(member.workspace, hidden_facts(member))
    return alerts.exclude(signal__in=unseen) if unseen else alerts


def open_by_account(member: Member, accounts: Sequence[int], today: date) -> dict[int, int]:
    """How many alerts need somebody at each of these accounts, where any does."""
    mine = visible(member, open_alerts(member.workspace, today)).filter(account__in=accounts)
    return dict(mine.order_by().values_list("account").annotate(Count("pk")))


def matching(member: Member, query: Query, today: date) -> QuerySet[Alert]:
    """What is asked for: the worst and dearest first, of what is over the latest."""
    workspace = member.workspace
    if query.show == "over":
        alerts = past_alerts(workspace)
    else:
        alerts = resting_alerts(workspace, today) if query.show else open_alerts(workspace, today)
    alerts = of_scope(visible(member, alerts), member, query.scope)
    if query.signal:
        alerts = alerts.filter(signal__slug=query.signal)
    if query.account:
        alerts = alerts.filter(account__key=query.account)
    return alerts.order_by(F("ended_at").desc(), "-pk") if query.show == "over" else ranked(alerts)


def of_scope(alerts: QuerySet[Alert], member: Member, scope: str) -> QuerySet[Alert]:
    """Those that are for the member, or for the team; what is everybody's is both."""
    if scope == MINE or (scope == TEAM and member.team_id is None):
        return alerts.filter(Q(owner=None) | Q(owner__in=books_of(member)))
    return alerts.filter(Q(owner=None) | Q(owner__team=member.team_id)) if scope == TEAM else alerts
