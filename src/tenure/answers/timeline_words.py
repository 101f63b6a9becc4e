"""How is each entry of a timeline said? A line, a text where there is more, and its figures, in the voice in force."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tenure.answers.alert_words import what_happened
from tenure.answers.used_days import UsedDay
from tenure.calc.ready_words import said
from tenure.calc.signal import REASONS
from tenure.facts.catalogue import CATALOGUE
from tenure.facts.values import FactValue
from tenure.records.health import HealthChange
from tenure.records.incident import IncidentAccount
from tenure.records.note import Note
from tenure.records.order import Order
from tenure.records.signal import Alert
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.values.money import Money
from tenure.values.voice import later, voice, worded, worded_for

_NAMED: Final = 5  # names of events that a day's entry tells
CHANNELS: Final[Mapping[str, str]] = {  # as forms call them, too
    Touchpoint.Channel.CALL: later("Call"),
    Touchpoint.Channel.EMAIL: later("E-mail"),
    Touchpoint.Channel.VIDEO: later("Video meeting"),
    Touchpoint.Channel.MEETING: later("Visit"),
    Touchpoint.Channel.CHAT: later("Chat"),
    Touchpoint.Channel.PUSH: later("Push"),
    Touchpoint.Channel.SOCIAL: later("Social contact"),
    Touchpoint.Channel.LETTER: later("Letter"),
}
_ANOTHER: Final = later("Touchpoint")
_BANDS: Final[Mapping[str, str]] = {
    "good": later("good"),
    "average": later("average"),
    "poor": later("poor"),
    "none": later("no data"),
    "former": later("former"),
}


_ENDS: Final[Mapping[str, str]] = {
    Alert.End.RESOLVED: later("Signal resolved: {name}"),
    Alert.End.DISMISSED: later("Alert dismissed: {name}"),
    Alert.End.SWITCHED_OFF: later("Signal switched off: {name}"),
}


class Words(NamedTuple):
    """An entry for people: what happened in a line, the rest in a text; and its figures for programs."""

    title: str
    text: str
    data: dict[str, FactValue]


def alert_words(row: Alert) -> Words:
    """Which signal fired, and what it saw."""
    name = said(row.signal.name)
    happened = what_happened(row, CATALOGUE)
    title = worded("Signal: {name}", name=name)
    return Words(title, "" if happened == name else happened, {"signal": row.signal.slug, "severity": row.severity})


def alert_over_words(row: Alert) -> Words:
    """How an alert ended, and why."""
    title = worded(_ENDS.get(row.end, _ENDS[Alert.End.RESOLVED]), name=said(row.signal.name))
    why = worded(REASONS[row.reason]) if row.reason in REASONS and row.end == Alert.End.DISMISSED else ""
    return Words(title, ": ".join(filter(None, (why, row.note))), {"signal": row.signal.slug, "end": row.end})


def use_words(used: UsedDay) -> Words:
    """A day's use: how much, by how many, and what for."""
    named = ", ".join(f"{name} {voice().number(count)}" for name, count in used.names[:_NAMED])
    more = len(used.names) - _NAMED
    others = worded_for(more, "{n} other kind", "{n} other kinds")
    text = worded("{names} and {others}", names=named, others=others) if more > 0 else named
    events = worded_for(used.events, "{n} event", "{n} events")
    title = worded("{events} by {people}", events=events, people=worded_for(used.people, "{n} person", "{n} people"))
    return Words(title, text, {"events": used.events, "people": used.people})


def touchpoint_words(row: Touchpoint) -> Words:
    """How, with whom, and how long."""
    title = worded(CHANNELS.get(row.channel, _ANOTHER))
    if row.contact:
        title = worded("{channel} with {contact}", channel=title, contact=str(row.contact))
    if row.minutes:
        minutes = worded_for(row.minutes, "{n} minute", "{n} minutes")
        title += f", {minutes}"
    said = ": ".join(part for part in (row.service, row.summary) if part)
    text = "\n".join(part for part in (said, row.outcome, row.next_step) if part)
    contact = row.contact.key if row.contact else None
    data: dict[str, FactValue] = {
        "channel": row.channel, "minutes": row.minutes, "contact": contact, "by": row.by or None
    }  # fmt: skip
    return Words(title, text, data)


def opened_words(row: Ticket) -> Words:
    """A ticket that was opened, by whom."""
    title = worded("Ticket {key} opened", key=row.key)
    if row.contact:
        title = worded("Ticket {key} opened by {contact}", key=row.key, contact=str(row.contact))
    data: dict[str, FactValue] = {"priority": row.priority or None, "status": row.status or None}
    return Words(title, row.subject, data)


def closed_words(row: Ticket) -> Words:
    """A ticket that was closed, after how long."""
    days = (row.closed_at - row.opened_at).days if row.closed_at else 0
    title = worded("Ticket {key} closed within a day", key=row.key)
    if days:
        title = worded_for(days, "Ticket {key} closed after {n} day", "Ticket {key} closed after {n} days", key=row.key)
    return Words(title, row.subject, {"days": days})


def order_words(row: Order) -> Words:
    """What was bought, and how much of it was given back."""
    amount, refunded = Money(row.amount, row.currency), Money(row.refunded, row.currency)
    title = worded("Order {key}: {amount}", key=row.key, amount=str(amount))
    if row.refunded:
        told = {"key": row.key, "amount": str(amount), "refunded": str(refunded)}
        title = worded("Order {key}: {amount}, of which {refunded} refunded", **told)
    return Words(title, row.product, {"amount": amount, "refunded": refunded})


def health_words(row: HealthChange) -> Words:
    """A change of band, and what moved it."""
    band = worded(_BANDS.get(row.band, row.band))
    title = worded("Health is {band}", band=band)
    if row.band_before:
        before = worded(_BANDS.get(row.band_before, row.band_before))
        title = worded("Health went from {before} to {band}", before=before, band=band)
    data: dict[str, FactValue] = {
        "band_before": row.band_before or None, "band": row.band, "score_before": row.score_before, "score": row.score
    }  # fmt: skip
    return Words(title, row.cause, data)


def note_words(row: Note) -> Words:
    """What somebody wrote."""
    title = worded("Note by {author}", author=row.by) if row.by else worded("Note")
    if row.edited_at is not None:
        title = worded("Note by {author}, edited", author=row.by) if row.by else worded("Note, edited")
    return Words(title, row.text, {"by": row.by or None})


def incident_words(row: IncidentAccount) -> Words:
    """That an incident affects it from now on."""
    title = worded("Affected by the incident “{incident}”", incident=row.incident.title)
    return Words(title, row.incident.description, {"way": row.way})


def incident_told_words(row: IncidentAccount) -> Words:
    """That it was told, and who of it."""
    title = worded("Told of the incident “{incident}”", incident=row.incident.title)
    if row.contact:
        said = {"contact": str(row.contact), "incident": row.incident.title}
        title = worded("{contact} was told of the incident “{incident}”", **said)
    return Words(title, "", {"way": row.way})


def incident_closed_words(row: IncidentAccount) -> Words:
    """That it is over, and what was given for it."""
    title = worded("The incident “{incident}” was closed", incident=row.incident.title)
    return Words(title, row.incident.goodwill, {})
