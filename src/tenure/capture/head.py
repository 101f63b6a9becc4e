"""What do a request's headers say that matters to capture?"""

import binascii
from collections.abc import Iterable

from tenure.capture.limits import MAX_PACKED
from tenure.capture.replies import too_large


class Head:
    """The write key if a header carries one, how the body is packed, and whether a browser asks."""

    __slots__ = ("encoding", "key", "to_browser")

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Raises Refused when the declared length is more than a request may have."""
        self.key: str | None = None
        self.encoding = b""
        self.to_browser = False
        for name, value in headers:
            if name == b"authorization":
                self.key = key_in(value) or self.key
            elif name == b"x-write-key":
                self.key = self.key or value.decode("latin-1")
            elif name == b"content-length":  # the server has checked that it is a number
                if int(value) > MAX_PACKED:
                    raise too_large()
            elif name == b"content-encoding":
                self.encoding = value.strip().lower()
            elif name == b"origin":
                self.to_browser = True


def key_in(authorization: bytes) -> str | None:
    """The key in ``Basic base64(key:)`` or ``Bearer key``; None when it is neither."""
    scheme, _, rest = authorization.partition(b" ")
    scheme = scheme.lower()
    if scheme == b"bearer":
        return rest.strip().decode("latin-1") or None
    if scheme != b"basic":
        return None
    try:
        return binascii.a2b_base64(rest).partition(b":")[0].decode() or None
    except (binascii.Error, UnicodeDecodeError):
        return None
