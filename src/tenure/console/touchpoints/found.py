"""Which touchpoint does an address mean, and who could take part in one?"""

from django.http import Http404

from tenure.records.models import Account, Contact, Member, Option, Touchpoint, Workspace

LARGEST = 2**63 - 1
MOST_CONTACTS = 200


def touchpoint_of(member: Member, number: int) -> Touchpoint:
    """The touchpoint of the member's workspace with this number; Http404 when there is none."""
    rows = Touchpoint.objects.select_related("account", "contact", "workspace", "member__user")
    found = rows.filter(workspace=member.workspace_id, pk=number).first() if number <= LARGEST else None
    if found is None:
        raise Http404("no such touchpoint")
    return found


def contacts_of(account: Account | None) -> list[Contact]:
    """The people at an account, champions first."""
    if account is None:
        return []
    found = Contact.objects.filter(workspace=account.workspace_id, account=account).order_by("name", "email", "pk")
    return sorted(found[:MOST_CONTACTS], key=lambda one: one.champion_since is None or one.champion_until is not None)


def services(workspace: Workspace) -> list[Option]:
    """What a touchpoint can be about, by name."""
    return list(Option.objects.filter(workspace=workspace, retired_at=None).order_by("name")[:MOST_CONTACTS])
