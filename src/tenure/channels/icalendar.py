"""How does a calendar learn of a meeting? As one event in an iCalendar text (RFC 5545), with iTIP's method (RFC 5546)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
PRODUCT: Final = "-//Tenure//Tenure//EN"
_LINE: Final = 75  # octets, without the end of the line


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One event. ``uid`` stays for good, ``sequence`` rises with every change; ``stamp`` is when this was said."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    title: str
    text: str = ""
    place: str = ""
    organizer: Person | None = None
    guests: Sequence[Person] = ()


def invitation(meeting: Meeting, method: str = REQUEST) -> str:
    """The text of an ``.ics`` file that invites (``REQUEST``), moves what it invited to before, or calls it off (``CANCEL``).

    Times are in UTC, which every calendar shows in its own zone, so that no zone has to be described.
    """
    return "".join(f"{part}\r\n" for line in _lines(meeting, method) for part in _folded(line))


def _lines(meeting: Meeting, method: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}")
    yield from ("BEGIN:VEVENT", f"UID:{_text(meeting.uid)}", f"SEQUENCE:{meeting.sequence}")
    yield f"DTSTAMP:{_time(meeting.stamp)}"
    yield f"DTSTART:{_time(meeting.starts)}"
    yield f"DTEND:{_time(meeting.ends)}"
    yield f"SUMMARY:{_text(meeting.title)}"
    if meeting.text:
        yield f"DESCRIPTION:{_text(meeting.text)}"
    if meeting.place:
        yield f"LOCATION:{_text(meeting.place)}"
        if meeting.place.startswith("https://") and " " not in meeting.place and _is_plain(meeting.place):
            yield f"URL:{meeting.place}"
    if meeting.organizer is not None:
        yield f"ORGANIZER;CN={_parameter(meeting.organizer.name)}:mailto:{_address(meeting.organizer)}"
    for guest in meeting.guests:
        said = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"
        yield f"ATTENDEE;{said};CN={_parameter(guest.name)}:mailto:{_address(guest)}"
    yield f"STATUS:{'CANCELLED' if method == CANCEL else 'CONFIRMED'}"
    yield from ("TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR")


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A value of type TEXT: what would end it is escaped, and control characters are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(char for char in lines if char in "\n\t" or _is_plain(char))
    for char in ("\\", ";", ","):
        plain = plain.replace(char, f"\\{char}")
    return plain.replace("\n", "\\n")


def _parameter(text: str) -> str:
    """A parameter's value in quotes, which cannot hold quotes themselves (RFC 6868 writes them ``^'``)."""
    plain = "".join(char for char in " ".join(text.split()) if _is_plain(char))
    return '"' + plain.replace("^", "^^").replace('"', "^'") + '"'


def _address(person: Person) -> str:
    """An address as a URI takes it: what could end the line or the value is left out."""
    return "".join(char for char in person.address if _is_plain(char) and char not in ' "<>;,\t')


def _is_plain(text: str) -> bool:
    return all(ord(char) >= 32 and ord(char) != 127 for char in text)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, none of which cuts a character; those after the first begin with a blank."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part
