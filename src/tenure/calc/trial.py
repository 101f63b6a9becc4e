"""Which plans are there to try with? One of these words is in their name."""

from typing import Final

TRIAL: Final = (
    r"(?i)\b(free trial|trial|proef\w*|probe\w*|testphase|testversion|пробн\w*)\b"  # English, Dutch, German, Russian
)
