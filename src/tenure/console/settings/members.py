"""Who belongs to this workspace, in which role and team, and who is away? Members: invited, changed, ended."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.invitations import LONGEST_NAME, InvitationRefused, invite, new_link
from tenure.actions.members import (
    MemberRefused,
    change_role,
    end_membership,
    join_team,
    resume_membership,
    set_absence,
)
from tenure.channels.mail import Letter, NotSent, is_set_up, send
from tenure.console.access import actor, for_admins, for_members, may_rule
from tenure.console.own_address import own_address
from tenure.console.settings.absence import AbsenceForm
from tenure.console.settings.frame import settings_page
from tenure.console.settings.roles import MAY, TITLES, roles_for
from tenure.records.models import Member, Team
from tenure.values.zone import day_in


class InvitationForm(forms.Form):
    """Whom to let in, and as what."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "placeholder": "jana@example.com"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=Member.Role.AGENT)

    def __init__(self, member: Member, data: Any = None) -> None:
        super().__init__(data, prefix="invite")
        self.fields["role"].choices = roles_for(may_rule(member))  # type: ignore[attr-defined] # a ChoiceField


class MemberForm(forms.Form):
    """A member's role and team."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)

    def __init__(self, by: Member, of: Member, teams: Sequence[Team], data: Any = None) -> None:
        super().__init__(data, prefix=f"member-{of.pk}", initial={"role": of.role, "team": of.team_id or ""})
        self.fields["role"].choices = roles_for(may_rule(by))  # type: ignore[attr-defined] # a ChoiceField
        names = [("", _("None")), *((str(team.pk), team.name) for team in teams)]
        self.fields["team"].choices = names  # type: ignore[attr-defined] # a ChoiceField


@for_members
@require_safe
def members(request: HttpRequest, member: Member) -> HttpResponse:
    """Everybody, by name, with the teams."""
    return settings_page(request, member, "members", _context(member))


@for_admins
@require_POST
def invite_member(request: HttpRequest, member: Member) -> HttpResponse:
    """The page with the link on it that lets the new member set a password: it is made once."""
    form = InvitationForm(member, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made, token = invite(
                workspace=member.workspace, email=said["email"], name=said["name"], role=said["role"], by=actor(member)
            )
        except InvitationRefused as refused:
            form.add_error("email", str(refused))
        else:
            if token:
                return _with_link(request, member, made, token)
            messages.success(
                request, _("%(name)s has a sign-in here already and may come in at once.") % {"name": made.name}
            )
            return redirect("members", member.workspace.slug)
    return settings_page(request, member, "members", _context(member, invitation=form), wrong=True)


@for_admins
@require_POST
def link_member(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The page with another link on it, with which a member sets a password anew."""
    of = _other(member, number)
    try:
        of, token = new_link(workspace=member.workspace, member_id=of.pk, by=actor(member))
    except InvitationRefused as refused:
        messages.error(request, str(refused))
        return redirect("members", member.workspace.slug)
    return _with_link(request, member, of, token)


