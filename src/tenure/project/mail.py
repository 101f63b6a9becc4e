"""Through which server does mail go? One address says host, port, name, password and whether the way is encrypted."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 10


def mail_settings(url: str, sender: str, host: str) -> dict[str, Any]:
    """Django's settings for mail. ``smtp`` asks the server to encrypt (STARTTLS) wherever a password is sent.

    Raises ImproperlyConfigured for what is no such address.
    """
    found: dict[str, Any] = {"DEFAULT_FROM_EMAIL": sender or f"tenure@{host or 'localhost'}", "EMAIL_TIMEOUT": SECONDS}
    if not url:
        # Nothing asks to send while there is no server; whatever did would keep its letter to itself.
        return found | {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        port = None
    if parts.scheme not in PORTS or not parts.hostname or not port:
        raise ImproperlyConfigured("TENURE_MAIL_URL must look like smtp://user:password@host:587, or be empty.")
    return found | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.password),
    }
