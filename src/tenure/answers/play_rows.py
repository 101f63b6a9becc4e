"""How do programs read plays and their runs? The same rows for the command and the API."""

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from tenure.answers.play_forecast import Forecast
from tenure.answers.play_problems import problems
from tenure.calc import ready_words
from tenure.plays.explain import explain, lines
from tenure.plays.names import Names
from tenure.plays.parse import parse
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.play import Play, PlayRun, PlayStep, PlayVersion
from tenure.records.segment import Segment
from tenure.records.signal import Signal
from tenure.records.workspace import Workspace


def plays(workspace: Workspace) -> QuerySet[Play]:
    """Every play with what runs of it (``definition``, ``version``) and how many accounts are on it (``inside``)."""
    running = PlayVersion.objects.filter(play=OuterRef("pk")).order_by("-version")
    on_it = Count("runs", filter=Q(runs__ended_at=None) & ~Q(runs__state=PlayRun.State.HELD_OUT))
    alone = Count("runs", filter=Q(runs__ended_at=None, runs__state=PlayRun.State.HELD_OUT))
    return Play.objects.filter(workspace=workspace).annotate(
        definition=Subquery(running.values("definition")[:1]),
        version=Subquery(running.values("version")[:1]),
        inside=on_it,
        left_alone=alone,
    )


def names_of(workspace: Workspace) -> Names:
    """What signals, segments, members and stages of a workspace are called; what is no more, by what it was named."""
    signals = dict(Signal.objects.filter(workspace=workspace).values_list("slug", "name"))
    segments = dict(Segment.objects.filter(workspace=workspace).values_list("slug", "name"))
    members = dict(Member.objects.filter(workspace=workspace).values_list("pk", "name"))
    return Names(
        signal=lambda slug: signals.get(slug, slug),
        segment=lambda slug: segments.get(slug, slug),
        member=lambda number: members.get(number, str(number)),
        stage=ready_words.said,
    )


def play_row(row: Any, names: Names) -> dict[str, Any]:
    """One of `plays`, in words of what runs, or of the draft where nothing was published yet."""
    said = parse(row.definition or row.draft)
    return {
        "slug": row.slug,
        "name": row.name,
        "state": row.state,
        "version": row.version,
        "has_draft": row.draft is not None,
        "about": said.about or None,
        "says": explain(said, names),
        "steps": [{"path": one.path, "depth": one.depth, "says": one.text} for one in lines(said, names)],
        "inside": row.inside,
        "left_alone": row.left_alone,
        "definition": said.as_json(),
    }


def whole_row(row: Any, names: Names) -> dict[str, Any]:
    """The same with what keeps it from running."""
    return {**play_row(row, names), "problems": problems(row.workspace, parse(row.draft or row.definition))}


def runs(workspace: Workspace) -> QuerySet[PlayRun]:
    """Every run, with its account, play and version."""
    return PlayRun.objects.filter(workspace=workspace).select_related("account", "play", "version")


def run_row(run: PlayRun) -> dict[str, Any]:
    """One of `runs`."""
    return {
        "id": run.pk,
        "play": run.play.slug,
        "version": run.version.version,
        "account": run.account.key,
        "cause": run.cause,
        "state": run.state,
        "next_at": _iso(run.next_at),
        "started_at": run.started_at.isoformat(),
        "ended_at": _iso(run.ended_at),
        "because": run.ended_because or None,
    }


def log_rows(run: PlayRun) -> list[dict[str, Any]]:
    """Each step of a run and why."""
    steps = PlayStep.objects.filter(workspace=run.workspace_id, run=run).order_by("pk")
    return [
        {"at": step.at.isoformat(), "path": step.path, "kind": step.kind, "why": step.why, "task": step.task_id}
        for step in steps
    ]


def forecast_row(workspace: Workspace, of: Forecast) -> dict[str, Any]:
    """What a play would do."""
    numbers = {one.account for one in of.doings}
    keys = dict(Account.objects.filter(workspace=workspace, pk__in=numbers).values_list("pk", "key"))
    return {
        "accounts": of.accounts,
        "looked_at": of.looked_at,
        "left_alone": of.left_alone,
        "steps": dict(of.steps),
        "doings": [
            {
                "account": keys[one.account],
                "on": one.on.isoformat(),
                "path": one.path,
                "is_sure": one.is_sure,
                "member": one.member.name if one.member else None,
            }
            for one in of.doings
            if one.account in keys
        ],
        "notes": list(of.notes),
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
