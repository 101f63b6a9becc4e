"""Something is done to many accounts at once: a field is set, an owner or stage given."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.actions.account_fields import FieldError, set_field
from tenure.actions.owners import assign_numbers
from tenure.console.access import actor, for_writers
from tenure.console.accounts.chosen import chosen_accounts
from tenure.console.accounts.edit import editable
from tenure.console.accounts.fields import Fields
from tenure.console.accounts.further import back_to_list, batches, further, number_said
from tenure.console.accounts.inputs import member_named, typed
from tenure.console.locale import Counted, locale_of
from tenure.console.undo import asked_back, told
from tenure.records.models import AuditEntry, Member

BATCH: Final = 5_000  # accounts that one change is of
Act = Callable[[HttpRequest, Member, list[int]], AuditEntry | None]


@for_writers
@require_POST
def set_fields(request: HttpRequest, member: Member) -> HttpResponse:
    """Set one field of the next batch of the chosen accounts; the changes of all batches are taken back together."""
    act = _ACTS.get(request.POST.get("what", ""), _set)
    accounts, entries, back = (
        chosen_accounts(request, member, request.POST),
        asked_back(request),
        back_to_list(request, member),
    )
    after, made, changed, of = (number_said(request, name) for name in ("after", "made", "changed", "of"))
    of = of or accounts.count()
    try:
        if not of:
            raise FieldError(_("Choose some accounts first: tick them, or press x on a row."))
        for batch in batches(accounts, after, BATCH):
            entry = act(request, member, batch)
            made, after = made + len(batch), batch[-1]
            if entry is not None:
                changed, entries = changed + _changed(entry), [*entries, entry.pk]
            if len(batch) == BATCH and request.headers.get("HX-Request"):
                said = _("%(made)s of %(of)s accounts done") % {"made": Counted(made), "of": Counted(of)}
                state = {"after": after, "made": made, "changed": changed, "of": of}
                return further(request, member, said, state, tuple(entries))
    except FieldError as error:
        return told(request, str(error), back=back, events=(), went_well=False)
    if not entries:
        return told(request, _("They all were so already."), back=back, events=(), went_well=False)
    sentence = ngettext("%(count)s account changed.", "%(count)s accounts changed.", changed) % {
        "count": Counted(changed)
    }
    return told(request, sentence, back=back, events=("accounts",), entries=entries)


def _assign(request: HttpRequest, member: Member, accounts: list[int]) -> AuditEntry | None:
    owner = member_named(member, request.POST.get("owner", ""))
    return assign_numbers(workspace=member.workspace, accounts=accounts, member=owner, by=actor(member))


def _stage(request: HttpRequest, member: Member, accounts: list[int]) -> AuditEntry | None:
    stage = request.POST.get("stage", "")
    if stage and stage not in member.workspace.stages.splitlines():
        raise FieldError(_("There is no stage “%(stage)s” here.") % {"stage": stage[:60]})
    return set_field(
        workspace=member.workspace, accounts=accounts, field="lifecycle_stage", value=stage or None, by=actor(member)
    )


def _set(request: HttpRequest, member: Member, accounts: list[int]) -> AuditEntry | None:
    fields = Fields(member)
    field = editable(fields, request.POST.get("field", ""))
    text = request.POST.get("value", "")
    if field.sets == "owner":
        owner = member_named(member, text)
        return assign_numbers(workspace=member.workspace, accounts=accounts, member=owner, by=actor(member))
    value = typed(field, text, locale_of(request))
    return set_field(workspace=member.workspace, accounts=accounts, field=field.sets, value=value, by=actor(member))


_ACTS: Final[Mapping[str, Act]] = {"assign": _assign, "stage": _stage, "set": _set}


def _changed(entry: AuditEntry) -> int:
    """How many accounts the change was of."""
    if entry.record is not None:
        return 1
    before: object = next(iter((entry.before or {}).values()), {})
    return len(before) if isinstance(before, dict) else 1
