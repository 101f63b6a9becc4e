"""Who is to be told of an alert, which way and when? As each member chose, in their working hours."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tenure.answers.books import is_away
from tenure.answers.eyes import MARGIN, SENTIMENT, hidden_from
from tenure.calc.signal import SignalError, parse
from tenure.calc.working_hours import WorkingHours
from tenure.records.member import Member
from tenure.records.notice import Notice, NoticeChoice
from tenure.records.signal import Alert, Signal
from tenure.records.workspace import Workspace
from tenure.rules.reads import reads
from tenure.values.zone import day_in

Scope, When, Way = NoticeChoice.Scope, NoticeChoice.When, Notice.Way


@dataclass(frozen=True, slots=True)
class Wanted:
    """One member who is to be told of one alert one way, from ``due_at`` on."""

    alert: Alert
    member_id: int
    way: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class _Told:
    """An alert with all that decides whom it is told."""

    alert: Alert
    owner: Member | None
    covering: Member | None  # who gets it in the owner's stead
    read: frozenset[str]


def choices_of(workspace: Workspace) -> list[NoticeChoice]:
    """What the members chose who are to be told anything at all."""
    found = NoticeChoice.objects.select_related("member", "workspace").filter(
        workspace=workspace, member__ended_at=None
    )
    return list(found.exclude(by_email=When.NEVER, by_chat=When.NEVER).order_by("member"))


def ways_of(choice: NoticeChoice, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The ways that a member chose, each with when something that happens now is told."""
    for way, when in ((Way.EMAIL, choice.by_email), (Way.CHAT, choice.by_chat)):
        if when != When.NEVER:
            hours = hours_of(choice)
            due_at = hours.next_start(now) if when == When.DAILY else hours.next_within(now)
            if due_at is not None:
                yield way, due_at


def hours_of(choice: NoticeChoice) -> WorkingHours:
    """When the member works."""
    return WorkingHours(
        choice.time_zone or choice.workspace.time_zone,
        choice.starts_at,
        choice.ends_at,
        choice.days,
        lambda day: is_away(choice.member, day),
    )


def wanted(
    workspace: Workspace, alerts: Iterable[Alert], choices: Sequence[NoticeChoice], now: datetime
) -> Iterator[Wanted]:
    """Who of these is to be told of these alerts, as things are now; of one that ended or is snoozed nobody is."""
    if not choices:
        return
    today = day_in(now, workspace.time_zone)
    ways = {choice.pk: list(ways_of(choice, now)) for choice in choices}
    hidden = {choice.pk: hidden_from(choice.member.role) for choice in choices}
    for told in _told(workspace, alerts, today):
        for choice in choices:
            if not told.read & hidden[choice.pk] and _concerns(told, choice):
                for way, due_at in ways[choice.pk]:
                    yield Wanted(told.alert, choice.member_id, way, due_at)


def _told(workspace: Workspace, alerts: Iterable[Alert], today: date) -> Iterator[_Told]:
    standing = [alert for alert in alerts if alert.ended_at is None and not _rests(alert, today)]
    numbers = {alert.signal_id for alert in standing}
    rows = Signal.objects.filter(workspace=workspace, pk__in=numbers)
    read = {row.pk: _read(row) for row in rows}
    members = {one.pk: one for one in Member.objects.filter(workspace=workspace, ended_at=None)}
    for alert in standing:
        owner = members.get(alert.owner_id or 0)
        cover = members.get(owner.cover_id or 0) if owner and is_away(owner, today) else None
        yield _Told(alert, owner, cover or owner, read[alert.signal_id])


def _read(row: Signal) -> frozenset[str]:
    """Which facts a signal tells; where it cannot be read any more, perhaps hidden ones."""
    try:
        definition = parse(row.definition)
    except SignalError:
        return SENTIMENT | MARGIN
    return reads(definition.rule) | (reads(definition.resolves) if definition.resolves else frozenset())


def _rests(alert: Alert, today: date) -> bool:
    return alert.snoozed_until is not None and alert.snoozed_until > today


def _concerns(told: _Told, choice: NoticeChoice) -> bool:
    """Whether it is among what the member asked for: an alert of nobody is everybody's, who is in no team a team of one."""
    if told.alert.owner_id is None or choice.scope == Scope.ALL:
        return True
    if told.covering is not None and told.covering.pk == choice.member_id:
        return True
    team = choice.member.team_id
    return choice.scope == Scope.TEAM and team is not None and told.owner is not None and told.owner.team_id == team
