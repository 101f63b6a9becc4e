"""What would one write to an account whose person changes? A draft in plain words, in the language of whoever reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from babel import Locale
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tenure.actions.contacts import LANGUAGE
from tenure.answers.passed_on import Passed
from tenure.console.locale import negotiate
from tenure.console.touchpoints.words import CHANNELS, moment_words
from tenure.records.models import Member, Touchpoint, Workspace
from tenure.values.zone import time_in


@dataclass(frozen=True, slots=True)
class Giving:
    """Who gives accounts of a workspace to whom."""

    workspace: Workspace
    giver: str
    taker: Member


def introduction(of: Giving, promises: Sequence[Touchpoint], meetings: Sequence[Touchpoint], locale: Locale) -> str:
    """The draft: who comes, what was promised, and which meetings stay; in the language in force."""
    workspace, taker = of.workspace, of.taker
    lines = [
        _("Hello,"),
        "",
        _("From today on %(taker)s is your person at %(workspace)s. We have worked through your account together.")
        % {"taker": taker.name, "workspace": workspace.name},
    ]
    if promises:
        agreed = _("What we agreed on stays as it is; %(taker)s has it all in hand:") % {"taker": taker.name}
        lines += ["", agreed, *(f"– {one.next_step}" for one in promises)]
    if meetings:
        lines += ["", _("Meetings that are planned take place; %(taker)s will be there:") % {"taker": taker.name}]
        lines += [f"– {_meeting(one, workspace, locale)}" for one in meetings]
    lines += [
        "",
        _("You reach %(taker)s at %(email)s.") % {"taker": taker.name, "email": taker.user.email},
        "",
        _("Thank you for the time together."),
        of.giver,
    ]
    return "\n".join(lines)


def letter_to(one: Passed, of: Giving) -> tuple[str, str]:
    """The letter in the contact's language, where it is one of ours, and the address that opens it in a mail program."""
    contact = one.contact
    spoken = str(contact.traits.get(LANGUAGE, "")) if contact else ""
    language = spoken if spoken in dict(settings.LANGUAGES) else translation.get_language() or "en"
    with translation.override(language):
        said = introduction(of, one.promises, one.meetings, negotiate("", language, is_chosen=True))
        named = {"taker": of.taker.name, "workspace": of.workspace.name}
        subject = _("%(taker)s is your new person at %(workspace)s") % named
    if contact is None:
        return said, ""
    body = quote(said.replace("\n", "\r\n"), safe="")
    return said, f"mailto:{quote(contact.email, safe='@')}?subject={quote(subject, safe='')}&body={body}"


def _meeting(one: Touchpoint, workspace: Workspace, locale: Locale) -> str:
    when = moment_words(time_in(one.at, workspace.time_zone), workspace.time_zone, locale)
    return f"{CHANNELS.get(one.channel, CHANNELS['other'])}: {when}"
