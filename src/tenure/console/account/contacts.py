"""Who is known at an account, what part do they play, and how does each like to be reached?"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tenure import clock
from tenure.actions.added_contacts import add_contact
from tenure.actions.contacts import LANGUAGE, ContactError, change_contact
from tenure.answers.duplicate_contacts import duplicate_contacts
from tenure.console.access import actor, for_members, for_writers, may_manage
from tenure.console.account.head import found, head
from tenure.console.merging.page import people
from tenure.console.touchpoints.words import CHANNELS
from tenure.console.undo import told
from tenure.records.models import Account, AuditEntry, Contact, Member

EVENTS = ("contacts",)


class ContactForm(forms.Form):
    """What can be said of a contact by hand."""

    name = forms.CharField(label=_("Name"), required=False, max_length=300)
    role = forms.CharField(label=_("Role"), required=False, max_length=100)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=320)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=64)
    preferred_channel = forms.ChoiceField(label=_("Prefers"), required=False)
    time_zone = forms.CharField(label=_("Time zone"), required=False, max_length=64)
    language = forms.ChoiceField(label=_("Language"), required=False)
    video_link = forms.CharField(label=_("Link for video meetings"), required=False, max_length=500)
    is_champion = forms.BooleanField(label=_("Champion: speaks for us"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's forms take them
        self.fields["preferred_channel"].choices = [("", _("nothing said")), *CHANNELS.items()]  # type: ignore[attr-defined]  # a choice field
        held = str(self.initial.get(LANGUAGE, ""))  # programs may have said one that Tenure does not speak
        known = dict(settings.LANGUAGES)
        more = {held: held} if held and held not in known else {}
        self.fields[LANGUAGE].choices = [("", _("nothing said")), *(known | more).items()]  # type: ignore[attr-defined]  # a choice field


class NewContactForm(ContactForm):
    """The same of somebody new, with the id that the product sends where it is known."""

    key = forms.CharField(label=_("Id in your product"), required=False, max_length=255)

    field_order = ("name", "role", "email", "phone", "preferred_channel", "time_zone", "language", "video_link", "key")


@dataclass(frozen=True, slots=True)
class Twin:
    """Another contact who may be the same person, and why."""

    contact: Contact
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One contact; ``local`` is the time where they are."""

    contact: Contact
    is_champion: bool
    channel: object
    local: str
    form: ContactForm
    twins: Sequence[Twin] = ()


@for_members
@require_safe
def account_contacts(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Champions first, then by name."""
    return _page(request, member, key, {})


@for_writers
@require_POST
def save_contact(request: HttpRequest, member: Member, key: str, number: int) -> HttpResponse:
    """Change a contact; a form that cannot be taken comes back with what to put right (422)."""
    account = found(member, key)
    contact = Contact.objects.filter(workspace=member.workspace_id, account=account, pk=number).first()
    if contact is None:
        raise Http404("no such contact")
    form = ContactForm(request.POST, prefix=f"c{number}", initial={LANGUAGE: contact.traits.get(LANGUAGE, "")})
    if form.is_valid():
        said = dict(form.cleaned_data)
        champion = bool(said.pop("is_champion"))
        try:
            entry = change_contact(contact=contact, said=said, is_champion=champion, by=actor(member))
        except ContactError as error:
            form.add_error(None, str(error))
        else:
            name = {"contact": said["name"] or contact}
            sentence = gettext("Changed: %(contact)s.") if entry else gettext("%(contact)s was so already.")
            return _told(request, member, account, sentence % name, entry)
    return _page(request, member, key, {number: form}, status=422)


@for_writers
@require_POST
def make_contact(request: HttpRequest, member: Member, key: str) -> HttpResponse:
    """Add somebody by hand; a form that cannot be taken comes back with what to put right (422)."""
    account = found(member, key)
    form = NewContactForm(request.POST, prefix="new")
    if form.is_valid():
        said = dict(form.cleaned_data)
        champion = bool(said.pop("is_champion"))
        try:
            entry = add_contact(account=account, said=said, is_champion=champion, by=actor(member))
        except ContactError as error:
            form.add_error(None, str(error))
        else:
            name = said["name"] or said["email"] or said["phone"]
            sentence = gettext("%(contact)s is a contact of %(account)s now.") % {"contact": name, "account": account}
            return _told(request, member, account, sentence, entry)
    if request.headers.get("HX-Request"):
        context = {"member": member, "account": account, "new": form}
        return render(request, "console/account/_new_contact.html", context, status=422)
    return _page(request, member, key, {}, new=form, status=422)


def _told(
    request: HttpRequest, member: Member, account: Account, sentence: str, entry: AuditEntry | None
) -> HttpResponse:
    back = reverse("account-contacts", args=[member.workspace.slug, account.key])
    return told(request, sentence, back=back, events=EVENTS, entries=[entry.pk] if entry else [])


def _page(  # noqa: PLR0917 - who looks at what, with which forms
    request: HttpRequest,
    member: Member,
    key: str,
    refused: dict[int, ContactForm],
    new: NewContactForm | None = None,
    status: int = 200,
) -> HttpResponse:
    account = found(member, key)
    contacts = Contact.objects.filter(workspace=member.workspace_id, account=account).order_by("name", "key")
    twins = _twins(member, account) if may_manage(member) else {}
    rows = [_row(one, refused.get(one.pk), twins.get(one.pk, ())) for one in contacts[:200]]
    rows.sort(key=lambda row: not row.is_champion)
    context = head(request, member, account, "account-contacts") | {
        "rows": rows,
        "new": new or NewContactForm(prefix="new"),
        "is_open": new is not None,
    }
    return render(request, "console/account/contacts.html", context, status=status)


def _twins(member: Member, account: Account) -> dict[int, list[Twin]]:
    """For each contact of the account, the others of it that may be the same person."""
    found: dict[int, list[Twin]] = {}
    for group in people(member, duplicate_contacts(member.workspace, account=account.pk, most=None)):
        for one in group.contacts:
            others = [Twin(other, "; ".join(group.reasons)) for other in group.contacts if other.pk != one.pk]
            found.setdefault(one.pk, []).extend(others)
    return found


def _row(contact: Contact, refused: ContactForm | None, twins: Sequence[Twin]) -> Row:
    is_champion = contact.champion_since is not None and contact.champion_until is None
    names = ("name", "role", "email", "phone", "preferred_channel", "time_zone", "video_link")
    initial = {name: getattr(contact, name) for name in names} | {"is_champion": is_champion}
    initial[LANGUAGE] = contact.traits.get(LANGUAGE, "")
    form = refused or ContactForm(prefix=f"c{contact.pk}", initial=initial)
    local = f"{clock.now().astimezone(ZoneInfo(contact.time_zone)):%H:%M}" if contact.time_zone else ""
    return Row(contact, is_champion, CHANNELS.get(contact.preferred_channel, ""), local, form, twins)
