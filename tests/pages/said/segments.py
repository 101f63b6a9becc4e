"""Segments, and the form of rules that stands on several pages."""

from tenure import clock
from tenure.actions.segments import create_segment, retire_segment
from tenure.calc.persona import Mark, Persona, Personas
from tenure.records.models import Job
from tenure.rules.parse import parse
from tests.pages.asking import Asking

RULE = {"fact": "active_days_28", "op": "le", "value": 5}
FORM = {
    "rule": ["0"],
    "rule-0-kind": "fact",
    "rule-0-in": "",
    "rule-0-fact": "active_days_28",
    "rule-0-op": "le",
    "rule-0-value": "5",
}


def a_segment(workspace):
    return [create_segment(workspace=workspace, name="Quiet ones", rule=parse(RULE), by="test").pk]


def a_retired_one(workspace):
    row = create_segment(workspace=workspace, name="Quiet ones", rule=parse(RULE), by="test")
    retire_segment(segment=row, by="test")
    return [row.pk]


def a_look(workspace):
    """A job that found one group."""
    mark = Mark("active_days_28", 2, 12)
    found = Personas((Persona((mark,), 40, {"good": 30, "poor": 10}, RULE, 0.9, 0.8, 3, 30),), 100, 90)
    job = Job.objects.create(
        workspace=workspace, kind="personas", state="done", result=found.as_json(), by="test", asked_at=clock.now(),
        finished_at=clock.now(),
    )  # fmt: skip
    return [job.pk]


ADDRESSES = {
    "rule-form": Asking(query="?prefix=rule&of=accounts&in=", says=FORM | {"rule-more": "did"}, answers=200),
    "rule-look": Asking(query="?of=accounts", says=FORM, answers=200),
    "segments": Asking(),
    "personas": Asking(),
    "look-for-personas": Asking(),
    "keep-persona": Asking(a_look, says={"persona": "0", "name": "Quiet ones"}),
    "new-segment": Asking(),
    "save-segment": Asking(says=FORM | {"name": "Quiet ones"}),
    "segment": Asking(a_segment),
    "edit-segment": Asking(a_segment),
    "change-segment": Asking(a_segment, says=FORM | {"name": "Very quiet ones", "rule-0-value": "2"}),
    "end-segment": Asking(a_segment),
    "restore-segment": Asking(a_retired_one),
}
