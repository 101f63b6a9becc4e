"""One renewal under its row: a word about it, its terms, renewing it, and ending it with why."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.departures import NOUN, end_contract
from tenure.actions.renewal_undo import renewed_itself, undo_itself
from tenure.actions.renewals import RenewalError, clear_word, renew, say_word, set_terms
from tenure.actions.taking_back import UndoError
from tenure.answers.renewals import Due, due
from tenure.console.access import actor, for_members, for_noters, for_writers, may_change, may_note
from tenure.console.locale import day, locale_of
from tenure.console.renewals import words
from tenure.console.renewals.forms import AS_HEALTH, EndForm, RenewForm, TermsForm, WordForm
from tenure.console.renewals.page import row_of
from tenure.console.undo import told
from tenure.records.models import Account, AuditEntry, Contract, Departure, Member

LARGEST = 2**63 - 1
EVENTS = ("renewals",)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks about which contract, and how it stands."""

    request: HttpRequest
    member: Member
    contract: Contract
    due: Due

    @classmethod
    def of(cls, request: HttpRequest, member: Member, number: int) -> "_Asked":
        """Http404 when the workspace has no such contract, it runs without an end, or somebody said that it ended."""
        contracts = Contract.objects.select_related("workspace", "account").filter(workspace=member.workspace)
        contract = contracts.filter(pk=number).first() if number <= LARGEST else None
        if contract is None:
            raise Http404("no such contract")
        found = due(member.workspace, Account.objects.filter(workspace=member.workspace), contract=number)
        if not found:
            raise Http404("nothing is due of it")
        return cls(request, member, contract, found[0])

    def forms(self) -> dict[str, Form]:
        """All four, filled with what there is."""
        one, number = self.due, self.contract.pk
        word = {"word": one.outlook.word.forecast if one.outlook.word else AS_HEALTH}
        end = {"ends_on": one.ends_on, "notice_on": one.notice_given_on}
        return {
            "word": WordForm(initial=word, auto_id=f"word-{number}-%s"),
            "terms": TermsForm.of(one.notice_days, one.renews_itself, f"terms-{number}-%s"),
            "renew": RenewForm.of(
                one.months, one.mrr, one.currency, auto_id=f"renew-{number}-%s", locale=locale_of(self.request)
            ),
            "end": EndForm(initial=end, workspace=self.member.workspace, auto_id=f"end-{number}-%s"),
        }

    def shown(self, name: str = "", form: Form | None = None) -> HttpResponse:
        """Under its row for htmx, else as a page; with a form that could not be taken, that one is open (422)."""
        today, locale = clock.now().date(), locale_of(self.request)
        context: dict[str, Any] = {
            "member": self.member,
            "section": "renewals",
            "row": row_of(self.due, today, locale),
            "one": self.due,
            "today": today,
            "suggested": self.due.outlook.suggestion,
            "suggested_word": words.FORECASTS[self.due.outlook.suggested],
            "forms": self.forms() | ({name: form} if form is not None else {}),
            "open": name,
            "has_ended": self.due.ends_on <= today,
            "renewed_itself": renewed_itself(self.contract) is not None,
            "may_note": may_note(self.member),
            "may_change": may_change(self.member),
        }
        template = "_one" if self.request.headers.get("HX-Request") else "one"
        status = 200 if form is None else 422
        return render(self.request, f"console/renewals/{template}.html", context, status=status)

    def told(self, sentence: str, entry: AuditEntry | None) -> HttpResponse:
        """What was done, with the way back."""
        return told(
            self.request, sentence, back=reverse("renewals", args=[self.member.workspace.slug]), events=EVENTS,
            entries=[entry.pk] if entry is not None else [], went_well=entry is not None,
        )  # fmt: skip

    def take(self, name: str, form: Form, do: Callable[[], tuple[str, AuditEntry | None]]) -> HttpResponse:
        """Do it, and tell; what cannot be done comes back with why."""
        if form.is_valid():
            try:
                return self.told(*do())
            except RenewalError as error:
                form.add_error(None, str(error))
        return self.shown(name, form)


