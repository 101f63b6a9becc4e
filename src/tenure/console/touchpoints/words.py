"""How are touchpoints told in words?"""

from datetime import date, datetime
from typing import Final

from babel import Locale
from babel.dates import format_date, format_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenure.answers import timeline_words

CHANNELS: Final = {
    **{str(name): gettext_lazy(word) for name, word in timeline_words.CHANNELS.items()},
    "other": gettext_lazy("Something else"),
}
LOGGED: Final = tuple(name for name in CHANNELS if name not in ("letter", "other"))  # offered at once
SHORT: Final = CHANNELS | {"video": gettext_lazy("Video"), "social": gettext_lazy("Social")}  # side by side in a form
PLANNED: Final = {name: CHANNELS[name] for name in ("video", "meeting", "call")}
FELT: Final = {
    1: gettext_lazy("Very unhappy"),
    2: gettext_lazy("Unhappy"),
    3: gettext_lazy("Neutral"),
    4: gettext_lazy("Happy"),
    5: gettext_lazy("Very happy"),
}
OUTCOMES: Final = (
    gettext_lazy("Reached"),
    gettext_lazy("No answer"),
    gettext_lazy("Left a message"),
    gettext_lazy("Answered a question"),
    gettext_lazy("Agreed on a next step"),
    gettext_lazy("Not interested now"),
)


def next_reason(channel: str, on: date) -> str:
    """Why there is a task, when it is the next step of a touchpoint."""
    return _("The next step of: %(channel)s, %(day)s.") % {"channel": CHANNELS[channel], "day": on.isoformat()}


def moment_words(at: datetime, zone: str, locale: Locale) -> str:
    """A day and a time as the clocks of the workspace show it, with its zone: ``Monday 23 November, 14:00 (Europe/Berlin)``."""
    return f"{format_date(at.date(), 'full', locale=locale)}, {format_time(at.time(), 'short', locale=locale)} ({zone})"
