"""Makes a workspace, ready to score: with its published scorecards, signals, reasons for leaving and, when asked, its first owner."""

from django.db import transaction
from django.utils.text import slugify

from tenure import clock
from tenure.actions.churn_reasons import name_usual_reasons
from tenure.actions.owner_links import link_member
from tenure.actions.ready_signals import add_ready_signals
from tenure.actions.scorecards import publish
from tenure.calc.scorecards import READY_MADE
from tenure.records.audit import AuditEntry
from tenure.records.member import Member
from tenure.records.user import User
from tenure.records.workspace import Workspace
from tenure.sources.money import currency_code
from tenure.sources.problems import CellError

_RESERVED = {"static", "accounts", "admin", "healthz", "readyz", "metrics", "v1", "w", "api"}


class WorkspaceTaken(Exception):  # noqa: N818 - reads as what is the matter
    """There is a workspace of this name already."""


def create_workspace(
    *, name: str, by: str, kind: str = "saas", currency: str = "EUR", people: bool | None = None, demo: bool = False
) -> Workspace:
    """Make a workspace whose accounts are companies, or people (a shop's always are, unless told otherwise).

    Raises WorkspaceTaken when its short name is in use, ValueError when the name has no letter or digit, or the
    currency is none.
    """
    try:
        currency = currency_code(currency)
    except CellError:
        raise ValueError(f"“{currency}” is no currency: write its three letters, such as EUR") from None
    slug = slugify(name)[:63].strip("-")
    if not slug or slug in _RESERVED:
        raise ValueError(
            f"“{name}” cannot name a workspace: choose a name with letters or digits that is not a reserved word"
        )
    are_people = kind == Workspace.Kind.SHOP if people is None else people
    with transaction.atomic():
        if Workspace.objects.filter(slug=slug).exists():
            raise WorkspaceTaken(f"there is a workspace “{slug}” already: choose another name")
        workspace = Workspace.objects.create(
            slug=slug,
            name=name,
            kind=kind,
            accounts_are=Workspace.AccountsAre.PEOPLE if are_people else Workspace.AccountsAre.COMPANIES,
            currency=currency,
            is_demo=demo,
            created_at=clock.now(),
        )
        AuditEntry.objects.create(
            workspace=workspace, at=clock.now(), by=by, verb="create", noun="workspace", record=workspace.pk,
            after={"slug": slug, "kind": kind},
        )  # fmt: skip
        for position, card in enumerate(READY_MADE[kind]):
            publish(workspace=workspace, card=card, position=position, by=by)
        name_usual_reasons(workspace=workspace)
        add_ready_signals(workspace=workspace, by=by)
    return workspace


def add_member(
    *, workspace: Workspace, email: str, name: str, role: str, by: str, password: str | None = None
) -> Member:
    """Let a person in, with a role; the user is made when the address is new. An existing user keeps the password."""
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email, password)
        member, made = Member.objects.get_or_create(
            workspace=workspace, user=user, defaults={"role": role, "name": name, "created_at": clock.now()}
        )
        if made:
            AuditEntry.objects.create(
                workspace=workspace, at=clock.now(), by=by, verb="create", noun="member", record=member.pk,
                after={"role": role},
            )  # fmt: skip
            link_member(member)
    return member
