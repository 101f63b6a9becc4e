"""Offers a planned touchpoint to those invited: as the text of a calendar file, and by e-mail where there is a server."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.touchpoints import NOUN, TouchpointError
from tenure.channels.icalendar import CANCEL, REQUEST, Meeting, Person, invitation
from tenure.channels.mail import Letter, NotSent, is_set_up, send
from tenure.records.audit import AuditEntry
from tenure.records.touchpoint import Touchpoint
from tenure.values.voice import worded

USUAL_MINUTES: Final = 30


def method_of(touchpoint: Touchpoint) -> str:
    """What its invitation says now: come, or do not."""
    return CANCEL if touchpoint.cancelled_at is not None else REQUEST


def calendar_of(touchpoint: Touchpoint, title: str) -> str:
    """The invitation as it stands now: ``title`` says what it is to those who get it."""
    length = timedelta(minutes=USUAL_MINUTES if touchpoint.minutes is None else touchpoint.minutes)
    meeting = Meeting(
        uid=f"{touchpoint.key.removeprefix('plan:')}@tenure",
        sequence=touchpoint.sequence,
        stamp=clock.now(),
        starts=touchpoint.at,
        ends=touchpoint.at + length,
        title=title,
        text=touchpoint.summary,
        place=touchpoint.place,
        organizer=organizer_of(touchpoint),
        guests=guests_of(touchpoint),
    )
    return invitation(meeting, method_of(touchpoint))


def organizer_of(touchpoint: Touchpoint) -> Person | None:
    """The member who planned it."""
    member = touchpoint.member
    return None if member is None else Person(member.name, member.user.email)


def guests_of(touchpoint: Touchpoint) -> list[Person]:
    """Those invited who have an address."""
    found = touchpoint.attendees.select_related("contact").order_by("pk")
    return [Person(str(guest.contact), guest.contact.email) for guest in found if "@" in guest.contact.email]


def send_invitation(*, touchpoint: Touchpoint, title: str, text: str, by: str) -> int:
    """Mail the invitation, or that it is called off, to each who is invited; how many letters went out.

    ``text`` is what they read. Raises TouchpointError when there is no server or nobody to write to, and when the server
    refuses: it names to whom a letter went until then.
    """
    if not is_set_up():
        raise TouchpointError(
            worded("No mail server is set up (TENURE_MAIL_URL): download the invitation and send it yourself.")
        )
    guests = guests_of(touchpoint)
    if not guests:
        raise TouchpointError(worded("Nobody is invited who has an e-mail address."))
    calendar, organizer = calendar_of(touchpoint, title), organizer_of(touchpoint)
    sent: list[str] = []
    try:
        # Not in a transaction: a letter that went out cannot be taken back, and a slow server must not hold the database.
        for guest in guests:
            send(
                Letter(
                    to=guest.address, subject=title, text=text, reply_to=organizer.address if organizer else "",
                    calendar=calendar, method=method_of(touchpoint),
                )
            )  # fmt: skip
            sent.append(guest.address)
    except NotSent as error:
        went = worded("It went out to {people} before.", people=", ".join(sent)) if sent else ""
        raise TouchpointError(f"{error}. {went}".rstrip()) from error
    finally:
        if sent:
            _note(touchpoint, sent, by)
    return len(sent)


def _note(touchpoint: Touchpoint, sent: list[str], by: str) -> None:
    now = clock.now()
    with transaction.atomic():
        Touchpoint.objects.filter(workspace=touchpoint.workspace_id, pk=touchpoint.pk).update(invited_at=now)
        AuditEntry.objects.create(
            workspace_id=touchpoint.workspace_id, at=now, by=by, verb="invite", noun=NOUN, record=touchpoint.pk,
            after={"letters": len(sent), "sequence": touchpoint.sequence},
        )  # fmt: skip
    touchpoint.invited_at = now
