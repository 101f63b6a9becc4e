"""Tells one member one way all that waits for them: claims the rows, writes one message, and keeps what came of it.

A letter that went out before the process was killed, and is not marked yet, goes out again when its lease has run out: told
twice is better than never. It has the same Message-ID then, by which mail programs show it once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from tenure import clock
from tenure.actions.notices import note_alerts, try_chat
from tenure.actions.secret_text import UnreadableSecret, decrypt
from tenure.answers.custom_facts import catalogue_of
from tenure.answers.notice_letters import Message, Places, message_of
from tenure.answers.notices import hours_of, wanted
from tenure.channels.chat import NoChat
from tenure.channels.locale import speaking_to
from tenure.channels.mail import Letter, NotSent, is_set_up, send
from tenure.records.notice import Notice, NoticeChoice
from tenure.records.slices import SLICE
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

CLAIM: Final = timedelta(minutes=5)  # longer than any attempt takes: who claimed rows and died is followed then
GAP: Final = timedelta(
    minutes=5
)  # between two messages: a minute in which much happens is one message and not a hundred
# Waits after each attempt; a chat or mail server that takes nothing for a day is given up.
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720))
State, Way, When = Notice.State, Notice.Way, NoticeChoice.When


@dataclass(frozen=True, slots=True)
class Turn:
    """One member and one way, for whom something is due."""

    member_id: int
    way: str


def due(workspace: Workspace, now: datetime) -> list[Turn]:
    """Whom something is to be told now, and which way."""
    found = _due(workspace, now).order_by("member", "way").values_list("member", "way").distinct()
    return [Turn(*one) for one in found]


def tell(*, workspace: Workspace, turn: Turn) -> bool:
    """Try once; whether the member was told. One of several processes does, the others find nothing left."""
    claimed = _claim(workspace, turn)
    if not claimed:
        return False
    choice = NoticeChoice.objects.select_related("member__user", "workspace").filter(member=turn.member_id).first()
    rows = _still_wanted(workspace, turn, choice, claimed)
    if choice is None or not rows:
        return False
    later = _not_before(workspace, turn, choice)
    if later is None or later > clock.now():
        # Away for longer than anybody looks ahead: seen again in a day.
        _of(workspace, rows).update(due_at=later or clock.now() + timedelta(days=1), leased_until=None)
        return False
    try:
        _write(turn, choice, rows)
    except (NotSent, NoChat, UnreadableSecret) as error:
        _keep_failure(workspace, turn, rows, str(error))
        return False
    _of(workspace, rows).update(state=State.SENT, sent_at=clock.now(), leased_until=None, error="")
    return True


def _due(workspace: Workspace, now: datetime) -> QuerySet[Notice]:
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Notice.objects.filter(free, workspace=workspace, state=State.WAITING, due_at__lte=now)


def _claim(workspace: Workspace, turn: Turn) -> list[Notice]:
    now = clock.now()
    with transaction.atomic():
        mine = _due(workspace, now).filter(member=turn.member_id, way=turn.way).select_for_update(of=("self",))
        rows = list(mine.select_related("alert__signal", "alert__account", "account").order_by("pk")[:SLICE])
        _of(workspace, rows).update(leased_until=now + CLAIM)
    return rows


def _of(workspace: Workspace, rows: Sequence[Notice]) -> QuerySet[Notice]:
    return Notice.objects.filter(workspace=workspace, pk__among=[row.pk for row in rows], state=State.WAITING)


def _still_wanted(
    workspace: Workspace, turn: Turn, choice: NoticeChoice | None, rows: Sequence[Notice]
) -> list[Notice]:
    """Those that the member still wants to be told; of the others, whoever is to be told in their stead is noted."""
    may = choice is not None and choice.member.ended_at is None and _when(choice, turn.way) != When.NEVER
    alerts = [row.alert for row in rows if row.alert]
    told = {
        one.alert.pk
        for one in wanted(workspace, alerts, [choice] if choice else [], clock.now())
        if one.way == turn.way
    }
    kept = [row for row in rows if may and (row.alert_id is None or row.alert_id in told)]
    gone = [row for row in rows if not may or (row.alert_id is not None and row.alert_id not in told)]
    with transaction.atomic():
        _of(workspace, gone).update(state=State.NEEDLESS, leased_until=None)
        note_alerts(workspace, [row.alert for row in gone if row.alert])
    return kept


def _when(choice: NoticeChoice, way: str) -> str:
    return choice.by_email if way == Way.EMAIL else choice.by_chat


def _not_before(workspace: Workspace, turn: Turn, choice: NoticeChoice) -> datetime | None:
    """The moment from which on the member may be told: in their working hours, and not twice within minutes."""
    now = clock.now()
    sent = Notice.objects.filter(workspace=workspace, member=turn.member_id, way=turn.way, sent_at__gt=now - GAP)
    last = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    return hours_of(choice).next_within(max(now, last + GAP) if last else now)


def _write(turn: Turn, choice: NoticeChoice, rows: Sequence[Notice]) -> None:
    with speaking_to(choice.member.language):
        places, catalogue = _places(choice.workspace, rows), catalogue_of(choice.workspace)
        message = message_of(rows, choice.scope, places, catalogue)
    if turn.way == Way.CHAT:
        try_chat(chat=decrypt(choice.chat), title=message.subject, text=message.text)
        return
    if not is_set_up():
        raise NotSent(worded("no mail server is set up (TENURE_MAIL_URL)"))
    send(_letter(choice.member.user.email, message, rows))


def _letter(address: str, message: Message, rows: Sequence[Notice]) -> Letter:
    told = hashlib.sha256(",".join(str(row.pk) for row in rows).encode()).hexdigest()[:32]
    return Letter(to=address, subject=message.subject, text=message.text, html=message.html, name=f"notices.{told}")


def _places(workspace: Workspace, rows: Sequence[Notice]) -> Places:
    slug = workspace.slug
    accounts = {row.account.pk: _address("account", slug, row.account.key) for row in rows if row.account}
    return Places(accounts, _address("today", slug), f"{_address('me', slug)}#notices")


def _address(page: str, *args: str) -> str:
    return f"{settings.TENURE_URL.rstrip('/')}{reverse(page, args=args)}"


def _keep_failure(workspace: Workspace, turn: Turn, rows: Sequence[Notice], error: str) -> None:
    """Try again after a while, also all else that waits for this member this way; in the end give up and say why."""
    again = clock.now() + WAITS[min(max(row.attempts for row in rows), len(WAITS) - 1)]
    with transaction.atomic():
        mine = _of(workspace, rows)
        mine.update(attempts=F("attempts") + 1, error=error[:300], due_at=again, leased_until=None)
        mine.filter(attempts__gt=len(WAITS)).update(state=State.GIVEN_UP)
        others = Notice.objects.filter(
            workspace=workspace, member=turn.member_id, way=turn.way, state=State.WAITING, due_at__lt=again
        )
        others.update(due_at=again)
