"""As of when, or since when, does a program ask? Dates and times in ISO form, within years that make sense."""

from datetime import UTC, date, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from tenure import clock
from tenure.values.moment import Moment

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199


def _checked(text: str) -> str:
    read(text)
    return text


def read(text: str) -> Moment:
    """A date (its end, UTC) or a time. Raises ValueError with a sentence."""
    try:
        found = Moment.parse(text)
    except OverflowError:
        found = None
    if found is None or not FIRST_YEAR <= found.at.year <= LAST_YEAR + 1:
        raise ValueError(f"“{text[:40]}” lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def begin(text: str) -> datetime:
    """A date (its beginning, UTC) or a time. Raises ValueError with a sentence."""
    if len(text) == 10:
        read(text)
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return read(text).at


def as_of(text: str | None) -> Moment:
    """The moment meant; now when none is."""
    return Moment(clock.now()) if text is None else read(text)


_EXAMPLES: Final = ["2026-03-01", "2026-03-01T14:30:00Z"]
AsOf = Annotated[
    str,
    AfterValidator(_checked),
    Field(description="A date (its end, UTC) or an ISO time; now when left out", examples=_EXAMPLES, max_length=40),
]
Since = Annotated[
    str,
    AfterValidator(_checked),
    Field(description="From this date (its beginning, UTC) or ISO time on", examples=_EXAMPLES, max_length=40),
]
Until = Annotated[
    str,
    AfterValidator(_checked),
    Field(description="Before this date (its beginning, UTC) or ISO time", examples=_EXAMPLES, max_length=40),
]
