"""Lists that somebody keeps under a name: to find them again, and to share them with the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.views import ViewError, drop_view, save_view
from tenure.console.access import actor, for_members, may_change
from tenure.console.undo import told
from tenure.records.models import Member
from tenure.records.models import View as Row

_KEPT = ("q", "band", "sort", "scope", "f")


@dataclass(frozen=True, slots=True)
class View:
    """One view as a member sees it."""

    number: int
    name: str
    by: str
    is_shared: bool
    is_mine: bool
    query: str
    columns: str

    @property
    def address(self) -> str:
        """The list as it was kept."""
        return "?" + urlencode([*parse_qsl(self.query), ("view", str(self.number))])


def views_of(member: Member) -> list[View]:
    """The member's own and those that others share, by name."""
    rows = Row.objects.filter(workspace=member.workspace_id).filter(Q(member=member.pk) | Q(is_shared=True))
    return [
        View(row.pk, row.name, row.member.name, row.is_shared, row.member_id == member.pk, row.query, row.columns)
        for row in rows.select_related("member").order_by("name", "pk")
    ]


def chosen_columns(views: Sequence[View], number: int) -> str:
    """The columns of the view that the address names."""
    return next((one.columns for one in views if one.number == number), "")


@for_members
@require_POST
def keep_view(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the list as it is under a name; the member's own view of that name becomes it."""
    query = urlencode([(name, text) for name, text in parse_qsl(request.POST.get("query", "")[:4000]) if name in _KEPT])
    back = reverse("accounts", args=[member.workspace.slug])
    try:
        kept = save_view(
            member=member,
            name=request.POST.get("name", ""),
            query=query,
            columns=request.POST.get("columns", "")[:4000],
            is_shared=bool(request.POST.get("shared")) and may_change(member),
            by=actor(member),
        )
    except ViewError as error:
        return told(request, str(error), back=f"{back}?{query}", events=(), went_well=False)
    return redirect(f"{back}?{urlencode([*parse_qsl(query), ('view', str(kept.pk))])}")


@for_members
@require_POST
def end_view(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Remove a view of one's own; the accounts in it stay as they are."""
    row = Row.objects.filter(workspace=member.workspace_id, member=member.pk, pk=number).first()
    if row is None:
        raise Http404(_("There is no such view of yours."))
    entry = drop_view(view=row, by=actor(member))
    sentence = _("The view “%(name)s” is gone; its accounts stay as they are.") % {"name": row.name}
    back = reverse("accounts", args=[member.workspace.slug])
    return told(request, sentence, back=back, events=("accounts",), entries=[entry.pk])
