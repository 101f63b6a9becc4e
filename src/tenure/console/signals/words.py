"""What do alerts and signals say on pages?"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenure.calc.ready_words import said
from tenure.calc.signal import REASONS
from tenure.calc.signals.template import Template
from tenure.console.locale import Counted
from tenure.records.models import Signal as Row
from tenure.values.voice import worded

SEVERITIES: Final[Mapping[str, str | Promise]] = {
    "high": gettext_lazy("High"),
    "medium": gettext_lazy("Medium"),
    "low": gettext_lazy("Low"),
}
ROUTINGS: Final[Mapping[str, str | Promise]] = {
    "owner": gettext_lazy("The owner of the account"),
    "manager": gettext_lazy("Whoever leads the owner’s team"),
    "everybody": gettext_lazy("Everybody"),
}
SHOWS: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("Open"),
    "resting": gettext_lazy("Snoozed"),
    "over": gettext_lazy("Over"),
}
ENDS: Final[Mapping[str, str | Promise]] = {
    "resolved": gettext_lazy("resolved by itself"),
    "dismissed": gettext_lazy("dismissed"),
    "switched off": gettext_lazy("its signal was switched off"),
}


def name(row: Row) -> str:
    """What it is called, in the reader's language where nobody renamed it."""
    return said(row.name)


def reason(of: str) -> str:
    """Why an alert was snoozed or dismissed."""
    return worded(REASONS[of]) if of in REASONS else ""


def reason_choices() -> list[tuple[str, str]]:
    """The reasons for a snooze or dismissal, in words."""
    return [(one, worded(words)) for one, words in REASONS.items()]


def why(template: Template | None) -> str:
    """Why one watches it, of a ready signal."""
    return worded(template.why) if template else ""


def counted_reasons(counts: Mapping[str, int]) -> list[str]:
    """How often its alerts were put aside for each reason, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [f"{reason(of)}: {Counted(count)}" for of, count in ordered]


def lead(count: int, accounts: int, high: int) -> str:
    """The sentence over the list."""
    if not count:
        return _("No alert is open here.")
    told = {"count": Counted(count), "accounts": Counted(accounts), "high": Counted(high)}
    first = ngettext("%(count)s alert needs somebody", "%(count)s alerts need somebody", count) % told
    at = ngettext("at %(accounts)s account", "at %(accounts)s accounts", accounts) % told
    if not high:
        return f"{first}, {at}."
    more = ngettext("%(high)s of high severity", "%(high)s of high severity", high) % told
    return f"{first}, {at}; {more}."


def done(verb: str, count: int) -> str:
    """What is said when something was done to some alerts."""
    told = {"count": Counted(count)}
    if verb == "dismiss":
        return ngettext("%(count)s alert was dismissed.", "%(count)s alerts were dismissed.", count) % told
    if verb == "snooze":
        return ngettext("%(count)s alert rests.", "%(count)s alerts rest.", count) % told
    if verb == "wake":
        return ngettext("%(count)s alert is shown again.", "%(count)s alerts are shown again.", count) % told
    return ngettext("%(count)s task was made.", "%(count)s tasks were made.", count) % told
