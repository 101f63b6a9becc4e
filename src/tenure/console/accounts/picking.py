"""Small forms that the list opens: which columns, which filter, which field to set, and new fields of the workspace."""

from collections.abc import Set
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.custom_fields import CustomFieldError, add_field, retire_field
from tenure.actions.views import choose_columns
from tenure.console.access import actor, for_managers, for_members, may_manage
from tenure.console.accounts.fields import NOT_FACTS, SEGMENT, USUAL, Field, Fields, columns_of
from tenure.console.accounts.filters import OPS, WITHOUT_VALUE
from tenure.console.accounts.inputs import input_of
from tenure.console.locale import locale_of
from tenure.facts.catalogue import is_trait, label
from tenure.records.models import AccountHealth, CustomField, Member

_SAMPLE: Final = 200  # accounts whose traits are offered
_GROUPS: Final = {
    "list": gettext_lazy("The list"),
    "custom": gettext_lazy("Your fields"),
    "traits": gettext_lazy("Traits"),
    "usage": gettext_lazy("Usage"),
    "contract": gettext_lazy("Contract"),
    "revenue": gettext_lazy("Revenue"),
    "relationship": gettext_lazy("Relationship"),
    "assets": gettext_lazy("Assets"),
    "profile": gettext_lazy("Profile"),
    "own": gettext_lazy("Your own facts"),
}
TYPES: Final = {
    CustomField.Type.TEXT: gettext_lazy("Text"),
    CustomField.Type.NUMBER: gettext_lazy("Number"),
    CustomField.Type.DATE: gettext_lazy("Date"),
    CustomField.Type.YES_NO: gettext_lazy("Yes or no"),
    CustomField.Type.CHOICE: gettext_lazy("One of several"),
}
Groups = list[tuple[str, list[Field]]]


@for_members
@require_safe
def pick(request: HttpRequest, member: Member) -> HttpResponse:
    """The form that ``of`` names: columns, filter (with ``add``: how to compare that field) or set (``value``: to what)."""
    fields, of, name = Fields(member), request.GET.get("of", ""), request.GET.get("add", request.GET.get("field", ""))
    context: dict[str, object] = {"member": member, "may_manage": may_manage(member), "types": TYPES.items()}
    if of == "columns":
        shown = {one.name for one in columns_of(member, fields)}
        groups = _groups(fields, but={SEGMENT})
        context |= {"groups": groups, "shown": shown, "customs": fields.customs}
    elif of == "filter":
        context |= {"groups": _groups(fields, but=NOT_FACTS)}
    elif of == "set":
        context |= {"groups": _groups(fields, but={one.name for one in fields.values() if not one.sets})}
    elif of == "how":
        field = fields.get(name)
        if field is None or field.name in NOT_FACTS:
            raise Http404(_("There is no such field."))
        ops = [(op, str(said).format(field="…", value="…")) for op, said in OPS[field.compares].items()]
        context |= {"field": field, "ops": ops, "without_value": " ".join(sorted(WITHOUT_VALUE))}
    else:
        of = "value"
        field = fields.get(name)
        asked = None if field is None or not field.sets else input_of(field, None, fields.workspace, locale_of(request))
        context |= {"input": asked}
    return render(request, f"console/accounts/_pick_{of}.html", context)


@for_members
@require_POST
def set_columns(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep the columns that the member ticked, in the order in which they stand; none: the usual ones again."""
    fields = Fields(member)
    ticked = [name for name in dict.fromkeys(request.POST.getlist("column")) if name in fields and name != "account"]
    before = [one.name for one in columns_of(member, fields)][1:]
    # What was there stays where it was, what is new comes last.
    kept = [name for name in before if name in ticked] + [name for name in ticked if name not in before]
    usual = request.POST.get("usual") or tuple(kept) == USUAL
    choose_columns(member=member, columns=() if usual else tuple(kept[:40]), by=actor(member))
    return redirect(request.POST["back"] if _is_ours(request, member) else _list(member))


@for_managers
@require_POST
def make_field(request: HttpRequest, member: Member) -> HttpResponse:
    """A new field of the workspace's accounts, which stands in the member's list at once."""
    given = request.POST.get
    try:
        made = add_field(
            workspace=member.workspace,
            title=given("title", ""),
            type=given("type", ""),
            choices=given("choices", "").splitlines(),
            by=actor(member),
        )
    except CustomFieldError as error:
        messages.info(request, str(error))
        return redirect(_list(member))
    shown = tuple(one.name for one in columns_of(member, Fields(member)))[1:]
    choose_columns(member=member, columns=(*shown, f"trait.{made.name}"), by=actor(member))
    messages.success(request, _("The field “%(title)s” is there: click a cell to fill it in.") % {"title": made.title})
    return redirect(_list(member))


@for_managers
@require_POST
def end_field(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Offer a field no longer; what was said in it stays with the accounts."""
    found = CustomField.objects.filter(workspace=member.workspace_id, pk=number).first()
    if found is None:
        raise Http404(_("There is no such field."))
    retire_field(field=found, by=actor(member))
    messages.success(
        request, _("The field “%(title)s” is offered no longer; its values are kept.") % {"title": found.title}
    )
    return redirect(_list(member))


def _groups(fields: Fields, but: Set[str] = frozenset()) -> Groups:
    """Every field under its kind, traits that accounts have among them."""
    found: dict[str, list[Field]] = {slug: [] for slug in _GROUPS}
    for name, field in fields.items():
        fact = fields.catalogue.get(name)
        slug = "custom" if is_trait(name) else fact.group if fact and name not in _IN_LIST else "list"
        found["own" if slug == "custom" and not is_trait(name) else slug].append(field)
    found["traits"] = _traits(fields)
    return [
        (str(_GROUPS[slug]), [one for one in listed if one.name not in but])
        for slug, listed in found.items()
        if any(one.name not in but for one in listed)
    ]


_IN_LIST: Final = frozenset({"mrr", "owner", "lifecycle_stage", "preferred_channel"})


def _traits(fields: Fields) -> list[Field]:
    """Traits that some accounts have and no field of the workspace is named after."""
    known = AccountHealth.objects.filter(workspace=fields.workspace).order_by("-pk").values_list("facts", flat=True)
    said: set[str] = set()
    for facts in known[:_SAMPLE]:
        said |= {name for name, value in facts.items() if is_trait(name) and value is not None}
    return [Field(name, label(name), "text", name, sets=name) for name in sorted(said) if name not in set(fields)]


def _list(member: Member) -> str:
    return reverse("accounts", args=[member.workspace.slug])


def _is_ours(request: HttpRequest, member: Member) -> bool:
    back = request.POST.get("back", "")
    return back == _list(member) or back.startswith(f"{_list(member)}?")
