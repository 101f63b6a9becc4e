"""How does an account's key stand in an address? Any key does, slashes and dots too, and comes back as it was."""

import re

# What would change meaning in a path: our own mark, separators, and a dot at the start ("..").
_UNSAFE = re.compile(r"[~/\\%?#;\x00-\x20\x7f]|^\.")
_MARKED = re.compile(r"~([0-9A-F]{2})")


class AccountKey:
    """A path converter: ``a/b`` is written ``a~2Fb``."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """The key that an address means."""
        return _MARKED.sub(lambda mark: chr(int(mark[1], 16)), value)

    def to_url(self, value: str) -> str:
        """The key as a part of an address."""
        return _UNSAFE.sub(lambda sign: f"~{ord(sign[0]):02X}", value)
