"""What did an action do to an incident? One entry of the audit holds all of it, and by it `undo` takes all of it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.records.audit import AuditEntry
from tenure.records.incident import Incident, IncidentAccount

Json = dict[str, Any]
NOUN: Final = "incident"
BESIDE: Final = frozenset({"rows", "made", "entries"})  # what an entry holds beside the incident's own fields


class IncidentError(ValueError):
    """What cannot be done to an incident; the sentence says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """The incident, and the entry that takes it back; None when nothing was changed."""

    incident: Incident
    entry: AuditEntry | None = None


@dataclass(slots=True)
class Doing:
    """Collects what is done to an incident and to its accounts, until `note` writes it down."""

    incident: Incident
    was: Json | None  # None: it is new
    entries: list[int] = field(default_factory=list)  # of tasks made, finished and dropped with it
    made: list[int] = field(default_factory=list)  # accounts that were added to it
    before: Json = field(default_factory=dict)
    after: Json = field(default_factory=dict)

    @classmethod
    def to(cls, incident: Incident) -> "Doing":
        """Something is about to be done to it."""
        return cls(incident, snapshot(incident))

    def change(self, row: IncidentAccount, values: Mapping[str, Any]) -> None:
        """Let a row of it say this, and save it."""
        was = snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        before, after = difference(was, snapshot(row))
        if after:
            row.save(update_fields=list(values))
            self.before[str(row.pk)] = before | self.before.get(str(row.pk), {})
            self.after[str(row.pk)] = self.after.get(str(row.pk), {}) | after

    def note(self, verb: str, by: str) -> Done:
        """Write down all of it; nothing when nothing was changed."""
        said = snapshot(self.incident)
        before, after = (None, said) if self.was is None else difference(self.was, said)
        if not (after or self.made or self.after or self.entries):
            return Done(self.incident)
        entry = AuditEntry.objects.create(
            workspace_id=self.incident.workspace_id, at=clock.now(), by=by, verb=verb, noun=NOUN,
            record=self.incident.pk,
            before=None if before is None else {**before, "rows": self.before},
            after={**after, "rows": self.after, "made": self.made, "entries": self.entries},
        )  # fmt: skip
        return Done(self.incident, entry)


def locked(incident: Incident) -> Incident:
    """The incident as it is now, for nobody else to change meanwhile."""
    rows = Incident.objects.select_for_update(of=("self",)).select_related("workspace", "ticket")
    return rows.get(workspace=incident.workspace_id, pk=incident.pk)


def rows_of(incident: Incident, numbers: Sequence[int] | None = None) -> list[IncidentAccount]:
    """The accounts of it, those that pay most first; of these numbers, or all."""
    rows = IncidentAccount.objects.filter(workspace=incident.workspace_id, incident=incident)
    rows = rows.select_related("account__owner", "account__health", "contact", "task__owner")
    found = rows if numbers is None else rows.filter(pk__in=numbers)
    return sorted(found, key=lambda row: (-_worth(row), row.pk))


def _worth(row: IncidentAccount) -> int:
    health = getattr(row.account, "health", None)
    return (health.mrr or 0) if health else 0
