"""Who did what in this workspace, when, and what was it before? The audit log, newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.console.access import for_admins
from tenure.console.csv_file import csv_file, file_name
from tenure.console.locale import locale_of
from tenure.console.people import names
from tenure.console.settings.audit_names import names_of
from tenure.console.settings.audit_words import NOUNS, Change, changes, sentence
from tenure.console.settings.frame import settings_page
from tenure.records.models import AuditEntry, Member
from tenure.values.zone import moment_in, time_in

SHOWN = 50
MOST_SAVED = 10_000  # entries of a file


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: by whom, of what, on which day, before which entry."""

    by: str = ""
    noun: str = ""
    day: date | None = None
    before: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Asked":
        """From the address; what cannot be read is left out."""
        try:
            day = date.fromisoformat(query.get("day", ""))
        except ValueError:
            day = None
        before = query.get("before", "")
        return cls(
            query.get("by", "")[:200],
            query.get("noun", "")[:64],
            day,
            int(before) if before.isdecimal() and len(before) < 19 else None,
        )

    def address(self, **other: Any) -> str:
        """The same list, with something else."""
        said = {"by": self.by, "noun": self.noun, "day": self.day.isoformat() if self.day else "", **other}
        return "?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as it is read."""

    at: datetime
    day: date  # in the workspace's own time zone, like the clock
    clock: str
    sentence: str
    changes: list[Change]


@for_admins
@require_safe
def audit(request: HttpRequest, member: Member) -> HttpResponseBase:
    """A page of entries, as sentences, with what was before and after behind each; ``format=csv``: the latest as a file."""
    asked = Asked.read(request.GET.dict())
    if request.GET.get("format") == "csv":
        return _file(member, asked, locale_of(request))
    entries = list(_entries(member, asked)[: SHOWN + 1])
    more, entries = len(entries) > SHOWN, entries[:SHOWN]
    people = names(member.workspace)
    context = {
        "rows": _told(member, entries, people, locale_of(request)),
        "back": asked.address(),
        "older": asked.address(before=entries[-1].pk) if more else "",
        "newest": asked.address() if asked.before else "",
        "asked": asked,
        "people": sorted(people.items(), key=lambda one: one[1]),
        "nouns": sorted(((noun, words) for noun, words in NOUNS.items()), key=lambda one: str(one[1])),
        "is_filtered": bool(asked.by or asked.noun or asked.day),
    }
    return settings_page(request, member, "audit", context)


def _told(member: Member, entries: Sequence[AuditEntry], people: Mapping[str, str], locale: Locale) -> list[Told]:
    called, zone = names_of(member.workspace, entries), member.workspace.time_zone
    found = []
    for entry in entries:
        at = time_in(entry.at, zone)
        words = sentence(entry, people, called)
        found.append(Told(at, at.date(), f"{at:%H:%M}", words, changes(entry, people, locale)))
    return found


def _file(member: Member, asked: Asked, locale: Locale) -> HttpResponseBase:
    """A row for each value that changed; for an entry without any, one."""
    entries = list(_entries(member, asked)[:MOST_SAVED])
    rows = [
        (one.day, one.clock, one.sentence, *told)
        for one in _told(member, entries, names(member.workspace), locale)
        for told in [(change.field, change.before, change.after) for change in one.changes] or [("", None, None)]
    ]
    heads = (_("On"), _("At"), _("What was done"), _("Value"), _("Before"), _("After"))
    return csv_file(file_name(member.workspace, _("audit log")), heads, rows)


def _entries(member: Member, asked: Asked) -> QuerySet[AuditEntry]:
    """Newest first; the next page begins after an entry, so that what comes meanwhile moves nothing."""
    found = AuditEntry.objects.filter(workspace=member.workspace).order_by("-at", "-pk")
    if asked.by:
        found = found.filter(by=asked.by)
    if asked.noun:
        found = found.filter(noun=asked.noun)
    if asked.day is not None:
        begins = moment_in(datetime.combine(asked.day, time()), member.workspace.time_zone)
        ends = moment_in(datetime.combine(asked.day + timedelta(days=1), time()), member.workspace.time_zone)
        found = found.filter(at__gte=begins, at__lt=ends)
    if asked.before is not None:
        last = AuditEntry.objects.filter(workspace=member.workspace, pk=asked.before).first()
        if last is not None:
            found = found.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    return found
