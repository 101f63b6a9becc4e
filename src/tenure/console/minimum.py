"""Below which score is this account poor, whatever its band would be elsewhere?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.account_fields import set_field
from tenure.console.access import account_of, actor, for_writers
from tenure.console.account.page import show_changed
from tenure.console.override_form import MinimumForm
from tenure.records.models import Member


@for_writers
@require_POST
def choose_minimum(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Set or remove the minimum; a number that is none comes back with what to change (422)."""
    account = account_of(member, key)
    form = MinimumForm(request.POST)
    if not form.is_valid():
        return show_changed(request, member, account, minimum_form=form)
    minimum = form.cleaned_data["minimum"]
    entry = set_field(
        workspace=member.workspace, accounts=[account.pk], field="minimum_score", value=minimum, by=actor(member)
    )
    sentence = (
        _("%(account)s needs a score of %(score)s now.")
        if minimum is not None
        else _("%(account)s has no minimum now.")
    )
    said = {"account": account, "score": minimum}
    return show_changed(request, member, account_of(member, key), sentence % said, [entry] if entry else [])
