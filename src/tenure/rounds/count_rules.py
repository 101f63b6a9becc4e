"""Counts for whom a rule holds that was saved or changed: every account once, before the facts round keeps it."""

from itertools import islice
from typing import Final

from django.db.models import F

from tenure import clock
from tenure.actions.count_rules import note_counted, store_counted
from tenure.answers.contact_facts import contacts_of
from tenure.answers.rule_facts import rule_facts
from tenure.answers.rules_in_use import in_use
from tenure.eventlog.today import Today
from tenure.records.segment import Segment
from tenure.records.signal import Signal
from tenure.records.workspace import Workspace
from tenure.values.moment import MICROSECOND, Moment

_SLICE: Final = 5_000  # accounts stored in one transaction


def count_anew(workspace: Workspace, today: Today) -> None:
    """Count all rules that wait for it, together. It runs within the facts round: nobody else computes meanwhile."""
    segments = list(Segment.objects.filter(workspace=workspace, retired_at=None, counted_version__lt=F("version")))
    signals = list(
        Signal.objects.filter(workspace=workspace, retired_at=None, is_on=True, counted_version__lt=F("version"))
    )
    if not segments and not signals:
        return
    at = clock.now()
    rules = in_use(workspace, Moment(at + MICROSECOND), segments, signals)
    known = rule_facts(workspace, rules.moment, rules.all, today=today)
    while some := dict(islice(known, _SLICE)):
        people = contacts_of(workspace, rules.moment, sorted(some)) if rules.of_contacts else {}
        held = {account: rules.held(facts, people.get(account, ())) for account, facts in some.items()}
        store_counted(workspace=workspace, rules=rules, held=held, at=at)
    note_counted(workspace=workspace, segments=segments, signals=signals)
