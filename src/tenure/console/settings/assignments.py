"""Who becomes responsible for an account? Rules in order, each a sentence: added, removed, and followed for who has nobody."""

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.assignments import AssignmentRefused, add_assignment, assign_by_rules, remove_assignment
from tenure.console.access import actor, for_admins, for_members
from tenure.console.locale import Counted
from tenure.console.settings.frame import settings_page
from tenure.records.models import Account, Assignment, Member, Segment

HOWS: Final[Mapping[str, str | Promise]] = {
    Assignment.How.MEMBER: gettext_lazy("one member"),
    Assignment.How.ROUND_ROBIN: gettext_lazy("several in turn"),
    Assignment.How.LOAD: gettext_lazy("of several the one with the fewest accounts"),
}
AT_ONCE: Final = 1_000  # accounts that one press assigns


@for_members
@require_safe
def assignments(request: HttpRequest, member: Member) -> HttpResponse:
    """Every rule in its order, and how many accounts have nobody."""
    workspace = member.workspace
    rules = Assignment.objects.filter(workspace=workspace).select_related("segment").prefetch_related("members")
    context = {
        "rules": [(rule.pk, _said(rule)) for rule in rules],
        "hows": HOWS.items(),
        "members": Member.objects.filter(workspace=workspace, ended_at=None).order_by("name"),
        "segments": Segment.objects.filter(
            workspace=workspace, of=Segment.Of.ACCOUNTS, retired_at=None
        ).order_by("name"),
        "without": _without(member).count(),
    }  # fmt: skip
    return settings_page(request, member, "assignments", context)


@for_admins
@require_POST
def make_assignment(request: HttpRequest, member: Member) -> HttpResponse:
    """Add a rule behind those there are."""
    numbers = [int(one) for one in request.POST.getlist("members")[:100] if one.isdecimal() and len(one) < 19]
    chosen = list(Member.objects.filter(workspace=member.workspace, pk__in=numbers).order_by("pk"))
    slug = request.POST.get("segment", "")
    segments = Segment.objects.filter(workspace=member.workspace, retired_at=None)
    segment = segments.filter(slug=slug).first() if slug else None
    how = request.POST.get("how", "")
    try:
        if slug and segment is None:
            raise AssignmentRefused(_("There is no such segment any more."))
        add_assignment(workspace=member.workspace, how=how, members=chosen, segment=segment, by=actor(member))
    except AssignmentRefused as refused:
        messages.error(request, str(refused))
    return redirect("assignments", member.workspace.slug)


@for_admins
@require_POST
def drop_assignment(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take a rule away; owners stay as they are."""
    if remove_assignment(workspace=member.workspace, number=number, by=actor(member)):
        messages.success(request, _("The rule is gone; owners stay as they are."))
    return redirect("assignments", member.workspace.slug)


@for_admins
@require_POST
def follow_assignments(request: HttpRequest, member: Member) -> HttpResponse:
    """Give accounts that have nobody the owners that the rules name."""
    numbers = list(_without(member).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    count = assign_by_rules(workspace=member.workspace, accounts=numbers, by=actor(member))
    said = ngettext("%(count)s account has an owner now.", "%(count)s accounts have an owner now.", count)
    messages.success(request, said % {"count": Counted(count)})
    return redirect("assignments", member.workspace.slug)


def _without(member: Member) -> QuerySet[Account]:
    return Account.objects.filter(workspace=member.workspace, owner=None).exclude(health__band="former")


def _said(rule: Assignment) -> str:
    """A rule as a sentence; members who have left are passed over."""
    names = ", ".join(one.name for one in rule.members.all() if one.ended_at is None) or _("nobody who is still here")
    said = {"members": names, "segment": rule.segment.name if rule.segment else ""}
    if rule.segment is None:
        return {
            Assignment.How.MEMBER: _("Every account goes to %(members)s."),
            Assignment.How.ROUND_ROBIN: _("Every account goes in turn to %(members)s."),
            Assignment.How.LOAD: _("Every account goes to who has the fewest of %(members)s."),
        }[Assignment.How(rule.how)] % said
    return {
        Assignment.How.MEMBER: _("Accounts in “%(segment)s” go to %(members)s."),
        Assignment.How.ROUND_ROBIN: _("Accounts in “%(segment)s” go in turn to %(members)s."),
        Assignment.How.LOAD: _("Accounts in “%(segment)s” go to who has the fewest of %(members)s."),
    }[Assignment.How(rule.how)] % said
