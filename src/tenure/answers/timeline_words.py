"""How is each entry of a timeline said? A line, a text where there is more, and its figures, in the voice in force."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tenure.answers.used_days import UsedDay
from tenure.facts.values import FactValue
from tenure.records.health import HealthChange
from tenure.records.note import Note
from tenure.records.order import Order
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Touchpoint
from tenure.values.money import Money
from tenure.values.voice import voice

_NAMED: Final = 5  # names of events that a day's entry tells
_CHANNELS: Final[Mapping[str, str]] = {
    Touchpoint.Channel.EMAIL: "E-mail",
    Touchpoint.Channel.CALL: "Call",
    Touchpoint.Channel.VIDEO: "Video call",
    Touchpoint.Channel.MEETING: "Meeting",
    Touchpoint.Channel.CHAT: "Chat",
    Touchpoint.Channel.PUSH: "Push message",
    Touchpoint.Channel.SOCIAL: "Social media",
    Touchpoint.Channel.LETTER: "Letter",
}
_BANDS: Final[Mapping[str, str]] = {"none": "no data"}


class Words(NamedTuple):
    """An entry for people: what happened in a line, the rest in a text; and its figures for programs."""

    title: str
    text: str
    data: dict[str, FactValue]


def use_words(used: UsedDay) -> Words:
    """A day's use: how much, by how many, and what for."""
    named = ", ".join(f"{name} {voice().number(count)}" for name, count in used.names[:_NAMED])
    more = len(used.names) - _NAMED
    text = f"{named} and {_counted(more, 'other kind', 'other kinds')}" if more > 0 else named
    title = f"{_counted(used.events, 'event', 'events')} by {_counted(used.people, 'person', 'people')}"
    return Words(title, text, {"events": used.events, "people": used.people})


def touchpoint_words(row: Touchpoint) -> Words:
    """How, with whom, and how long."""
    title = _CHANNELS.get(row.channel, "Touchpoint")
    if row.contact:
        title += f" with {row.contact}"
    if row.minutes:
        title += f", {_counted(row.minutes, 'minute', 'minutes')}"
    said = ": ".join(part for part in (row.service, row.summary) if part)
    text = "\n".join(part for part in (said, row.outcome, row.next_step) if part)
    contact = row.contact.key if row.contact else None
    data: dict[str, FactValue] = {
        "channel": row.channel, "minutes": row.minutes, "contact": contact, "by": row.by or None
    }  # fmt: skip
    return Words(title, text, data)


def opened_words(row: Ticket) -> Words:
    """A ticket that was opened, by whom."""
    by = f" by {row.contact}" if row.contact else ""
    data: dict[str, FactValue] = {"priority": row.priority or None, "status": row.status or None}
    return Words(f"Ticket {row.key} opened{by}", row.subject, data)


def closed_words(row: Ticket) -> Words:
    """A ticket that was closed, after how long."""
    days = (row.closed_at - row.opened_at).days if row.closed_at else 0
    after = f" after {_counted(days, 'day', 'days')}" if days else " within a day"
    return Words(f"Ticket {row.key} closed{after}", row.subject, {"days": days})


def order_words(row: Order) -> Words:
    """What was bought, and how much of it was given back."""
    amount, refunded = Money(row.amount, row.currency), Money(row.refunded, row.currency)
    back = f", of which {refunded} refunded" if row.refunded else ""
    return Words(f"Order {row.key}: {amount}{back}", row.product, {"amount": amount, "refunded": refunded})


def health_words(row: HealthChange) -> Words:
    """A change of band, and what moved it."""
    band = _BANDS.get(row.band, row.band)
    before = _BANDS.get(row.band_before, row.band_before)
    title = f"Health went from {before} to {band}" if before else f"Health is {band}"
    data: dict[str, FactValue] = {
        "band_before": row.band_before or None, "band": row.band, "score_before": row.score_before, "score": row.score
    }  # fmt: skip
    return Words(title, row.cause, data)


def note_words(row: Note) -> Words:
    """What somebody wrote."""
    return Words(f"Note by {row.by}" if row.by else "Note", row.text, {"by": row.by or None})


def _counted(count: int, one: str, many: str) -> str:
    return f"{voice().number(count)} {one if count == 1 else many}"
