"""How are incidents told in words?"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.answers.incident_ways import BOUNCES, NO_ADDRESS, NO_CONTACT, PREFERS
from tenure.answers.incidents import channel, says
from tenure.console.access import hidden_facts
from tenure.console.locale import Counted
from tenure.console.touchpoints.words import CHANNELS
from tenure.records.models import Incident, IncidentAccount, Member
from tenure.rules.parse import parse
from tenure.rules.reads import reads

# Why somebody is called; anything else is what a member wrote.
WHYS: Final[Mapping[str, str | Promise]] = {
    NO_CONTACT: gettext_lazy("no contact is known"),
    NO_ADDRESS: gettext_lazy("no address to write to"),
    BOUNCES: gettext_lazy("mail comes back"),
    PREFERS: gettext_lazy("prefers to talk"),
}


def rule_words(incident: Incident, member: Member) -> str:
    """When an account is affected, as a sentence; without what the member's role does not see."""
    said = says(incident)
    if not said:
        return _("Its rule cannot be read any more.")
    if reads(parse(incident.rule)) & hidden_facts(member):
        return _("Its rule is about something your role does not see.")
    return _("Affected if %(rule)s.") % {"rule": said}


def way(row: IncidentAccount) -> tuple[str | Promise, str | Promise]:
    """By what the contact is told, and why it is a call."""
    why = str(WHYS.get(row.why, row.why)) if row.way == IncidentAccount.Way.CALL else ""
    return CHANNELS.get(channel(row), CHANNELS["email"]), why


def lead(opened: int, affected: int, told: int, calls: int) -> str:
    """The sentences over the list."""
    if not opened:
        return _("No incident is open.")
    first = ngettext("%(count)s incident is open.", "%(count)s incidents are open.", opened)
    return " ".join((first % {"count": Counted(opened)}, standing(affected, told, calls)))


def standing(affected: int, told: int, calls: int) -> str:
    """How far telling is, of the accounts of one incident or several."""
    said = {"affected": Counted(affected), "told": Counted(told), "calls": Counted(calls)}
    if not affected:
        return _("No account is affected as yet.")
    first = ngettext("%(affected)s account is affected.", "%(affected)s accounts are affected.", affected) % said
    if told == affected:
        return " ".join((first, _("All were told.")))
    second = _("Nobody was told yet.")
    if told:
        second = ngettext("%(told)s was told.", "%(told)s were told.", told) % said
    third = ""
    if calls:
        third = ngettext("%(calls)s is to be called.", "%(calls)s are to be called.", calls) % said
    return " ".join(filter(None, (first, second, third)))


def done(verb: str, count: int) -> str:
    """What is said when something was done to some accounts of an incident."""
    said = {"count": Counted(count)}
    if verb == "tell":
        return ngettext("%(count)s account was told.", "%(count)s accounts were told.", count) % said
    if verb == "untell":
        return ngettext("%(count)s account is still to be told.", "%(count)s accounts are still to be told.",
                        count) % said  # fmt: skip
    return ngettext("%(count)s account is called.", "%(count)s accounts are called.", count) % said
