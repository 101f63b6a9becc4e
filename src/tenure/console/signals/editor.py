"""How does a rule become a signal of one's own, and another one? A form with the rule, and beside it for whom it holds."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.signals import LONGEST_NAME, SignalNotMade, change_signal, create_signal
from tenure.calc.signal import Signal
from tenure.console.access import actor, for_managers
from tenure.console.rules.checked import rule_in
from tenure.console.rules.filled import form_of
from tenure.console.rules.form import RuleForm, read_rule
from tenure.console.rules.pages import form_context, names_for, offer_properties
from tenure.console.signals import words
from tenure.console.signals.every import parsed_of
from tenure.console.signals.one import row_at
from tenure.records.models import Member, Segment
from tenure.records.models import Signal as Row
from tenure.rules.reads import reads
from tenure.rules.tree import Rule

PREFIX = "rule"


@for_managers
@require_safe
def new_signal(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty rule or, with ``like``, that of a signal there is."""
    parsed = None
    if like := request.GET.get("like", ""):
        parsed = parsed_of(row_at(member, like[:63]))
    return _page(request, member, _form(request, member, parsed.rule if parsed else None))


@for_managers
@require_POST
def save_signal(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep a new one, off until somebody switches it on; what cannot be kept comes back with what to put right (422)."""
    return _save(request, member, None)


@for_managers
@require_safe
def edit_rule(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """The rule of a signal of one's own."""
    row = _own(member, signal)
    parsed = parsed_of(row)
    return _page(request, member, _form(request, member, parsed.rule if parsed else None), row=row, name=row.name)


@for_managers
@require_POST
def change_rule(request: HttpRequest, member: Member, signal: str) -> HttpResponse:
    """Give it the name and the rule of the form; for whom it holds is counted anew."""
    return _save(request, member, _own(member, signal))


def _save(request: HttpRequest, member: Member, row: Row | None) -> HttpResponse:
    before = parsed_of(row) if row else None
    names = names_for(request, member, Segment.Of.ACCOUNTS, frozenset() if before is None else reads(before.rule))
    form, name = read_rule(request.POST, PREFIX, names), request.POST.get("name", "").strip()
    rule, wrong = rule_in(form, names), ""
    if rule is None and not form.errors:
        form.root.fields["join"].error = _("Say when it fires: add a line.")
    elif rule is not None:
        try:
            if row is None:
                row = create_signal(workspace=member.workspace, name=name, signal=Signal(rule), by=actor(member))
            else:
                changed = replace(before, rule=rule) if before else Signal(rule)
                row = change_signal(row=row, by=actor(member), name=name, signal=changed)
            return redirect("signal", member.workspace.slug, row.slug)
        except SignalNotMade as error:
            wrong = str(error)
    return _page(request, member, form, row=row, name=name, wrong=wrong, status=422)


def _form(request: HttpRequest, member: Member, rule: Rule | None) -> RuleForm:
    names = names_for(request, member, Segment.Of.ACCOUNTS, frozenset() if rule is None else reads(rule))
    form = form_of(rule, PREFIX, names)
    if rule is None:
        form.add("fact")
    return form


def _own(member: Member, slug: str) -> Row:
    row = row_at(member, slug)
    if row.template:
        raise Http404("the rule of a ready signal is changed by its figures")
    return row


def _page(
    request: HttpRequest,
    member: Member,
    form: RuleForm,
    *,
    row: Row | None = None,
    name: str = "",
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    offer_properties(form, member)
    context = {
        "member": member,
        "section": "signals",
        "row": row,
        "title": words.name(row) if row else _("New signal"),
        "name": name,
        "longest": LONGEST_NAME,
        "rule": form,
        "wrong": wrong,
        "today": clock.now().date(),
    }
    names = names_for(request, member, Segment.Of.ACCOUNTS)
    return render(request, "console/signals/edit.html", context | form_context(names, member), status=status)
