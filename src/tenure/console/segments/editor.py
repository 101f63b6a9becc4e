"""How does a rule become a segment, and another one? A form with the rule, and beside it for whom it holds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.segments import (
    LONGEST_NAME,
    SegmentError,
    change_segment,
    create_segment,
    restore_segment,
    retire_segment,
)
from tenure.answers.segments import rule_of
from tenure.console.access import actor, for_writers
from tenure.console.accounts.accounts import listed_of
from tenure.console.rules.checked import rule_in
from tenure.console.rules.filled import form_of
from tenure.console.rules.form import RuleForm, read_rule
from tenure.console.rules.pages import form_context, names_for, offer_properties
from tenure.console.segments.from_list import rule_of_list
from tenure.console.segments.one import segment_at
from tenure.console.undo import told
from tenure.records.models import Member, Segment
from tenure.rules.reads import reads

PREFIX = "rule"


@for_writers
@require_safe
def new_segment(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty rule about accounts or, with ``of``, contacts; with the filters of a list, the rule that they make."""
    of = Segment.Of.CONTACTS if request.GET.get("of") == Segment.Of.CONTACTS else Segment.Of.ACCOUNTS
    rule, left_out = rule_of_list(listed_of(request, member, request.GET))
    names = names_for(request, member, of, frozenset() if rule is None else reads(rule))
    form = form_of(rule, PREFIX, names)
    if rule is None:
        form.add("fact")
    return _page(request, member, form, of=of, left_out=left_out)


@for_writers
@require_safe
def edit_segment(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The segment as it is kept."""
    found = _kept(member, number)
    rule = rule_of(found)
    names = names_for(request, member, found.of, frozenset() if rule is None else reads(rule))
    return _page(request, member, form_of(rule, PREFIX, names), segment=found, name=found.name, of=found.of)


@for_writers
@require_POST
def save_segment(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep a new one; what cannot be kept comes back with what to put right (422)."""
    return _save(request, member, None)


@for_writers
@require_POST
def change_kept(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Give a segment the name and the rule of the form."""
    return _save(request, member, _kept(member, number))


@for_writers
@require_POST
def end_segment(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Keep it no more; ten seconds long that can be taken back."""
    found = _kept(member, number)
    retire_segment(segment=found, by=actor(member))
    said = _("“%(name)s” is retired: nobody is in it from now on.") % {"name": found.name}
    undo = reverse("restore-segment", args=[member.workspace.slug, found.pk])
    return told(request, said, back=reverse("segments", args=[member.workspace.slug]), events=("segments",), undo=undo)


@for_writers
@require_POST
def restore(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Keep one again that was retired."""
    found = segment_at(member, number)
    restore_segment(segment=found, by=actor(member))
    said = _("“%(name)s” is kept again; its members are counted anew.") % {"name": found.name}
    return told(request, said, back=reverse("segment", args=[member.workspace.slug, number]), events=("segments",))


def _save(request: HttpRequest, member: Member, kept: Segment | None) -> HttpResponse:
    given = request.POST.get
    of = kept.of if kept else Segment.Of.CONTACTS if given("of") == Segment.Of.CONTACTS else Segment.Of.ACCOUNTS
    also = rule_of(kept) if kept else None
    names = names_for(request, member, of, frozenset() if also is None else reads(also))
    form, name = read_rule(request.POST, PREFIX, names), given("name", "").strip()
    rule = rule_in(form, names)
    wrong = ""
    if rule is None and not form.errors:
        form.root.fields["join"].error = _("Say when somebody is in it: add a line.")
    elif rule is not None:
        try:
            if kept is None:
                made = create_segment(workspace=member.workspace, name=name, rule=rule, by=actor(member), of=of)
            else:
                made = change_segment(segment=kept, by=actor(member), name=name, rule=rule)
            return redirect("segment", member.workspace.slug, made.pk)
        except SegmentError as error:
            wrong = str(error)
    return _page(request, member, form, segment=kept, name=name, of=of, wrong=wrong, status=422)


def _kept(member: Member, number: int) -> Segment:
    found = segment_at(member, number)
    if found.retired_at is not None:
        raise Http404(_("This segment is retired."))
    return found


def _page(
    request: HttpRequest,
    member: Member,
    form: RuleForm,
    *,
    of: str,
    segment: Segment | None = None,
    name: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    names = names_for(request, member, of)
    offer_properties(form, member)
    context = {
        "member": member,
        "section": "accounts",
        "segment": segment,
        "name": name,
        "longest": LONGEST_NAME,
        "rule": form,
        "of_contacts": of == Segment.Of.CONTACTS,
        "today": clock.now().date(),
        **more,
    }
    return render(request, "console/segments/edit.html", context | form_context(names, member), status=status)
