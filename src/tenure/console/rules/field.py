"""What stands in one field of a form, as it was typed, and what is wrong with it?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.sources.numbers import either


@dataclass(slots=True)
class Field:
    """``name`` is what the form calls it, ``error`` a sentence for who typed it (empty: nothing is wrong)."""

    name: str
    value: str = ""
    error: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], name: str, usual: str = "") -> "Field":
        """What was sent of it."""
        return cls(name, given.get(name, usual).replace("\0", "").strip())

    @property
    def number(self) -> float | None:
        """The number that it holds, or None with an error; a decimal comma is read, too, where it can be nothing else."""
        text = self.value.replace("−", "-")
        try:
            found = float(text.replace(",", "."))
            if (whole := either(text)) and text != plain(found):  # as a field never writes it by itself
                said = _("“%(text)s” could be two numbers: write %(part)s or %(whole)s.")
                self.error = said % {"text": text, "part": plain(found), "whole": whole}
                return None
        except ValueError:
            found = math.nan
        if math.isfinite(found):
            return found
        self.error = self.error or (_("Write a number here.") if self.value else _("A number is missing here."))
        return None


def plain(number: float) -> str:
    """A number as it stands in a field: ``20``, ``0.25``."""
    return f"{number:.12g}"
