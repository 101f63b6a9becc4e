"""Takes back what somebody just did, as the audit's entries note it: wholly, or not at all."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.account_fields import field_back
from tenure.actions.alerts import NOUN as ALERT
from tenure.actions.alerts import alert_back
from tenure.actions.departures import NOUN as DEPARTURE
from tenure.actions.importing.progress import take_turns
from tenure.actions.incident_entries import NOUN as INCIDENT
from tenure.actions.incident_undo import incident_back
from tenure.actions.own_terms import NOUN as RENEWAL
from tenure.actions.renewal_undo import renewal_back
from tenure.actions.renewals import TERMS, WORD
from tenure.actions.taking_back import TABLES, UNDO_FOR, UndoError, put_back
from tenure.actions.touchpoint_undo import touchpoint_back
from tenure.actions.touchpoints import NOUN as TOUCHPOINT
from tenure.records.audit import AuditEntry
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

_HOW: Final[Mapping[str, Callable[[AuditEntry], int | None]]] = {
    **dict.fromkeys(TABLES, put_back),
    **dict.fromkeys((WORD, TERMS, RENEWAL, DEPARTURE), renewal_back),
    TOUCHPOINT: touchpoint_back,
    INCIDENT: incident_back,
    "account": field_back,
    ALERT: alert_back,
}
NOUNS: Final = frozenset(_HOW)
_OTHERWISE: Final = frozenset({"undo", "upsert", "merge", "undo_merge", "tell_apart", "undo_tell_apart"})  # not here


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: nouns of the audit, and how many records are as they were."""

    nouns: frozenset[str]
    count: int


def undo(*, workspace: Workspace, entries: Collection[int], by: str, nouns: Collection[str] = NOUNS) -> Undone:
    """Take back what the same actor did within the hour to records of these nouns, the latest first.

    Raises UndoError when one of the entries is not that, or what it left was changed since.
    """
    with transaction.atomic():
        take_turns(workspace.pk)
        noted = AuditEntry.objects.select_related("workspace").filter(workspace=workspace, pk__in=entries, by=by)
        noted = noted.filter(noun__in=nouns, at__gte=clock.now() - UNDO_FOR).exclude(verb__in=_OTHERWISE)
        found = list(noted.order_by("-pk"))
        if not found or len(found) < len(set(entries)):
            raise UndoError(worded("That cannot be taken back any more: it was done long ago, or by somebody else."))
        counts = [_HOW[entry.noun](entry) for entry in found]
    alone = {(entry.noun, entry.record) for entry, count in zip(found, counts, strict=True) if count is None}
    return Undone(frozenset(entry.noun for entry in found), len(alone) + sum(filter(None, counts)))
