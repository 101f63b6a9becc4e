"""Workspaces with a few of everything, for a browser to look at every page that the console has.

Pages about the workspace itself share “Full”; a page about one record has a workspace of its own, as tests/pages/said
makes the record there. What addresses came of it stands in pages.json of the data directory.
"""

import json
from datetime import date, timedelta
from inspect import getclosurevars
from pathlib import Path

from django.urls import reverse

from tenure import clock
from tenure.actions import objectives, touchpoints
from tenure.actions.goals import set_goal
from tenure.actions.tasks import create_task
from tenure.actions.workspaces import create_workspace
from tenure.console.urls import urlpatterns
from tenure.records.models import Account, Asset, Contact, Contract, HealthChange, Member, User, Workspace
from tests.factories import PASSWORD, make_account, store
from tests.pages.asking import askings, nothing
from tests.pages.conftest import DOING_WELL, IN_TROUBLE
from tests.pages.said.account_list import a_field
from tests.pages.said.handover import a_handover
from tests.pages.said.imports import a_feed, an_import, an_upload
from tests.pages.said.renewals import a_departure, contract_of
from tests.pages.said.settings import a_key, a_member, a_webhook

LONG = "Vereniging van Zelfstandige Bakkers en Banketbakkers in Noord-Nederland"


def fill_pages(data: Path) -> None:
    """Every workspace that a page is looked at in, and where to look; pages@example.com owns them."""
    user = User.objects.create_user("pages@example.com", PASSWORD)
    full = named("full", user)
    for make in (a_departure, a_handover, a_feed, an_import, an_upload, a_key, a_member, a_webhook, a_field):
        make(full)
    _furnish(full)
    at = {}
    for name, asking in askings().items():
        if asking.told_in or not is_read(name):
            continue
        where = full if asking.about is nothing else named(name, user)
        at[name] = reverse(name, args=[where.slug, *asking.about(where)]) + asking.query
        if where != full:
            _furnish(where)
    (data / "pages.json").write_text(json.dumps(at), encoding="utf-8")


def is_read(name: str) -> bool:
    """Whether the page takes GET: what `require_safe` and its like noted when they wrapped it."""
    view = next(one.callback for one in urlpatterns if one.name == name)
    while "request_method_list" not in (known := getclosurevars(view).nonlocals):
        view = view.__wrapped__
    return "GET" in known["request_method_list"]


def named(slug: str, user: User) -> Workspace:
    """A workspace that the user owns."""
    workspace = create_workspace(name=f"Pages {slug}", by="test")
    Member.objects.create(workspace=workspace, user=user, role="owner", name="Owner", created_at=workspace.created_at)
    return workspace


def _furnish(workspace: Workspace) -> None:
    """A few of everything, for the accounts that are there and two more."""
    make_account(workspace, "long", LONG)
    make_account(workspace, "mail", "someone.with.a.long.address@a-long-domain-name.example.com")
    owner = workspace.members.get(role="owner")
    for at, account in enumerate(Account.objects.filter(workspace=workspace).order_by("pk")):
        known = DOING_WELL if at % 2 else IN_TROUBLE
        store(
            account, known | {"days_to_renewal": 20 + at, "owner": "Owner", "sentiment": 3, "plan": "Plus"}, clock.now()
        )
        _relate(account, owner)
    set_goal(workspace=workspace, figure="nrr", target=1.1, due_on=date(2099, 1, 1), by="test")


def _relate(account: Account, owner: Member) -> None:
    workspace, today, by = account.workspace, clock.now().date(), f"member {owner.pk}"
    if not Contract.objects.filter(account=account).exists():
        contract_of(workspace, account.key, 20, notice_days=30)
    Contact.objects.create(
        workspace=workspace, account=account, key=f"ann-{account.key}", name="Ann van den Berg-Oosterhuis",
        email="ann.van.den.berg.oosterhuis@a-long-domain-name.example.com", created_at=clock.now(),
        preferred_channel="call", champion_since=clock.now(),
    )  # fmt: skip
    Asset.objects.create(
        workspace=workspace, account=account, key=f"site-{account.key}", kind=Asset.Kind.SITE, created_at=clock.now()
    )
    create_task(
        workspace=workspace,
        account=account,
        title="Send the price list",
        due_on=today + timedelta(1),
        owner=owner,
        by=by,
    )
    said = touchpoints.Said("call", clock.now() - timedelta(3), outcome="They are short of hands", minutes=15)
    touchpoints.log_touchpoint(account=account, said=said, by=by, member=owner)
    HealthChange.objects.create(
        workspace=workspace, account=account, at=clock.now(), band_before="good", band="poor", score_before=80, score=20,
        cause="Active days in the last 28 days went from 12 to 2.",
    )  # fmt: skip
    objectives.add_objective(account=account, said=objectives.Said("More orders through the app", 1, 5), by=by)
