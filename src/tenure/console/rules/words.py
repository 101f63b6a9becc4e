"""Which words does a form of rules use? Kinds of lines, joins, operators by the type of what is compared."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]
JOINS: Final[Words] = {
    "all": _("All of these hold"),
    "any": _("At least one of these holds"),
    "none": _("None of these holds"),
    "notall": _("Not all of these hold"),
}
KINDS: Final[Words] = {
    "fact": _("A fact"),
    "changed": _("A change"),
    "did": _("An event"),
    "followed": _("One event after another"),
    "watch": _("A look at the own past"),
    "group": _("A group"),
}
_PRESENCE: Final[Words] = {"known": _("is known"), "unknown": _("is not known")}
_FIGURES: Final[Words] = {
    "ge": _("is at least"),
    "le": _("is at most"),
    "gt": _("is above"),
    "lt": _("is below"),
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
}
_TEXT: Final[Words] = {
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
    "contains": _("contains"),
    "starts": _("begins with"),
}
_ANY: Final[Words] = {**_TEXT, **_FIGURES, **_PRESENCE}
# Type of a fact -> how it is compared; empty for what is of no one type.
OPS: Final[Mapping[str, Words]] = {
    "int": {**_FIGURES, **_PRESENCE},
    "float": {**_FIGURES, **_PRESENCE},
    "money": {**_FIGURES, **_PRESENCE},
    "text": {**_TEXT, **_PRESENCE},
    "bool": {"eq": _("is"), "ne": _("is not"), **_PRESENCE},
    "date": {
        "next": _("is in the next days, so many"),
        "past": _("is in the past days, so many"),
        "lt": _("is before"),
        "le": _("is on or before"),
        "gt": _("is after"),
        "ge": _("is on or after"),
        "eq": _("is on"),
        "ne": _("is not on"),
        **_PRESENCE,
    },
    "": _ANY,
}
UNITS: Final[Words] = {"": _("the day"), "ahead": _("days ahead"), "ago": _("days ago")}
WAYS: Final[Words] = {"falls": _("fell"), "rises": _("rose"), "changes": _("changed")}
TIMES: Final[Words] = {
    "ge": _("came at least"),
    "le": _("came at most"),
    "gt": _("came more than"),
    "lt": _("came less than"),
    "eq": _("came just"),
    "ne": _("came not just"),
    "never": _("did not come"),
}
WINDOWS: Final[Words] = {"days": _("in the last days, so many"), "since": _("since the day")}
WATCHES: Final[Words] = {
    "stopped": _("has stopped"),
    "falling": _("is falling"),
    "stagnating": _("is stagnating"),
    "spike": _("is far above usual"),
}
SOURCES: Final[Words] = {"event": _("An event"), "usage": _("All usage"), "metric": _("A metric")}
