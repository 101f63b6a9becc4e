"""Keeps what each member wants to be told and where, and notes what they are to be told, in the transaction of what happened."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from tenure import clock
from tenure.actions.changing import change, note
from tenure.actions.secret_text import encrypt
from tenure.answers.notices import choices_of, wanted, ways_of
from tenure.channels.chat import chat_at, write
from tenure.channels.outgoing import Limits
from tenure.records.account import Account
from tenure.records.member import Member
from tenure.records.notice import Notice, NoticeChoice
from tenure.records.signal import Alert
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST_SECRET: Final = 2_000  # characters of an address once it is encrypted
SECONDS: Final = 10.0  # within which a chat has to take what it is told
_BATCH: Final = 1_000
_NOUN: Final = "notice_choice"


class NoticesRefused(ValueError):  # noqa: N818 - reads as what is the matter
    """What a member cannot choose; ``field`` names it, the sentence says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a member wants. ``starts_at`` and ``ends_at`` are full hours of their days; an empty zone is the workspace's."""

    scope: str
    by_email: str
    by_chat: str
    starts_at: int
    ends_at: int
    days: str
    time_zone: str


def choose(*, member: Member, chosen: Chosen, chat: str, by: str) -> bool:
    """Keep what a member wants to be told; an empty ``chat`` keeps the address there was. False when nothing changed.

    What waits is told as they want it from now on. Raises NoticesRefused, and NoChat for an address that is none.
    """
    if not chosen.starts_at < chosen.ends_at:
        raise NoticesRefused("ends_at", worded("The working day has to end after it starts."))
    if not chosen.days:
        raise NoticesRefused("days", worded("Choose at least one day on which you work."))
    with transaction.atomic():
        row, made = NoticeChoice.objects.select_for_update().get_or_create(workspace=member.workspace, member=member)
        if chosen.by_chat != NoticeChoice.When.NEVER and not (chat or row.chat):
            raise NoticesRefused("chat", worded("Write the address of the chat in which you want to be told."))
        changed = change(row, asdict(chosen), workspace=member.workspace, noun=_NOUN, by=by)
        if chat:
            name, secret = chat_at(chat), encrypt(chat.strip())
            if len(secret) > LONGEST_SECRET:
                raise NoticesRefused("chat", worded("This address is too long to be kept."))
            NoticeChoice.objects.filter(pk=row.pk).update(chat=secret)
            note(member.workspace, by, "set_chat", _NOUN, row.pk, None, {"chat": name})
        if changed:
            _wait_anew(row)
    return made or changed or bool(chat)


def forget_chat(*, member: Member, by: str) -> bool:
    """Forget where a member's chat is, and tell them nothing there; False when no address was kept."""
    with transaction.atomic():
        row = NoticeChoice.objects.select_for_update().filter(workspace=member.workspace_id, member=member).first()
        if row is None or not row.chat:
            return False
        NoticeChoice.objects.filter(pk=row.pk).update(chat="", by_chat=NoticeChoice.When.NEVER)
        note(member.workspace, by, "forget_chat", _NOUN, row.pk)
    return True


def try_chat(*, chat: str, title: str, text: str) -> None:
    """Write to a chat at once, to see whether it arrives. Raises NoChat, and NotSent with what went wrong."""
    write(chat, title, text, Limits(SECONDS, reach=settings.TENURE_REACH))


def note_alerts(workspace: Workspace, alerts: Iterable[Alert]) -> None:
    """Note for each member what they are to be told of these alerts, once. Inside the caller's transaction."""
    now = clock.now()
    _note(
        Notice(
            workspace=workspace,
            member_id=one.member_id,
            way=one.way,
            cause=f"alert:{one.alert.pk}",
            alert=one.alert,
            account_id=one.alert.account_id,
            due_at=one.due_at,
            created_at=now,
        )
        for one in wanted(workspace, alerts, choices_of(workspace), now)
    )


def note_text(
    workspace: Workspace, members: Iterable[int], cause: str, text: str, account: Account | None = None
) -> None:
    """Note a sentence for members, each way that they are told by, once for a cause. Inside the caller's transaction."""
    now, meant = clock.now(), set(members)
    _note(
        Notice(
            workspace=workspace,
            member_id=choice.member_id,
            way=way,
            cause=cause,
            account=account,
            text=text,
            due_at=due_at,
            created_at=now,
        )
        for choice in choices_of(workspace)
        if choice.member_id in meant
        for way, due_at in ways_of(choice, now)
    )


def _note(rows: Iterable[Notice]) -> None:
    Notice.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _wait_anew(choice: NoticeChoice) -> None:
    """Let what waits for a member be told when they want it now; what they want no more is found when it is due."""
    waiting = Notice.objects.filter(
        workspace=choice.workspace_id, member=choice.member_id, state=Notice.State.WAITING, attempts=0
    )
    for way, due_at in ways_of(choice, clock.now()):
        waiting.filter(way=way).update(due_at=due_at)
