"""What is mine? A member's own page: name and language, when they are away, what they are told, how they sign in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tenure.actions.members import LONGEST_NAME, MemberRefused, change_own, set_absence
from tenure.channels.mail import is_set_up
from tenure.console.access import actor, for_members
from tenure.console.language import offered
from tenure.console.settings.absence import AbsenceForm
from tenure.console.settings.notices import NoticesForm, troubles
from tenure.console.settings.roles import MAY, TITLES
from tenure.records.models import Member

# Each in its own words, so that whoever reads only one of them finds it.
IN_OWN_WORDS = {
    "": gettext_lazy("As the browser asks"),
    "en": "English",
    "nl": "Nederlands",
    "de": "Deutsch",
    "ru": "Русский",
}


class MeForm(forms.Form):
    """How somebody is called, and in which language pages speak to them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=lambda: [(one, IN_OWN_WORDS[one]) for one in ("", *offered())],
        required=False,
    )


@for_members
@require_safe
def me(request: HttpRequest, member: Member) -> HttpResponse:
    """The page."""
    return my_page(request, member)


@for_members
@require_POST
def change_me(request: HttpRequest, member: Member) -> HttpResponse:
    """Keep name and language."""
    form = MeForm(request.POST)
    if not form.is_valid():
        return my_page(request, member, form=form)
    try:
        change_own(member=member, by=actor(member), **form.cleaned_data)
    except MemberRefused as refused:
        form.add_error("name", str(refused))
        return my_page(request, member, form=form)
    messages.success(request, _("Saved."))
    return redirect("me", member.workspace.slug)


@for_members
@require_POST
def my_absence(request: HttpRequest, member: Member) -> HttpResponse:
    """Note from when until when they are away, and who stands in."""
    form = AbsenceForm(member, request.POST)
    if not form.is_valid():
        return my_page(request, member, absence=form)
    try:
        set_absence(workspace=member.workspace, member_id=member.pk, by=actor(member), **form.said())
    except MemberRefused as refused:
        form.add_error("away_until", str(refused))
        return my_page(request, member, absence=form)
    messages.success(request, _("Your absence is noted.") if form.said()["away_from"] else _("You are not away."))
    return redirect("me", member.workspace.slug)


def my_page(
    request: HttpRequest,
    member: Member,
    *,
    form: MeForm | None = None,
    absence: AbsenceForm | None = None,
    notices: NoticesForm | None = None,
) -> HttpResponse:
    """The page with one of its forms as somebody filled it in, the others as things are."""
    mine = list(Authenticator.objects.filter(user_id=request.user.pk))
    context: dict[str, Any] = {
        "member": member,
        "section": "me",
        "role": TITLES[member.role],
        "may": MAY[member.role],
        "form": form or MeForm(initial={"name": member.name, "language": member.language}),
        "absence": absence or AbsenceForm(member),
        "notices": notices or NoticesForm(member),
        "troubles": troubles(member),
        "mails": is_set_up(),
        "passkeys": [one for one in mine if one.type == Authenticator.Type.WEBAUTHN],
        "has_app": any(one.type == Authenticator.Type.TOTP for one in mine),
        "has_codes": any(one.type == Authenticator.Type.RECOVERY_CODES for one in mine),
    }
    wrong = any(one is not None and one.errors for one in (form, absence, notices))
    return render(request, "console/settings/me.html", context, status=422 if wrong else 200)