@for_admins
@require_POST
def change_member(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Give a member another role or team."""
    of = _other(member, number)
    form = MemberForm(member, of, list(Team.objects.filter(workspace=member.workspace)), request.POST)
    if form.is_valid():
        workspace, by = member.workspace, actor(member)
        try:
            changed = change_role(workspace=workspace, member_id=of.pk, role=form.cleaned_data["role"], by=by)
            team = form.cleaned_data["team"]
            joined = join_team(workspace=workspace, member_id=of.pk, team_id=int(team) if team else None, by=by)
        except MemberRefused as refused:
            messages.error(request, str(refused))
        else:
            if changed or joined:
                messages.success(request, _("%(name)s was changed.") % {"name": of.name})
    else:
        messages.error(request, _("Choose a role and a team from the lists. Nothing was changed."))
    return redirect("members", member.workspace.slug)


@for_admins
@require_POST
def absence_of_member(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Note when a member is away and who stands in."""
    of = _other(member, number, ruled=False)
    form = AbsenceForm(of, request.POST)
    if form.is_valid():
        try:
            set_absence(workspace=member.workspace, member_id=of.pk, by=actor(member), **form.said())
        except MemberRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The absence of %(name)s is noted.") % {"name": of.name})
    else:
        messages.error(request, _("Write both days as dates. Nothing was changed."))
    return redirect("members", member.workspace.slug)


@for_admins
@require_POST
def end_member(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Shut a member out from now on."""
    of = _other(member, number)
    try:
        end_membership(workspace=member.workspace, member_id=of.pk, by=actor(member))
    except MemberRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(name)s is no member any more. You find them below if this was a mistake.") % {"name": of.name}
        )
    return redirect("members", member.workspace.slug)


@for_admins
@require_POST
def resume_member(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Let somebody in again, in the role they had."""
    of = _other(member, number)
    if resume_membership(workspace=member.workspace, member_id=of.pk, by=actor(member)):
        messages.success(request, _("%(name)s is a member again.") % {"name": of.name})
    return redirect("members", member.workspace.slug)


def _other(member: Member, number: int, *, ruled: bool = True) -> Member:
    """The member with this number; 403 for an owner, unless an owner asks."""
    of = Member.objects.select_related("user").filter(workspace=member.workspace, pk=number).first()
    if of is None:
        raise Http404("no such member")
    if ruled and of.role == Member.Role.OWNER and not may_rule(member):
        raise PermissionDenied(_("Only owners change or end owners."))
    return of


def _with_link(request: HttpRequest, member: Member, of: Member, token: str) -> HttpResponse:
    link = own_address(request, reverse("invitation", args=[of.user_id, token]))
    context = _context(member) | {"link": link, "invited": of, "mailed": _mailed(request, member, of, link)}
    response = settings_page(request, member, "members", context)
    add_never_cache_headers(response)
    return response


def _mailed(request: HttpRequest, member: Member, of: Member, link: str) -> bool:
    """Whether the link went by mail; where no server is set up, or it did not take the letter, it is there to copy."""
    if not is_set_up():
        return False
    said = {"who": member.name, "workspace": member.workspace.name, "link": link}
    text = _("%(who)s invites you to %(workspace)s. Choose your password here: %(link)s") % said
    subject = _("An invitation to %(workspace)s") % said
    try:
        send(Letter(of.user.email, subject, text, reply_to=member.user.email))
    except NotSent as error:
        messages.error(request, str(error))
        return False
    return True


def _context(member: Member, invitation: InvitationForm | None = None) -> dict[str, Any]:
    workspace = member.workspace
    teams = list(
        Team.objects.filter(workspace=workspace)
        .annotate(size=Count("members", filter=Q(members__ended_at=None)))
        .order_by("name")
    )
    everybody = list(
        Member.objects.filter(workspace=workspace).select_related("user", "team", "cover").order_by("name", "pk")
    )
    here = [one for one in everybody if one.ended_at is None]
    today = day_in(clock.now(), workspace.time_zone)
    return {
        "rows": [
            {
                "of": one,
                "role": TITLES[one.role],
                "is_away": is_away(one, today),
                "is_waiting": not one.user.has_usable_password() and one.user.last_login is None,
                "is_ruled": may_rule(member) or one.role != Member.Role.OWNER,
                "form": MemberForm(member, one, teams),
                "absence": AbsenceForm(one, among=here),
            }
            for one in here
        ],
        "ended": [one for one in everybody if one.ended_at is not None],
        "teams": teams,
        "today": today,
        "invitation": invitation or InvitationForm(member),
        "what_roles_may": [(TITLES[role], MAY[role]) for role in TITLES],
    }


def is_away(member: Member, today: Any) -> bool:
    """Whether the member is away on a day, or will be."""
    return member.away_from is not None and (member.away_until is None or member.away_until >= today)
