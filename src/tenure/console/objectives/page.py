"""What was agreed with an account, how far it is, and what it brought for what it cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.objectives import ObjectiveError, Said, add_objective, change_objective, end_objective
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.eyes import MARGIN, SENTIMENT
from tenure.calc.objective import as_number, progress, return_on
from tenure.console.access import actor, for_members, for_writers, may_see_margin
from tenure.console.account.head import found, head
from tenure.console.account_state import state_now
from tenure.console.locale import locale_of, number, rate
from tenure.console.number_field import NumberField, NumbersForm
from tenure.console.objectives.templates import TEMPLATES, offered
from tenure.console.undo import told
from tenure.facts.catalogue import label
from tenure.facts.declare import Fact
from tenure.facts.objectives import PROGRESS
from tenure.records.models import Account, AuditEntry, Member, Objective
from tenure.values.money import minor_digits

NUMBERS = ("int", "float", "money")


class ObjectiveForm(NumbersForm):
    """What an objective says."""

    title = forms.CharField(label=gettext_lazy("What is to be reached"), max_length=300)
    fact = forms.ChoiceField(label=gettext_lazy("Read from"), required=False)
    baseline = NumberField(label=gettext_lazy("From"))
    target = NumberField(label=gettext_lazy("To"))
    actual = NumberField(label=gettext_lazy("Now, if no fact tells"), required=False)
    due_on = forms.DateField(label=gettext_lazy("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    worth = NumberField(label=gettext_lazy("Worth to them"), required=False, least=0)
    cost = NumberField(label=gettext_lazy("What it costs"), required=False, least=0)

    def __init__(self, catalogue: Mapping[str, Fact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # How far an objective is tells what it reads: everybody may know the one, so everybody has to be let see the other.
        barred = {PROGRESS} | SENTIMENT | MARGIN
        numbers = [fact for fact in catalogue.values() if fact.type in NUMBERS and fact.name not in barred]
        choices = [("", gettext_lazy("said by hand")), *((one.name, label(one.name)) for one in numbers)]
        self.fields["fact"].choices = choices  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True, slots=True)
class Asker:
    """Who reads, in which form, and which facts there are."""

    member: Member
    locale: Locale
    catalogue: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Row:
    """One objective as it stands; ``width`` of its bar in per cent."""

    objective: Objective
    actual: str
    baseline: str
    target: str
    share: str
    width: str
    roi: str
    fact: str
    form: ObjectiveForm


@for_members
@require_safe
def objectives(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Those that count, the soonest due first, and templates to start from."""
    return _page(request, member, found(member, key))


@for_writers
@require_POST
def make_objective(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Agree on one; a form that cannot be taken comes back with what to put right (422)."""
    account = found(member, key)
    form = ObjectiveForm(catalogue_of(member.workspace), request.POST, locale=locale_of(request))
    if form.is_valid():
        try:
            entry = add_objective(account=account, said=_said(form, member), by=actor(member))
        except ObjectiveError as error:
            form.add_error(None, str(error))
        else:
            return _told(request, member, account, _("Agreed on: %(title)s."), form.cleaned_data["title"], entry)
    return _page(request, member, account, new=form, status=422)


@for_writers
@require_POST
def save_objective(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Change one."""
    account = found(member, key)
    form = ObjectiveForm(catalogue_of(member.workspace), request.POST, locale=locale_of(request), prefix=f"o{number}")
    if form.is_valid():
        try:
            entry = change_objective(objective=_one(account, number), said=_said(form, member), by=actor(member))
        except ObjectiveError as error:
            form.add_error(None, str(error))
        else:
            said = _("Changed: %(title)s.") if entry else _("%(title)s was so already.")
            return _told(request, member, account, said, form.cleaned_data["title"], entry)
    return _page(request, member, account, refused={number: form}, status=422)


@for_writers
@require_POST
def drop_objective(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """End one; one that is over already is no error."""
    account = found(member, key)
    objective = _one(account, number)
    entry = end_objective(objective=objective, by=actor(member))
    return _told(request, member, account, _("Ended: %(title)s."), objective.title, entry)


def _told(  # noqa: PLR0917 - to whom, of which account, what of which objective, and by which entry it is taken back
    request: HttpRequest, member: Member, account: Account, said: str, title: str, entry: AuditEntry | None
) -> HttpResponse:
    back = reverse("objectives", args=[member.workspace.slug, account.key])
    sentence = said % {"title": title}
    return told(request, sentence, back=back, events=("objectives",), entries=[entry.pk] if entry else [])


def _one(account: Account, number: int) -> Objective:
    row = Objective.objects.filter(workspace=account.workspace_id, account=account, pk=number).first()
    if row is None:
        raise Http404("no such objective")
    return row


def _said(form: ObjectiveForm, member: Member) -> Said:
    said = form.cleaned_data
    scale = 10 ** minor_digits(member.workspace.currency)
    amounts = {name: None if said[name] is None else round(said[name] * scale) for name in ("worth", "cost")}
    actual = None if said["actual"] is None else float(said["actual"])
    return Said(
        title=said["title"], baseline=float(said["baseline"]), target=float(said["target"]), fact=said["fact"],
        actual=actual, due_on=said["due_on"], currency=member.workspace.currency, **amounts,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    member: Member,
    account: Account,
    *,
    new: ObjectiveForm | None = None,
    refused: dict[int, ObjectiveForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    state = state_now(account)
    facts, asker = state.facts, Asker(member, locale_of(request), state.catalogue)
    rows = Objective.objects.filter(workspace=member.workspace_id, account=account, ended_at=None)
    template = next((one for one in TEMPLATES if one.slug == request.GET.get("template")), None)
    initial: dict[str, object] = {}
    if template:
        fact = template.reads(facts, state.catalogue)
        initial = {"title": template.title, "fact": fact}
        if (known := as_number(facts.get(fact))) is not None:
            initial["baseline"] = known
    templates, why_these = offered(facts)
    context = head(request, member, account, "objectives") | {
        "rows": [_row(one, facts, asker, (refused or {}).get(one.pk)) for one in rows.order_by("due_on", "pk")],
        "new": new or ObjectiveForm(state.catalogue, initial=initial, locale=asker.locale),
        "is_open": bool(new or template),
        "templates": templates,
        "why_these": why_these,
        "today": clock.now().date(),
    }
    return render(request, "console/objectives/page.html", context, status=status)


def _row(row: Objective, facts: Any, asker: Asker, refused: ObjectiveForm | None) -> Row:
    member, locale = asker.member, asker.locale
    actual = as_number(facts.get(row.fact)) if row.fact else row.actual
    share = progress(row.baseline, row.target, actual)
    roi = return_on(row.worth, row.cost, share) if may_see_margin(member) else None
    scale = 10 ** minor_digits(row.currency or member.workspace.currency)
    initial = {name: getattr(row, name) for name in ("title", "fact", "baseline", "target", "actual", "due_on")}
    initial |= {name: None if getattr(row, name) is None else getattr(row, name) / scale for name in ("worth", "cost")}
    return Row(
        row,
        "–" if actual is None else number(actual, locale, 1),
        number(row.baseline, locale, 1),
        number(row.target, locale, 1),
        "–" if share is None else rate(round(share, 3), locale),
        f"{100 * min(max(share or 0.0, 0.0), 1.0):.1f}",
        "" if roi is None else rate(round(roi, 2), locale),
        label(row.fact) if row.fact else "",
        refused or ObjectiveForm(asker.catalogue, prefix=f"o{row.pk}", initial=initial, locale=locale),
    )
