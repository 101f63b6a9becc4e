"""Invitations as calendar files: what RFC 5545 asks for, and what people write into them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.channels.icalendar import CANCEL, Meeting, Person, invitation

STARTS = datetime(2026, 3, 9, 13, tzinfo=UTC)
PLAIN = Meeting(
    uid="5f2b@tenure",
    sequence=2,
    stamp=datetime(2026, 3, 4, 12, tzinfo=UTC),
    starts=STARTS,
    ends=STARTS + timedelta(minutes=45),
    title="Video meeting: Bakkerij Smit and Acme",
    text="The quarter; what came, and what comes\nSee you",
    place="https://meet.example.com/abc?x=1",
    organizer=Person("Ada", "ada@acme.example"),
    guests=(Person('Jana "JS" Smit', "jana@smit.example"), Person("Łukasz", "lukasz@smit.example")),
)
GUEST = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;"


def unfolded(text):
    """The lines as they were before they were folded."""
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_meeting_is_told_as_calendars_read_it():
    assert unfolded(invitation(PLAIN)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tenure//Tenure//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:5f2b@tenure",
        "SEQUENCE:2",
        "DTSTAMP:20260304T120000Z",
        "DTSTART:20260309T130000Z",
        "DTEND:20260309T134500Z",
        "SUMMARY:Video meeting: Bakkerij Smit and Acme",
        "DESCRIPTION:The quarter\\; what came\\, and what comes\\nSee you",
        "LOCATION:https://meet.example.com/abc?x=1",
        "URL:https://meet.example.com/abc?x=1",
        'ORGANIZER;CN="Ada":mailto:ada@acme.example',
        GUEST + "CN=\"Jana ^'JS^' Smit\":mailto:jana@smit.example",
        GUEST + 'CN="Łukasz":mailto:lukasz@smit.example',
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_what_is_called_off_says_so_twice():
    lines = unfolded(invitation(PLAIN, CANCEL))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "UID:5f2b@tenure"} <= set(lines)


def test_a_time_of_another_zone_is_told_in_utc():
    there = STARTS.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert "DTSTART:20260309T130000Z" in unfolded(invitation(Meeting("u", 0, STARTS, there, there, "x")))


TEXTS = st.text(max_size=300)


@given(title=TEXTS, text=TEXTS, place=TEXTS, name=TEXTS, address=TEXTS)
def test_no_text_breaks_out_of_its_line(title, text, place, name, address):
    """However it is written, the file has the same lines, none longer than 75 octets and each of them UTF-8."""
    somebody = (Person(name, address),)
    told = invitation(Meeting("u", 0, STARTS, STARTS, STARTS, title, text, place, somebody[0], somebody))
    assert all(len(line.encode()) <= 75 for line in told.split("\r\n"))
    assert "\n" not in told.replace("\r\n", "")
    names = [line.split(":")[0].split(";")[0] for line in unfolded(told)]
    assert [name for name in names if name not in ("DESCRIPTION", "LOCATION", "URL")] == [
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND",
        "SUMMARY", "ORGANIZER", "ATTENDEE", "STATUS", "TRANSP", "END", "END",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "place", ["https://x.example/a b", "javascript:alert(1)", "Damrak 1", "https://x.example/\x07"]
)
def test_only_a_whole_address_is_a_link(place):
    lines = unfolded(invitation(Meeting("u", 0, STARTS, STARTS, STARTS, "x", place=place)))
    assert not [line for line in lines if line.startswith("URL")]
