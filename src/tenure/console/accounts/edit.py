"""One cell of the list is opened, changed in place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tenure.actions.account_fields import FieldError, set_field
from tenure.actions.owners import assign_owner
from tenure.console.access import account_of, actor, for_writers
from tenure.console.accounts.cells import cell, known_of, value_in
from tenure.console.accounts.fields import Field, Fields
from tenure.console.accounts.inputs import Input, input_of, member_named, typed
from tenure.console.locale import locale_of
from tenure.console.undo import note, told
from tenure.records.models import Account, AccountHealth, AuditEntry, Member

NAME = Field("name", gettext_lazy("name"), "text", sets="name")


@for_writers
@require_http_methods(["GET", "POST"])
def account_cell(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """The cell as a small form; after a change the cell as it is now, with a note by which it is taken back."""
    account, fields = account_of(member, key), Fields(member)
    given = request.POST if request.method == "POST" else request.GET
    field = editable(fields, given.get("field", ""))
    if request.method != "POST":
        return _form(request, account, fields, field)
    text = request.POST.get("value", "")
    try:
        entry = change(account, field, text, request, member)
    except FieldError as error:
        return _form(request, account, fields, field, text=text, wrong=str(error))
    account = account_of(member, key)
    return _changed(request, account, fields, field, entry)


def editable(fields: Fields, name: str) -> Field:
    """The field that a cell is about; Http404 when there is none that can be set."""
    field = NAME if name == "name" else fields.get(name)
    if field is None or not field.sets:
        raise Http404(_("There is no such field to set."))
    return field


def change(account: Account, field: Field, text: str, request: HttpRequest, member: Member) -> AuditEntry | None:
    """Set a field of one account to what was typed. Raises FieldError."""
    by = actor(member)
    if field.sets == "owner":
        return assign_owner(accounts=[account], member=member_named(member, text), by=by)
    value = typed(field, text, locale_of(request))
    return set_field(workspace=member.workspace, accounts=[account.pk], field=field.sets, value=value, by=by)


def _form(
    request: HttpRequest, account: Account, fields: Fields, field: Field, *, text: str | None = None, wrong: str = ""
) -> HttpResponse:
    value = account.name if field is NAME else _value(account, field, fields)
    asked: Input = input_of(field, value, fields.workspace, locale_of(request), owner=account.owner_id)
    context = {"account": account, "member": {"workspace": fields.workspace}, "input": asked, "wrong": wrong}
    if text is not None:
        context["typed"] = text
    status = 422 if wrong else 200
    return render(request, "console/accounts/_cell_form.html", context, status=status)


def _value(account: Account, field: Field, fields: Fields) -> Any:
    known = known_of(fields.workspace, [account.pk], [field])
    return value_in(account, _health(account), field, known, fields)


def _health(account: Account) -> AccountHealth:
    return getattr(account, "health", None) or AccountHealth(band="none", facts={})


def _changed(
    request: HttpRequest, account: Account, fields: Fields, field: Field, entry: AuditEntry | None
) -> HttpResponse:
    slug = fields.workspace.slug
    context: dict[str, object] = {"account": account, "may_change": True, "member": {"workspace": fields.workspace}}
    if field is not NAME:
        known = known_of(fields.workspace, [account.pk], [field])
        context["cell"] = cell(account, _health(account), field, known=known, fields=fields, locale=locale_of(request))
    if entry is not None:
        sentence = _("%(account)s: %(field)s changed.") % {"account": account, "field": field.label}
        context |= note(request, sentence, [entry.pk])
    if not request.headers.get("HX-Request"):
        return told(request, str(context.get("sentence", "")), back=reverse("accounts", args=[slug]))
    response = render(request, "console/accounts/_cell_changed.html", context)
    if field is NAME:  # the sentence beneath the name comes with the list
        response.headers["HX-Trigger-After-Settle"] = "tenure:accounts"
    return response
