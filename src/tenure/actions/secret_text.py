"""How does a secret lie in the database? Encrypted with the installation's key, so that a copy of the records tells nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from tenure.values.voice import worded


class UnreadableSecret(Exception):  # noqa: N818 - reads as what is the matter
    """A secret was encrypted with another key than this installation's."""


def encrypt(secret: str) -> str:
    """The form that may be stored."""
    return _cipher().encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """The secret again. Raises UnreadableSecret when TENURE_SECRET_KEY is not the one it was encrypted with."""
    try:
        return _cipher().decrypt(stored.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret(
            worded(
                "A stored secret cannot be read: TENURE_SECRET_KEY, or the file secret_key in TENURE_DATA, has changed. "
                "Bring the old key back, or say the secret anew: make another webhook, write the address of the chat again"
            )
        ) from None


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"tenure secrets" + settings.SECRET_KEY.encode()).digest()))
