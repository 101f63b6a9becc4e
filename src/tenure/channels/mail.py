"""How is an e-mail sent? Through the server that TENURE_MAIL_URL names; without one nothing is sent, and pages say so."""

from dataclasses import dataclass
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from tenure.values.voice import worded


class NotSent(Exception):  # noqa: N818 - reads as what happened
    """The server did not take it; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail to one person; ``calendar`` is an iCalendar text that goes with it, ``method`` what it asks for.

    A ``name`` that no other letter has makes the same letter sent twice one for mail programs, and says that a program wrote.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    name: str = ""
    reply_to: str = ""
    calendar: str = ""
    method: str = ""


def is_set_up() -> bool:
    """Whether there is a server to send through."""
    return bool(settings.EMAIL_HOST)


def send(letter: Letter) -> None:
    """Send one e-mail. Raises NotSent with what went wrong."""
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),  # a header is one line
        body=letter.text,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
    )
    if letter.name:
        place = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        mail.extra_headers |= {"Message-ID": f"<{letter.name}@{place}>", "Auto-Submitted": "auto-generated"}
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        # Beside the text, so that mail programs offer to accept; and as a file, for those that do not.
        mail.attach_alternative(letter.calendar, f"text/calendar; method={letter.method}")
        mail.attach("invitation.ics", letter.calendar, "text/calendar")
    try:
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        raise NotSent(
            worded("The mail server did not take the letter to {address}: {error}", address=letter.to, error=str(error))
        ) from error
