"""May this person see this, and may they change it? Every page asks here and nowhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tenure.records.models import Account, Member, User

P = ParamSpec("P")
Page = Callable[..., HttpResponseBase]
View = Callable[Concatenate[HttpRequest, Member, P], HttpResponseBase]
READERS = frozenset(Member.Role)
WRITERS = READERS - {Member.Role.VIEWER}
MANAGERS = WRITERS - {Member.Role.AGENT}  # bring data in and take it back
ADMINS = MANAGERS - {Member.Role.MANAGER}  # let programs in


def member_of(request: HttpRequest, slug: str) -> Member:
    """The signed-in person's membership of the workspace.

    Raises Http404 for everybody else: an outsider is not told that the workspace exists.
    """
    members = Member.objects.select_related("workspace")
    found = members.filter(workspace__slug=slug, user_id=request.user.pk or 0).first()
    if found is None:
        raise Http404("no such workspace")
    return found


def may_change(member: Member) -> bool:
    """Whether the member's role may change an account: everybody's but a viewer's."""
    return member.role in WRITERS


def may_manage(member: Member) -> bool:
    """Whether the member's role may bring data in: an owner's, an admin's or a manager's."""
    return member.role in MANAGERS


def may_administer(member: Member) -> bool:
    """Whether the member's role may let programs in: an owner's or an admin's."""
    return member.role in ADMINS


def account_of(member: Member, key: str) -> Account:
    """The account with this key in the member's workspace; Http404 when there is none."""
    found = Account.objects.select_related("health").filter(workspace=member.workspace_id, key=key).first()
    if found is None:
        raise Http404("no such account")
    return found


def memberships(user: User | AnonymousUser) -> list[Member]:
    """Every workspace the person may switch to, by name; none for visitors."""
    return list(Member.objects.select_related("workspace").filter(user_id=user.pk or 0).order_by("workspace__name"))


def actor(member: Member) -> str:
    """How the audit names the member."""
    return f"member {member.pk}"


def for_members(view: View[P]) -> Page:
    """A page for people of the workspace: signs others in first, and hands the view the member instead of the slug."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, member_of(request, slug), *args, **kwargs)

    return page


def for_writers(view: View[P]) -> Page:
    """The same for what changes something: a viewer is refused (403)."""
    return _for_those(
        may_change, view, "Your role may look but not change; an owner of the workspace can give you another."
    )


def for_managers(view: View[P]) -> Page:
    """The same for bringing data in and taking it back: agents and viewers are refused (403)."""
    return _for_those(
        may_manage, view, "Only managers, admins and owners bring data in; an owner can give you another role."
    )


def for_admins(view: View[P]) -> Page:
    """The same for keys and webhooks: all but owners and admins are refused (403)."""
    return _for_those(
        may_administer, view, "Only admins and owners let programs in; an owner can give you another role."
    )


def _for_those(may: Callable[[Member], bool], view: View[P], refusal: str) -> Page:
    @login_required
    @wraps(view)
    def page(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        member = member_of(request, slug)
        if not may(member):
            raise PermissionDenied(refusal)
        return view(request, member, *args, **kwargs)

    return page
