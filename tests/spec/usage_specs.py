"""Usage facts, stated."""

from tests.spec.given import days_before
from tests.spec.spec import Spec

D = "2026-03-28"  # the day that is asked about


def events(*lines: str) -> dict[str, str]:
    """A table of events out of lines "at | actor | event" and perhaps "| times"."""
    body = "\n".join(line if line.count("|") == 3 else f"{line} | 1" for line in lines)
    return {"events": f"at | actor | event | times\n{body}"}


def every(days: range, actor: str = "u:ann", event: str = "Saved", at: str = "10:00") -> list[str]:
    """One event on each of the days that lie so many days before D."""
    return [f"{days_before(D, ago)} {at} | {actor} | {event}" for ago in days]


WINDOWS = (
    Spec(
        "A champion is quiet since any of them was last seen, also long ago; who is none any more counts no more.",
        {
            "events": """
                | at               | actor | event |
                | 2025-09-10 09:00 | u:ann | Saved |
                | 2026-03-20 09:00 | u:bob | Saved |
                | 2026-03-27 09:00 | u:eve | Saved |
                """,
            "champions": """
                | contact | actor | since      | until      |
                | 1       | u:ann | 2025-01-01 | -          |
                | 2       | u:bob | 2025-01-01 | 2026-03-25 |
                """,
        },
        """
        | as of      | champion_quiet_days |
        | 2025-09-09 | -                   |
        | 2025-09-12 | 2                   |
        | 2026-03-21 | 1                   |
        | 2026-03-28 | 199                 |
        """,
        spark=True,
    ),
    Spec(
        "A window of n days asked on a bare date is that day and the n - 1 before it.",
        events(
            "2026-03-28 23:59:59.999999 | u:ann | Saved",
            "2026-03-22 00:00 | u:ann | Saved",
            "2026-03-21 23:59:59.999999 | u:ann | Saved",
            "2026-03-01 00:00 | u:ann | Saved",
            "2026-02-28 23:00 | u:ann | Saved",
            "2025-12-29 00:00 | u:ann | Saved",
            "2025-12-28 23:00 | u:ann | Saved",
        ),
        """
        | as of      | events_7 | events_28 | events_90 | active_days_7 | active_days_28 | active_days_90 |
        | 2026-03-28 | 2        | 4         | 6         | 2             | 4              | 6              |
        """,
        spark=True,
    ),
    Spec(
        "Inside a day the window is n complete days before it and today so far; an event at the very moment is not yet known.",
        events(
            "2026-03-28 14:00 | u:ann | Saved",
            "2026-03-28 13:59:59.999999 | u:ann | Saved",
            "2026-03-21 00:00 | u:ann | Saved",
            "2026-03-20 23:59 | u:ann | Saved",
        ),
        """
        | as of                      | events_7 | active_days_7 | events_28 |
        | 2026-03-28T14:00:00        | 2        | 2             | 3         |
        | 2026-03-28T14:00:00.000001 | 3        | 2             | 4         |
        | 2026-03-28T00:00:00        | 1        | 1             | 2         |
        | 2026-03-27                 | 1        | 1             | 2         |
        """,
    ),
    Spec(
        "Active days never exceed the days of their window, although inside a day it touches one more.",
        events(*every(range(91), at="08:00")),
        """
        | as of               | active_days_7 | active_days_28 | active_days_90 | events_7 |
        | 2026-03-28T12:00:00 | 7             | 28             | 90             | 8        |
        | 2026-03-28          | 7             | 28             | 90             | 7        |
        """,
    ),
    Spec(
        "An account that was never seen is unknown; one that was seen before has a known 0.",
        events("2025-06-01 10:00 | u:ann | Saved"),
        """
        | as of      | events_7 | events_28 | events_90 | active_days_7 | active_days_28 | active_days_90 | actors_7 | actors_28 | actors_90 | breadth_28 |
        | 2025-05-31 | -        | -         | -         | -             | -              | -              | -        | -         | -         | -          |
        | 2025-06-01 | 1        | 1         | 1         | 1             | 1              | 1              | 1        | 1         | 1         | 1          |
        | 2026-03-28 | 0        | 0         | 0         | 0             | 0              | 0              | 0        | 0         | 0         | 0          |
        """,
    ),
    Spec(
        "Actors are different people, however many ids and days each has.",
        {
            "events": """
                | at               | actor  | event  |
                | 2026-03-27 09:00 | u:ann  | Saved  |
                | 2026-03-26 09:00 | a:k7   | Viewed |
                | 2026-03-10 09:00 | u:bob  | Saved  |
                | 2026-01-10 09:00 | u:cleo | Saved  |
                """,
            "identities": """
                | actor  | person |
                | u:ann  | u:ann  |
                | a:k7   | u:ann  |
                | u:bob  | u:bob  |
                | u:cleo | u:cleo |
                """,
        },
        """
        | as of      | actors_7 | actors_28 | actors_90 |
        | 2026-03-28 | 1        | 2         | 3         |
        """,
    ),
    Spec(
        "Breadth counts different event names, not events.",
        events(
            "2026-03-27 09:00 | u:ann | Saved | 40",
            "2026-03-26 09:00 | u:bob | Saved",
            "2026-03-26 09:00 | u:bob | Exported",
            "2026-02-26 09:00 | u:bob | Invited",
        ),
        """
        | as of      | breadth_28 | events_28 |
        | 2026-03-28 | 2          | 42        |
        """,
    ),
)

