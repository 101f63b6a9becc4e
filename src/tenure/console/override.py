"""A member puts another band in place of the computed one, or ends that."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.actions.overrides import OverrideError, end_override, override
from tenure.console.access import account_of, actor, for_writers
from tenure.console.account.page import show_changed
from tenure.console.override_form import OverrideForm
from tenure.records.models import Member


@for_writers
@require_POST
def set_override(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Make the override; a form that cannot be taken comes back with what to change (422)."""
    account = account_of(member, key)
    form = OverrideForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            entries = override(
                account=account, band=said["band"], reason=said["reason"], until=said["until"], by=actor(member)
            )
        except OverrideError as error:
            form.add_error(None, str(error))
    if form.errors:
        return show_changed(request, member, account, override_form=form)
    sentence = _("The band of %(account)s is set.") % {"account": account}
    return show_changed(request, member, account, sentence, entries)


@for_writers
@require_POST
def stop_override(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """End the override in force; without one there is nothing to do, and that is no error."""
    account = account_of(member, key)
    entries = end_override(account=account, by=actor(member))
    return show_changed(request, member, account, _("The computed band counts again."), entries)
