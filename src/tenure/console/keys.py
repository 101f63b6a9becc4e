"""Which programs may send events here or use the API? Keys: made, shown once, revoked; and what to paste where."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.keys import create_key, revoke_key
from tenure.console.access import actor, for_admins, for_members, may_administer
from tenure.console.snippets import YOUR_KEY, snippets
from tenure.records.models import ApiKey, Member, Workspace


class KeyForm(forms.Form):
    """What the new key is for."""

    name = forms.CharField(
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Our web app"), "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(choices=ApiKey.Kind.choices, widget=forms.RadioSelect, initial=ApiKey.Kind.WRITE)


@for_members
@require_safe
def keys(request: HttpRequest, member: Member) -> HttpResponse:
    """Every key by its first characters, and the snippets with a blank for the key."""
    return render(request, "console/settings/keys.html", _context(request, member))


@for_admins
@require_POST
def make_key(request: HttpRequest, member: Member) -> HttpResponse:
    """The page with the new key on it: it cannot be shown again, so no other page is sent for."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return render(request, "console/settings/keys.html", _context(request, member, form=form), status=422)
    kind = form.cleaned_data["kind"]
    key = create_key(workspace=member.workspace, kind=kind, name=form.cleaned_data["name"], by=actor(member))
    context = _context(request, member, key=key if kind == ApiKey.Kind.WRITE else "")
    response = render(request, "console/settings/keys.html", context | {"new_key": key, "new_kind": kind})
    add_never_cache_headers(response)
    return response


@for_admins
@require_POST
def drop_key(request: HttpRequest, member: Member, number: int) -> HttpResponse:  # noqa: ARG001 - views take it
    """Revoke a key; one that is revoked already is no error."""
    revoke_key(workspace=member.workspace, key_id=number, by=actor(member))
    return redirect("keys", member.workspace.slug)


def address_of(request: HttpRequest) -> str:
    """This server as the person reached it."""
    return request.build_absolute_uri("/").rstrip("/")


def _context(request: HttpRequest, member: Member, *, key: str = "", form: KeyForm | None = None) -> dict[str, object]:
    workspace = member.workspace
    rows = ApiKey.objects.filter(workspace=workspace).order_by("-pk")
    in_use = [row for row in rows if row.revoked_at is None]
    companies = workspace.accounts_are == Workspace.AccountsAre.COMPANIES
    return {
        "member": member,
        "section": "settings",
        "tab": "keys",
        "here": True,
        "in_use": in_use,
        "revoked": [row for row in rows if row.revoked_at is not None],
        "may_administer": may_administer(member),
        "form": form or KeyForm(),
        "snippets": snippets(key or YOUR_KEY, address_of(request), companies=companies),
        "companies": companies,
    }