SEEN = (
    Spec(
        "Days since the last and the first event are calendar days, whatever the hour.",
        events("2026-03-01 00:00 | u:ann | Saved", "2026-03-12 23:59 | u:ann | Saved"),
        """
        | as of               | last_event_days | first_event_days |
        | 2026-02-28          | -               | -                |
        | 2026-03-01          | 0               | 0                |
        | 2026-03-12T23:59:30 | 0               | 11               |
        | 2026-03-13T00:00:00 | 0               | 11               |
        | 2026-03-13T00:00:01 | 1               | 12               |
        | 2026-03-28          | 16              | 27               |
        """,
    ),
    Spec(
        "They look back over the whole history, and never ahead within the month of the moment.",
        events(
            "2024-02-29 10:00 | u:ann | Saved", "2025-07-15 10:00 | u:bob | Saved", "2026-03-31 10:00 | u:ann | Saved"
        ),
        """
        | as of      | last_event_days | first_event_days |
        | 2025-07-01 | 488             | 488              |
        | 2026-03-28 | 256             | 758              |
        | 2026-03-31 | 0               | 761              |
        """,
    ),
)

RATIOS = (
    Spec(
        "The trend compares 28 complete days with the 28 before; today so far is in neither.",
        events(*every(range(1)), *every(range(1, 22)), *every(range(29, 57)), "2026-01-01 10:00 | u:ann | Saved"),
        """
        | as of               | usage_trend_28 | events_before_28 |
        | 2026-03-28T12:00:00 | 0.75           | 28               |
        | 2026-03-27          | 0.75           | 28               |
        """,
        spark=True,
    ),
    Spec(
        "Without events before there is no trend, and after a silence it is 0.",
        events(*every(range(30, 40))),
        """
        | as of      | usage_trend_28 | events_before_28 | events_28 |
        | 2026-02-20 | -              | 0                | 4         |
        | 2026-03-28 | 0              | 10               | 0         |
        | 2025-01-01 | -              | -                | -         |
        """,
    ),
    Spec(
        "Stickiness is the average number of people a day over all people of those 28 days.",
        events(*every(range(1, 15), "u:ann"), *every(range(1, 8), "u:bob"), *every(range(1), "u:cleo")),
        """
        | as of               | stickiness_28 | actors_28 |
        | 2026-03-28T12:00:00 | 0.375         | 3         |
        | 2026-03-27          | 0.375         | 2         |
        | 2026-05-28          | -             | 0         |
        """,
    ),
    Spec(
        "Seat utilisation is people over the seats of running contracts; without seats, or before any usage, it is unknown.",
        events(*every(range(1, 15), "u:ann"), *every(range(1, 8), "u:bob"), *every(range(1), "u:cleo"))
        | {
            "periods": """
                | contract | starts     | ends       | mrr     | seats |
                | 1        | 2026-01-01 | 2027-01-01 | 100 EUR | 3     |
                | 2        | 2026-03-01 | 2027-01-01 | 100 EUR | 5     |
                | 3        | 2026-03-01 | 2026-03-15 | 100 EUR | 90    |
                """
        },
        """
        | as of               | seat_utilisation | seats_bought |
        | 2026-03-28T12:00:00 | 0.25             | 8            |
        | 2026-03-28          | 0.375            | 8            |
        | 2026-02-01          | -                | 3            |
        | 2027-02-01          | -                | -            |
        """,
    ),
)

_RHYTHMS = tuple(
    Spec(
        f"Active on {days} of the last 28 days counts as {word}.",
        events(*every(range(days)), "2025-01-01 10:00 | u:ann | Saved"),
        f"""
        | as of      | usage_frequency | active_days_28 |
        | {D}        | {word}          | {days}         |
        """,
    )
    for days, word in ((12, "daily"), (11, "weekly"), (3, "weekly"), (2, "monthly"), (1, "monthly"), (0, "dormant"))
)
FREQUENCY = (
    *_RHYTHMS,
    Spec(
        "An account that was never seen has no rhythm.",
        events("2026-03-29 10:00 | u:ann | Saved"),
        """
        | as of      | usage_frequency |
        | 2026-03-28 | -               |
        """,
    ),
)

USAGE = WINDOWS + SEEN + RATIOS + FREQUENCY
