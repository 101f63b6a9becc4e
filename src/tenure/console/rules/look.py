"""For whom does the rule hold that stands in a form? Its sentence, how many that are, and some of them, while somebody types."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tenure.answers.rule_columns import Found, found
from tenure.console.access import for_writers
from tenure.console.locale import locale_of, number, percent
from tenure.console.rules.checked import rule_in
from tenure.console.rules.form import read_rule
from tenure.console.rules.pages import names_for
from tenure.facts.catalogue import label
from tenure.records.models import Account, Contact, Member, Segment
from tenure.rules.explain import explain
from tenure.rules.tree import Rule

EXAMPLES: Final = 6
_AMONG: Final = 500  # of whom the examples are chosen: those with the most at stake


@for_writers
@require_POST
def rule_look(request: HttpRequest, member: Member) -> HttpResponse:
    """The part beside the form of the rule ``rule``; while a line is not finished, what is missing."""
    names = names_for(request, member, request.GET.get("of", ""))
    form = read_rule(request.POST, "rule", names)
    rule = rule_in(form, names)
    context: dict[str, Any] = {"member": member, "of_contacts": names.of_contacts}
    if rule is None:
        return render(request, "console/rules/_look.html", context | {"missing": [one.error for one in form.errors]})
    them = found(member.workspace, rule, of_contacts=names.of_contacts)
    context |= {
        "sentence": sentence(rule, Segment.Of.CONTACTS if names.of_contacts else Segment.Of.ACCOUNTS),
        "counted": _counted(request, them, of_contacts=names.of_contacts),
        "examples": examples(member, them, of_contacts=names.of_contacts),
        "more": max(0, len(them.numbers) - EXAMPLES),
    }
    return render(request, "console/rules/_look.html", context)


def sentence(rule: Rule, of: str) -> str:
    """Whom a rule means, as a sentence."""
    said = explain(rule, label)
    return (
        _("Contacts where %(rule)s.") % {"rule": said}
        if of == Segment.Of.CONTACTS
        else _("Accounts where %(rule)s.") % {"rule": said}
    )


def examples(member: Member, them: Found, *, of_contacts: bool) -> list[Account] | list[Contact]:
    """Some of them, those with the most at stake first."""
    numbers = them.numbers[:_AMONG].tolist()
    if of_contacts:
        people = Contact.objects.filter(workspace=member.workspace_id, pk__in=numbers).select_related("account__health")
        return list(people.order_by("-account__health__stake", "name", "pk")[:EXAMPLES])
    accounts = Account.objects.filter(workspace=member.workspace_id, pk__in=numbers).select_related("health")
    return list(accounts.order_by("-health__stake", "name", "key")[:EXAMPLES])


def _counted(request: HttpRequest, them: Found, *, of_contacts: bool) -> str:
    locale, count = locale_of(request), len(them.numbers)
    told = {
        "count": number(count, locale),
        "all": number(them.all, locale),
        "share": percent(count / them.all, locale) if them.all else "–",
    }
    if of_contacts:
        return (
            ngettext("%(count)s of %(all)s contacts, %(share)s", "%(count)s of %(all)s contacts, %(share)s", count)
            % told
        )
    return (
        ngettext("%(count)s of %(all)s accounts, %(share)s", "%(count)s of %(all)s accounts, %(share)s", count) % told
    )
