"""Through which server does mail go? One address says host, port, name, password and whether the way is encrypted."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """The server, and from whom letters come; without a ``host`` none are sent."""

    sender: str
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls: bool = False
    starts_tls: bool = False


def mail_settings(url: str, sender: str, our_host: str) -> Mail:
    """What TENURE_MAIL_URL means. ``smtp`` asks the server to encrypt (STARTTLS) wherever a password is sent.

    Raises ImproperlyConfigured for what is no such address.
    """
    sender = sender or f"tenure@{our_host or 'localhost'}"
    if not url:
        return Mail(sender)
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in PORTS or not parts.hostname or not port:
        raise ImproperlyConfigured("TENURE_MAIL_URL must look like smtp://user:password@host:587, or be empty.")
    return Mail(
        sender=sender,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        starts_tls=parts.scheme == "smtp" and bool(parts.password),
    )
