"""Relationship facts, stated."""

from tests.spec.spec import Spec

RELATIONSHIP = (
    Spec(
        "Touchpoints count in a window of 90 complete days and today so far; meetings and video calls are meetings.",
        {
            "touchpoints": """
                | at               | channel |
                | 2025-12-28 10:00 | meeting |
                | 2025-12-29 10:00 | video   |
                | 2026-03-01 10:00 | email   |
                | 2026-03-28 10:00 | meeting |
                | 2026-03-28 16:00 | call    |
                """
        },
        """
        | as of               | touchpoints_90 | meetings_90 | last_touchpoint_days |
        | 2025-12-27          | -              | -           | -                    |
        | 2026-03-27          | 3              | 2           | 26                   |
        | 2026-03-28T10:00:00 | 3              | 2           | 27                   |
        | 2026-03-28T11:00:00 | 4              | 3           | 0                    |
        | 2026-03-28          | 4              | 2           | 0                    |
        | 2026-03-29          | 3              | 1           | 1                    |
        | 2026-12-31          | 0              | 0           | 278                  |
        """,
        spark=True,
    ),
    Spec(
        "A ticket is open from its opening until its closing; without any open one the oldest is a known 0.",
        {
            "tickets": """
                | opened           | closed           |
                | 2026-03-01 09:00 | 2026-03-10 12:00 |
                | 2026-03-08 09:00 | -                |
                | 2026-03-08 10:00 | 2026-03-08 11:00 |
                """
        },
        """
        | as of                      | tickets_open | tickets_28 | oldest_open_ticket_days |
        | 2026-02-28                 | -            | -          | -                       |
        | 2026-03-01T09:00:00        | -            | -          | -                       |
        | 2026-03-01                 | 1            | 1          | 0                       |
        | 2026-03-08T10:30:00        | 3            | 3          | 7                       |
        | 2026-03-10T12:00:00        | 2            | 3          | 9                       |
        | 2026-03-10T12:00:00.000001 | 1            | 3          | 2                       |
        | 2026-03-29                 | 1            | 2          | 21                      |
        """,
        spark=True,
    ),
    Spec(
        "Once every ticket is closed none is waiting.",
        {"tickets": "opened | closed\n2026-03-01 09:00 | 2026-03-10 12:00"},
        """
        | as of      | tickets_open | tickets_28 | oldest_open_ticket_days |
        | 2026-03-09 | 1            | 1          | 8                       |
        | 2026-03-10 | 0            | 1          | 0                       |
        | 2026-06-01 | 0            | 0          | 0                       |
        """,
    ),
    Spec(
        "A relationship begins with the first contract; without one with the first order, else with the first event.",
        {
            "periods": "account | starts | ends | mrr\nacme | 2026-03-01 | - | 9.00 EUR",
            "orders": "account | at | amount\nacme | 2026-02-01 09:00 | 9.00 EUR\nglobex | 2026-02-01 09:00 | 9.00 EUR",
            "events": """
                | account | at               | actor | event |
                | acme    | 2026-01-01 09:00 | u:ann | Saved |
                | globex  | 2026-01-01 09:00 | u:eve | Saved |
                | hooli   | 2026-01-01 09:00 | u:jan | Saved |
                """,
        },
        """
        | as of      | account | relationship_days |
        | 2025-12-31 | acme    | -                 |
        | 2026-01-31 | acme    | 30                |
        | 2026-02-11 | acme    | 10                |
        | 2026-03-11 | acme    | 10                |
        | 2026-01-31 | globex  | 30                |
        | 2026-03-11 | globex  | 38                |
        | 2026-03-11 | hooli   | 69                |
        """,
        spark=True,
    ),
    Spec(
        "An incident is open for an account from when it was found to be affected until all are closed together.",
        {
            "incidents": """
                | account | found            | closed           |
                | acme    | 2026-03-01 09:00 | 2026-03-10 12:00 |
                | acme    | 2026-03-08 09:00 | -                |
                | globex  | 2026-03-05 09:00 | 2026-03-10 12:00 |
                """,
            "tickets": "account | opened | closed\nhooli | 2026-03-01 09:00 | -",
        },
        """
        | as of                      | account | incidents_open |
        | 2026-02-28                 | acme    | 0              |
        | 2026-03-01T09:00:00        | acme    | 0              |
        | 2026-03-01                 | acme    | 1              |
        | 2026-03-08                 | acme    | 2              |
        | 2026-03-10T12:00:00        | acme    | 2              |
        | 2026-03-10T12:00:00.000001 | acme    | 1              |
        | 2026-03-04                 | globex  | 0              |
        | 2026-03-09                 | globex  | 1              |
        | 2026-03-11                 | globex  | 0              |
        | 2026-03-11                 | hooli   | 0              |
        """,
        spark=True,
    ),
    Spec(
        "The latest NPS answer is the measurement “nps” of its last day with one, the mean where several came; it counts for a year.",
        {
            "measurements": """
                | day        | metric | value | asset |
                | 2026-01-10 | nps    | 9     | -     |
                | 2026-03-10 | nps    | 8     | -     |
                | 2026-03-10 | nps    | 3     | 1     |
                """
        },
        """
        | as of               | nps_latest | nps_latest_days |
        | 2026-01-09          | -          | -               |
        | 2026-01-10T12:00:00 | -          | -               |
        | 2026-01-10          | 9          | 0               |
        | 2026-03-11          | 5.5        | 1               |
        | 2027-03-09          | 5.5        | 364             |
        | 2027-03-10          | -          | -               |
        """,
        spark=True,
    ),
    Spec(
        "Of the tasks that are open the one counts that has waited longest since it was due; what is done or dropped waits no more.",
        {
            "tasks": """
                | account | made             | due        | ended            |
                | acme    | 2026-03-01 09:00 | 2026-03-05 | 2026-03-20 09:00 |
                | acme    | 2026-03-02 09:00 | 2026-03-10 | -                |
                | acme    | 2026-03-02 09:00 | -          | -                |
                | globex  | 2026-03-02 09:00 | 2026-03-10 | 2026-03-04 09:00 |
                """
        },
        """
        | as of      | account | task_overdue_days |
        | 2026-02-28 | acme    | -                 |
        | 2026-03-05 | acme    | 0                 |
        | 2026-03-08 | acme    | 3                 |
        | 2026-03-19 | acme    | 14                |
        | 2026-03-20 | acme    | 10                |
        | 2026-03-12 | globex  | 0                 |
        """,
        spark=True,
    ),
)
