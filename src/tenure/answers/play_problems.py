"""What does a play name that there is not, or no longer? A sentence each, for whoever publishes it or looks at it."""

from collections.abc import Iterator

from tenure.answers.play_facts import missing_facts
from tenure.plays.play import Call, OnAlert, OnSegment, Owner, Play, Stage, Task, Tell, walk
from tenure.records.member import Member
from tenure.records.segment import Segment
from tenure.records.signal import Signal
from tenure.records.webhook import Webhook
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


def problems(workspace: Workspace, play: Play) -> list[str]:
    """All of them; none for a play that can run."""
    return [*_facts(workspace, play), *_trigger(workspace, play), *_steps(workspace, play)]


def _facts(workspace: Workspace, play: Play) -> Iterator[str]:
    for name in missing_facts(workspace, play):
        yield worded("It reads the fact “{fact}”, which there is not.", fact=name)


def _trigger(workspace: Workspace, play: Play) -> Iterator[str]:
    of = play.trigger
    if isinstance(of, OnAlert):
        if not Signal.objects.filter(workspace=workspace, slug=of.signal, retired_at=None).exists():
            yield worded("It waits for the signal “{signal}”, which there is not.", signal=of.signal)
    elif isinstance(of, OnSegment):
        segments = Segment.objects.filter(workspace=workspace, of=Segment.Of.ACCOUNTS, retired_at=None)
        if not segments.filter(slug=of.segment).exists():
            yield worded("It waits for the segment “{segment}”, which there is not.", segment=of.segment)


def _steps(workspace: Workspace, play: Play) -> Iterator[str]:
    steps = [step for _, step in walk(play.steps)]
    members = set(Member.objects.filter(workspace=workspace, ended_at=None).values_list("pk", flat=True))
    named = {one for step in steps if isinstance(step, Task | Owner | Tell) for one in step.to.members}
    for number in sorted(named - members):
        yield worded("It names the member {number}, who is none here or has left.", number=str(number))
    hooks = set(Webhook.objects.filter(workspace=workspace, stopped_at=None).values_list("url", flat=True))
    for url in sorted({step.url for step in steps if isinstance(step, Call)} - hooks):
        yield worded(
            "It calls {url}, which is none of the webhooks: add it to them first, for they are signed.", url=url
        )
    stages = set(workspace.stages.splitlines())
    for stage in sorted({step.stage for step in steps if isinstance(step, Stage)} - stages):
        yield worded("It sets the stage “{stage}”, which there is not.", stage=stage)
