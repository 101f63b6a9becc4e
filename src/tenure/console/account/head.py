"""What stands at the head of every page about an account: whose it is, how it stands, where else to look?"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure import clock
from tenure.actions.alert_tasks import ranked
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.family import family
from tenure.answers.incidents import open_of
from tenure.answers.open_alerts import open_alerts
from tenure.console.access import account_of, may_change, may_note
from tenure.console.signals.page import Row, row_of
from tenure.console.signals.query import visible
from tenure.console.today.needs import owner_of
from tenure.console.today.resting import rest_of
from tenure.records.models import Account, Contact, Member, Segment
from tenure.values.zone import day_in

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("account", _("Health")),
    ("account-timeline", _("Timeline")),
    ("account-contacts", _("Contacts")),
    ("account-contracts", _("Contracts")),
    ("objectives", _("Objectives")),
    ("account-assets", _("Assets")),
    ("account-plays", _("Plays")),
)
INCIDENTS = 3  # that the head names
ALERTS = 3


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages about the account."""

    words: str | Promise
    address: str
    is_here: bool


def head(request: HttpRequest, member: Member, account: Account, here: str) -> dict[str, Any]:
    """The context that all pages about an account share."""
    slug, health = member.workspace.slug, getattr(account, "health", None)
    return {
        "member": member,
        "section": "accounts",
        "account": account,
        "health_now": health,
        "family": family(account),
        "owner": account.owner,
        "owner_name": owner_of(account) if health or account.owner else "",
        "beside_health": here != "account",  # where the figures of the page about health do not say it
        "rest": rest_of(member.workspace, account),
        "segments": list(
            Segment.objects.filter(
                workspace=member.workspace_id, retired_at=None, members__account=account, members__contact=None
            ).order_by("name")
        ),
        "affected_by": list(open_of(account)[:INCIDENTS]),
        "alerts_of": alerts_of(member, account),
        "champion": champion_of(account),
        "may_change": may_change(member),
        "may_note": may_note(member),
        "tabs_of_account": [Tab(words, reverse(page, args=[slug, account.key]), page == here) for page, words in TABS],
        "here_path": request.path,
        "tab_address": reverse(here, args=[slug, account.key]),
    }


def alerts_of(member: Member, account: Account) -> list[Row]:
    """The open alerts of the account that the member may see, the worst first."""
    today = day_in(clock.now(), member.workspace.time_zone)
    mine = ranked(visible(member, open_alerts(member.workspace, today)).filter(account=account))
    some = list(mine.select_related("account__owner", "signal", "task")[:ALERTS])
    catalogue = catalogue_of(member.workspace) if some else {}
    return [row_of(alert, catalogue) for alert in some]


def found(member: Member, key: str) -> Account:
    """The account with its parent and owner at hand; Http404 when there is none."""
    account = account_of(member, key)
    related = Account.objects.select_related("health", "parent", "owner")
    whole = related.get(workspace=member.workspace_id, pk=account.pk)
    whole.workspace = member.workspace  # it is at hand
    return whole


def champion_of(account: Account) -> Contact | None:
    """Whom to speak to: the champion, else whoever has a way to be reached, the first that was known."""
    contacts = Contact.objects.filter(workspace=account.workspace_id, account=account)
    speaks_for_us = Q(champion_since__isnull=False, champion_until=None)
    some = contacts.filter(speaks_for_us | ~Q(email="", phone=""))
    return some.order_by(Case(When(speaks_for_us, then=0), default=1), "pk").first()