@for_members
@require_safe
def renewal(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """How it stands, and what may be said and done about it."""
    return _Asked.of(request, member, number).shown()


@for_noters
@require_POST
def say(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say what one expects, or let health speak again."""
    asked = _Asked.of(request, member, number)
    form = WordForm(request.POST, auto_id=f"word-{number}-%s")

    def do() -> tuple[str, AuditEntry | None]:
        word, name = form.cleaned_data["word"], {"account": asked.due.name}
        if word == AS_HEALTH:
            entry = clear_word(contract=asked.contract, by=actor(member))
            return _("%(account)s is forecast from its health.") % name, entry
        entry = say_word(contract=asked.contract, word=word, note=form.cleaned_data["note"], by=actor(member))
        said = {"account": asked.due.name, "forecast": words.FORECASTS[word]}
        return _("%(account)s: %(forecast)s, because you said so.") % said, entry

    return asked.take("word", form, do)


@for_writers
@require_POST
def terms(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Say by when notice is due and whether it renews by itself."""
    asked = _Asked.of(request, member, number)
    form = TermsForm(request.POST, auto_id=f"terms-{number}-%s")

    def do() -> tuple[str, AuditEntry | None]:
        entry = set_terms(contract=asked.contract, by=actor(member), **form.cleaned_data)
        sentence = _("The terms of %(account)s are kept.") if entry else _("The terms of %(account)s were so already.")
        return sentence % {"account": asked.due.name}, entry

    return asked.take("terms", form, do)


@for_writers
@require_POST
def renew_one(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Add its next period."""
    asked = _Asked.of(request, member, number)
    form = RenewForm(request.POST, auto_id=f"renew-{number}-%s", locale=locale_of(request))

    def do() -> tuple[str, AuditEntry | None]:
        found, mrr = form.cleaned_data, form.minor(asked.due.currency)
        entry = renew(contract=asked.contract, months=found["months"], mrr=mrr, after=found["after"], by=actor(member))
        until = (entry.after or {}).get("ends_on")
        again = asked.due.ends_on if until is None else type(asked.due.ends_on).fromisoformat(until)
        said = {"account": asked.due.name, "day": day(again, locale_of(request))}
        return _("%(account)s is renewed until %(day)s.") % said, entry

    return asked.take("renew", form, do)


@for_writers
@require_POST
def end(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """End it, with why."""
    asked = _Asked.of(request, member, number)
    form = EndForm(request.POST, workspace=member.workspace, auto_id=f"end-{number}-%s")

    def do() -> tuple[str, AuditEntry | None]:
        ends_on = form.cleaned_data["ends_on"]
        row = end_contract(contract=asked.contract, ends_on=ends_on, said=form.ending, by=actor(member))
        said = {"account": asked.due.name, "day": day(ends_on, locale_of(request))}
        return _("The contract of %(account)s ends on %(day)s.") % said, entry_of(row)

    return asked.take("end", form, do)


@for_writers
@require_POST
def back(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take back the term that it began by itself."""
    asked = _Asked.of(request, member, number)
    here = reverse("renewal", args=[member.workspace.slug, number])
    try:
        undo_itself(contract=asked.contract, by=actor(member))
    except UndoError as error:
        return told(request, str(error), back=here, events=EVENTS, went_well=False)
    said = {"account": asked.due.name, "day": day(asked.due.starts_on, locale_of(request))}
    return told(
        request, _("%(account)s did not renew: its contract ended on %(day)s.") % said, back=here, events=EVENTS
    )


def entry_of(row: Departure) -> AuditEntry | None:
    """The entry that noted a departure, by which it is taken back."""
    entries = AuditEntry.objects.filter(workspace=row.workspace_id, noun=NOUN, record=row.pk, verb="create")
    return entries.order_by("pk").last()
