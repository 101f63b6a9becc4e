"""Does what a play commands: tasks, stages, owners, objectives, notices and webhooks, through the actions that people use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tenure import clock
from tenure.actions.account_fields import FieldError, set_field
from tenure.actions.notices import note_text
from tenure.actions.objectives import ObjectiveError, Said, add_objective
from tenure.actions.owners import assign_owner
from tenure.actions.plays.whom import Whom
from tenure.actions.task_entries import TaskError
from tenure.actions.tasks import create_task
from tenure.actions.webhooks import tell_url
from tenure.plays.commands import AddObjective, CallWebhook, CreateTask, Deed, Notify, SetOwner, SetStage
from tenure.records.notice import Notice
from tenure.records.play import PlayRun
from tenure.records.task import Task
from tenure.values.topics import PLAY_CALLED
from tenure.values.voice import worded


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: the task it made, if any, and what went wrong, as a sentence."""

    task: Task | None = None
    trouble: str = ""


def do(command: Deed, run: PlayRun, whom: Whom) -> Done:
    """Do what a command says. Inside the caller's transaction, in which the run advances: so it is done once."""
    try:
        return _DEEDS[type(command)](command, run, whom)
    except (TaskError, FieldError, ObjectiveError) as error:  # what a person is told who types the same
        return Done(trouble=str(error))


def actor(run: PlayRun) -> str:
    """By whom it is done, as the audit names it."""
    return f"play:{run.play.slug}"


def _task(command: CreateTask, run: PlayRun, whom: Whom) -> Done:
    owner = whom.find(command.to, run)
    reason = worded("From the play “{play}”.", play=run.play.name)
    made = create_task(
        workspace=run.workspace, account=run.account, owner=owner, title=command.title, reason=reason,
        due_on=command.due_on, script=command.script, cause=command.key, by=actor(run),
    )  # fmt: skip
    if owner is not None:
        whom.gave(owner)
    return Done(made.tasks[0])


def _stage(command: SetStage, run: PlayRun, _: Whom) -> Done:
    set_field(
        workspace=run.workspace, accounts=[run.account_id], field="lifecycle_stage", value=command.stage, by=actor(run)
    )
    return Done()


def _owner(command: SetOwner, run: PlayRun, whom: Whom) -> Done:
    member = whom.find(command.to, run)
    if member is None:
        return Done(trouble=worded("No rule of assignment is for this account: its owner stays."))
    assign_owner(accounts=[run.account], member=member, by=actor(run))
    run.account.owner = member  # steps that follow ask for the owner
    return Done()


def _objective(command: AddObjective, run: PlayRun, _: Whom) -> Done:
    said = Said(
        title=command.title,
        baseline=command.baseline,
        target=command.target,
        fact=command.fact,
        due_on=command.due_on,
    )
    add_objective(account=run.account, said=said, by=actor(run))
    return Done()


def _notice(command: Notify, run: PlayRun, whom: Whom) -> Done:
    member = whom.find(command.to, run)
    if member is None:
        return Done(trouble=worded("There is nobody to tell."))
    note_text(run.workspace, [member.pk], command.key, command.text, run.account)
    if not Notice.objects.filter(workspace=run.workspace, member=member, cause=command.key).exists():
        said = {"who": member.name, "text": command.text}
        return Done(trouble=worded("{who} wants to be told nothing by letter or chat: “{text}”", **said))
    return Done()


def _webhook(command: CallWebhook, run: PlayRun, _: Whom) -> Done:
    told = {"play": run.play.slug, "account": run.account.key, "cause": run.cause, "at": clock.now().isoformat()}
    if not tell_url(run.workspace, command.url, PLAY_CALLED, {command.key: told}):
        return Done(trouble=worded("The webhook {url} was stopped: nobody was called.", url=command.url))
    return Done()


_DEEDS: Final[Mapping[type, Callable[[Any, PlayRun, Whom], Done]]] = {
    CreateTask: _task,
    SetStage: _stage,
    SetOwner: _owner,
    AddObjective: _objective,
    Notify: _notice,
    CallWebhook: _webhook,
}
