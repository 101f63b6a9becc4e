"""Logs touchpoints that took place, plans those that are to come, and says of a plan that it was kept, moved or called off."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from django.db import transaction

from tenure import clock
from tenure.actions.importing.records import difference, snapshot
from tenure.actions.ratings import rate
from tenure.actions.staleness import mark_stale
from tenure.actions.task_entries import Done
from tenure.actions.tasks import create_task
from tenure.records.account import Account
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.member import Member
from tenure.records.option import Option
from tenure.records.touchpoint import Attendee, Touchpoint
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

NOUN: Final = "touchpoint"
INVITED: Final = "invited"  # in the audit: the numbers of the contacts
PLANNABLE: Final = frozenset({Touchpoint.Channel.VIDEO, Touchpoint.Channel.MEETING, Touchpoint.Channel.CALL})
LONGEST_SUMMARY: Final = 20_000
MOST_MINUTES: Final = 24 * 60
_TOLD: Final = ("at", "minutes", "place", "summary", "channel")  # of an invitation: a change of these is told anew


class TouchpointError(ValueError):
    """A touchpoint that cannot be logged, planned or changed; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a touchpoint. ``minutes`` None: what the service usually takes.

    A ``next_step`` with a day (``next_on``) becomes a task of the member's, with ``next_reason`` as its reason.
    """

    channel: str
    at: datetime
    contact: Contact | None = None
    minutes: int | None = None
    service: str = ""
    summary: str = ""
    outcome: str = ""
    sentiment: int | None = None
    next_step: str = ""
    next_on: date | None = None
    next_reason: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """The touchpoint, and the entries of the audit by which `undo` takes it back."""

    touchpoint: Touchpoint
    entries: tuple[int, ...]
    task: Done


def log_touchpoint(*, account: Account, said: Said, by: str, member: Member | None = None) -> Logged:
    """Note what took place. Raises TouchpointError for what does not fit, or lies in future."""
    said = checked(account, said)
    if said.at > clock.now():
        raise TouchpointError(worded("That lies in future: plan it, and say when it took place."))
    with transaction.atomic():
        row = filled(Touchpoint(workspace=account.workspace, account=account, created_at=clock.now()), said)
        row.key, row.member, row.by = _key(account, said), member, member.name if member else ""
        row.save(force_insert=True)
        return _held(row, said, None, by)


def plan_touchpoint(
    *, account: Account, said: Said, invited: Collection[Contact], by: str, member: Member | None = None
) -> Logged:
    """Note what is to take place, and who is invited. Raises TouchpointError for what does not fit."""
    said = replace(checked(account, said), sentiment=None, outcome="", next_step="", next_on=None)
    if said.channel not in PLANNABLE:
        raise TouchpointError(worded("A video meeting, a visit or a call can be planned; the others are logged."))
    with transaction.atomic():
        row = filled(Touchpoint(workspace=account.workspace, account=account, created_at=clock.now()), said)
        row.key, row.is_held = f"plan:{uuid4()}", False
        row.member, row.by = member, member.name if member else ""
        row.save(force_insert=True)
        _invite(row, invited)
        return Logged(row, (note(row, "plan", by, None, snapshot(row)),), Done())


def change_plan(*, touchpoint: Touchpoint, said: Said, invited: Collection[Contact], by: str) -> Logged:
    """Move a plan, or change who is invited. Its invitation then has a higher number: it may be in somebody's hands.

    Whether it is nobody knows for sure, because it can be downloaded.
    """
    said = checked(touchpoint.account, said)
    with transaction.atomic():
        row = _planned(touchpoint)
        was, guests = snapshot(row), invited_to(row)
        filled(row, replace(said, sentiment=None, outcome="", next_step=""))
        _invite(row, invited)
        now_invited = invited_to(row)
        if guests != now_invited or difference(was, snapshot(row))[1].keys() & set(_TOLD):
            row.sequence += 1
        before, after = difference(was, snapshot(row))
        if guests != now_invited:
            before[INVITED], after[INVITED] = guests, now_invited
        row.save()
        return Logged(row, (note(row, "change", by, before, after),) if after else (), Done())


def cancel_plan(*, touchpoint: Touchpoint, by: str) -> Logged:
    """Call off what was planned; it stays, so that those invited can be told."""
    with transaction.atomic():
        row = _planned(touchpoint)
        was = snapshot(row)
        row.cancelled_at = clock.now()
        row.sequence += 1
        row.save()
        return Logged(row, (note(row, "cancel", by, *difference(was, snapshot(row))),), Done())


def hold_touchpoint(*, touchpoint: Touchpoint, said: Said, by: str) -> Logged:
    """Say that what was planned took place, and what came of it. Raises TouchpointError when it still lies ahead."""
    said = checked(touchpoint.account, said)
    if said.at > clock.now():
        raise TouchpointError(worded("That lies in future: say so once it took place."))
    with transaction.atomic():
        row = _planned(touchpoint)
        was = snapshot(row)
        filled(row, said)
        row.is_held = True
        row.save()
        return _held(row, said, was, by)


def _held(row: Touchpoint, said: Said, was: dict[str, Any] | None, by: str) -> Logged:
    """What follows of a touchpoint that took place: it is noted, the rating dated, the next step due, facts stale."""
    before, after = (None, snapshot(row)) if was is None else difference(was, snapshot(row))
    entries = (note(row, "log" if was is None else "hold", by, before, after),)
    if said.sentiment is not None:
        rate(account=row.account, rating=said.sentiment, at=row.at, by=by)
    task = Done()
    if said.next_step and said.next_on is not None:
        task = create_task(
            workspace=row.workspace, title=said.next_step, reason=said.next_reason, account=row.account,
            owner=row.member, due_on=said.next_on, cause=f"touchpoint:{row.pk}:next", by=by,
        )  # fmt: skip
    mark_stale(row.workspace, [row.account_id])
    return Logged(row, entries + task.entries, task)


def usual_minutes(workspace: Workspace, service: str) -> int | None:
    """What a touchpoint about that option or service usually takes, as the workspace set it."""
    options = Option.objects.filter(workspace=workspace, name__iexact=service, retired_at=None)
    return options.values_list("minutes", flat=True).first() if service else None


def _planned(touchpoint: Touchpoint) -> Touchpoint:
    rows = Touchpoint.objects.select_for_update(of=("self",)).select_related("account", "workspace", "member")
    row = rows.get(workspace=touchpoint.workspace_id, pk=touchpoint.pk)
    if row.is_held or row.cancelled_at is not None:
        raise TouchpointError(worded("That is no plan any more: it took place, or was called off."))
    return row


def filled(row: Touchpoint, said: Said) -> Touchpoint:
    """The row with all that is said of it."""
    for name in ("channel", "at", "contact", "minutes", "service", "summary", "outcome", "sentiment", "next_step"):
        setattr(row, name, getattr(said, name))
    row.place = said.place
    return row


def invited_to(row: Touchpoint) -> list[int]:
    """The numbers of the contacts who are invited."""
    return sorted(row.attendees.values_list("contact", flat=True))


def _invite(row: Touchpoint, invited: Collection[Contact]) -> None:
    if any(contact.workspace_id != row.workspace_id for contact in invited):
        raise TouchpointError(worded("Only contacts of this workspace can be invited."))
    row.attendees.exclude(contact__in=invited).delete()
    known = set(row.attendees.values_list("contact", flat=True))
    new = [contact for contact in invited if contact.pk not in known]
    Attendee.objects.bulk_create(Attendee(workspace=row.workspace, touchpoint=row, contact=one) for one in new)


def _key(account: Account, said: Said) -> str:
    """As an import makes it of account, time and channel: a file that tells of the same talk then finds this one."""
    key, again = f"{account.pk}:{said.at.isoformat()}:{said.channel}", 0
    known = Touchpoint.objects.filter(workspace=account.workspace)
    while known.filter(key=f"{key}:{again}" if again else key).exists():
        again += 1
    return f"{key}:{again}" if again else key


def checked(account: Account, said: Said) -> Said:
    """The same in the form that is stored. Raises TouchpointError with a sentence."""
    if said.at.utcoffset() is None:
        raise TouchpointError(worded("A time needs its zone: pass an aware datetime."))
    if said.channel not in Touchpoint.Channel.values:
        raise TouchpointError(
            worded(
                "“{channel}” is no way to be in touch: {choices}.",
                channel=said.channel[:40],
                choices=", ".join(Touchpoint.Channel.values),
            )
        )
    if said.contact is not None and said.contact.workspace_id != account.workspace_id:
        raise TouchpointError(worded("That contact is not of this workspace."))
    if said.sentiment is not None and said.sentiment not in range(1, 6):
        raise TouchpointError(worded("How it felt is a rating from 1 to 5."))
    lengths = {"summary": LONGEST_SUMMARY, "outcome": 200, "next_step": 300, "place": 500, "service": 200}
    texts = {name: getattr(said, name).strip() for name in lengths}
    if any("\0" in text or len(text) > lengths[name] for name, text in texts.items()):
        raise TouchpointError(worded("That is too long to keep: shorten it."))
    minutes = said.minutes if said.minutes is not None else usual_minutes(account.workspace, texts["service"])
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise TouchpointError(worded("Minutes are a number from 0 to {most}.", most=str(MOST_MINUTES)))
    return replace(said, minutes=minutes, **texts)


def note(row: Touchpoint, verb: str, by: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> int:
    """Write an entry of the audit; its number."""
    entry = AuditEntry(workspace_id=row.workspace_id, at=clock.now(), by=by, verb=verb, noun=NOUN, record=row.pk)
    entry.before, entry.after = before, after
    entry.save()
    return entry.pk
