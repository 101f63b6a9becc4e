"""Writes plays, publishes their versions, pauses and archives them."""

from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet

from tenure import clock
from tenure.actions.changing import change, note
from tenure.actions.plays.ending import end_runs
from tenure.answers.play_problems import problems
from tenure.plays.parse import parse
from tenure.plays.play import Play
from tenure.records.play import Play as PlayRow
from tenure.records.play import PlayRun, PlayVersion
from tenure.records.workspace import Workspace
from tenure.values.voice import later, worded, worded_for

FINISH: Final = "finish"  # accounts on the old version go on with it to its end
STOP: Final = "stop"  # they stop where they are
_REPLACED: Final = later("Another version of the play was published, and accounts on the old one were to stop.")
_ARCHIVED: Final = later("The play was archived.")


class PlayRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """What cannot be done with a play; the sentence says why, and what to do."""


class AccountsInside(PlayRefused):
    """Accounts are on their way through the version that would be replaced: say whether they finish or stop."""

    def __init__(self, count: int) -> None:
        super().__init__(
            worded_for(
                count,
                "{n} account is on its way through the version before: choose whether it finishes or stops.",
                "{n} accounts are on their way through the version before: choose whether they finish or stop.",
            )
        )
        self.count = count


def save_draft(*, workspace: Workspace, play: Play, by: str, playbook: str = "") -> PlayRow:
    """Keep what a play is to say; what runs is not changed by it. A play is known by its slug."""
    with transaction.atomic():
        row = PlayRow.objects.select_for_update().filter(workspace=workspace, slug=play.slug).first()
        if row is None:
            row = PlayRow.objects.create(
                workspace=workspace, slug=play.slug, name=play.name, playbook=playbook, draft=play.as_json(),
                created_at=clock.now(), created_by=by,
            )  # fmt: skip
            note(workspace, by, "create", "play", row.pk, after={"slug": play.slug, "draft": row.draft})
        else:
            change(row, {"draft": play.as_json()}, workspace=workspace, noun="play", by=by, verb="draft")
    return row


def inside(play: PlayRow) -> QuerySet[PlayRun]:
    """The runs of a play that are on their way: what publishing another version has to decide about."""
    return PlayRun.objects.filter(workspace=play.workspace_id, play=play, ended_at=None)


def publish(*, play: PlayRow, by: str, accounts_inside: str = "") -> PlayVersion:
    """Let the draft run as the next version; `FINISH` or `STOP` says what becomes of accounts that are inside.

    Raises PlayRefused for a draft that names what there is not, and AccountsInside when nothing was said and it matters.
    """
    with transaction.atomic():
        row = PlayRow.objects.select_for_update().select_related("workspace").get(pk=play.pk)
        if row.draft is None:
            raise PlayRefused(worded("Nothing was changed since “{name}” was published.", name=row.name))
        said = parse(row.draft)
        if wrong := problems(row.workspace, said):
            raise PlayRefused(" ".join(wrong))
        if (count := inside(row).count()) and accounts_inside not in {FINISH, STOP}:
            raise AccountsInside(count)
        if accounts_inside == STOP:
            end_runs(inside(row), worded(_REPLACED))
        now, versions = clock.now(), PlayVersion.objects.filter(play=row)
        versions.filter(replaced_at=None).update(replaced_at=now)
        version = PlayVersion.objects.create(
            workspace=row.workspace, play=row, definition=row.draft, published_at=now, published_by=by,
            version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        )  # fmt: skip
        row.name, row.draft, row.state, row.dated_on = said.name, None, PlayRow.State.PUBLISHED, None
        row.save(update_fields=["name", "draft", "state", "dated_on"])
        after = {"version": version.version, "inside": count, "they": accounts_inside or None}
        note(row.workspace, by, "publish", "play", row.pk, after=after)
    return version


def pause(*, play: PlayRow, by: str) -> bool:
    """Let nothing start or move on until `resume`; False when it is not running."""
    return _turn(play, PlayRow.State.PUBLISHED, PlayRow.State.PAUSED, by, "pause")


def resume(*, play: PlayRow, by: str) -> bool:
    """Let runs go on; what happened meanwhile starts nothing, but for dates. False when it was not paused."""
    return _turn(play, PlayRow.State.PAUSED, PlayRow.State.PUBLISHED, by, "resume")


def archive(*, play: PlayRow, by: str) -> int:
    """Put a play away for good and stop its runs; how many were on their way."""
    with transaction.atomic():
        row = PlayRow.objects.select_for_update().select_related("workspace").get(pk=play.pk)
        stopped = end_runs(inside(row), worded(_ARCHIVED))
        if row.state != PlayRow.State.ARCHIVED:
            change(row, {"state": PlayRow.State.ARCHIVED}, workspace=row.workspace, noun="play", by=by, verb="archive")
        PlayVersion.objects.filter(play=row, replaced_at=None).update(replaced_at=clock.now())
    return stopped


def _turn(play: PlayRow, before: str, after: str, by: str, verb: str) -> bool:
    with transaction.atomic():
        row = PlayRow.objects.select_for_update().select_related("workspace").get(pk=play.pk)
        return row.state == before and change(
            row, {"state": after}, workspace=row.workspace, noun="play", by=by, verb=verb
        )
