"""Facts that a workspace declares itself, stated."""

from tests.spec.spec import Spec

EVENTS = """
    | account | at               | actor | event  | value |
    | acme    | 2026-03-01 09:00 | u:ann | Paid   | 5     |
    | acme    | 2026-03-27 09:00 | u:ann | Paid   | 2.5   |
    | acme    | 2026-03-27 17:00 | u:bob | Paid   | 4     |
    | acme    | 2026-03-28 09:00 | u:ann | Paid   | -     |
    | acme    | 2026-03-28 09:30 | u:ann | Saved  | 9     |
    | globex  | 2026-03-28 09:00 | u:eve | Saved  | -     |
    """

CUSTOM = (
    Spec(
        "An event is counted, and its days, in n complete days and today so far; an account that was seen and did not send it has 0, one never seen is unknown.",
        {
            "events": EVENTS,
            "facts": """
                | name       | source | of     | how   | days |
                | paid_7     | event  | Paid   | count | 7    |
                | paid_30    | event  | Paid   | count | 30   |
                | paid_days  | event  | Paid   | days  | 30   |
                | day_of_pay | event  | Paid   | days  | 1    |
                """,
        },
        """
        | as of               | account | paid_7 | paid_30 | paid_days | day_of_pay |
        | 2026-02-28          | acme    | -      | -       | -         | -          |
        | 2026-03-01          | acme    | 1      | 1       | 1         | 1          |
        | 2026-03-20          | acme    | 0      | 1       | 1         | 0          |
        | 2026-03-28T09:00:00 | acme    | 2      | 3       | 2         | 1          |
        | 2026-03-28          | acme    | 3      | 4       | 3         | 1          |
        | 2026-03-28T10:00:00 | acme    | 3      | 4       | 3         | 1          |
        | 2026-03-28          | globex  | 0      | 0       | 0         | 0          |
        """,
        spark=True,
    ),
    Spec(
        "The values of an event add up, and the last of them that was sent is its last value; events without a value say nothing.",
        {
            "events": EVENTS,
            "facts": """
                | name      | source | of    | how  | days |
                | paid_sum  | event  | Paid  | sum  | 30   |
                | paid_last | event  | Paid  | last | 30   |
                | paid_365  | event  | Paid  | sum  | 365  |
                | saved_sum | event  | Saved | sum  | 30   |
                """,
        },
        """
        | as of      | account | paid_sum | paid_last | paid_365 | saved_sum |
        | 2026-03-01 | acme    | 5        | 5         | 5        | 0         |
        | 2026-03-27 | acme    | 11.5     | 4         | 11.5     | 0         |
        | 2026-03-28 | acme    | 11.5     | 4         | 11.5     | 9         |
        | 2026-04-20 | acme    | 6.5      | 4         | 11.5     | 9         |
        | 2026-09-01 | acme    | 0        | -         | 11.5     | 0         |
        | 2026-03-28 | globex  | 0        | -         | 0        | -         |
        """,
        spark=True,
    ),
    Spec(
        "A measurement is read on n complete days, over the account and its assets in use; without a figure nothing is known.",
        {
            "measurements": """
                | day        | metric   | value | asset | retired    |
                | 2026-03-01 | visitors | 100   | 1     | -          |
                | 2026-03-27 | visitors | 0     | 1     | -          |
                | 2026-03-28 | visitors | 20    | 1     | -          |
                | 2026-03-28 | visitors | 1.5   | -     | -          |
                | 2026-03-28 | visitors | 50    | 2     | 2026-01-01 |
                """,
            "facts": """
                | name      | source      | of       | how   | days |
                | figures   | measurement | visitors | count | 28   |
                | days_with | measurement | visitors | days  | 28   |
                | visits    | measurement | visitors | sum   | 28   |
                | latest    | measurement | visitors | last  | 28   |
                | visits_90 | measurement | visitors | sum   | 90   |
                """,
        },
        """
        | as of               | figures | days_with | visits | latest | visits_90 |
        | 2026-02-28          | -       | -         | -      | -      | -         |
        | 2026-03-27          | 2       | 1         | 100    | 0      | 100       |
        | 2026-03-28T12:00:00 | 2       | 1         | 100    | 0      | 100       |
        | 2026-03-28          | 4       | 2         | 121.5  | 21.5   | 121.5     |
        | 2026-03-29          | 3       | 1         | 21.5   | 21.5   | 121.5     |
        | 2026-05-01          | -       | -         | -      | -      | 121.5     |
        """,
        spark=True,
    ),
)
