"""Revenue facts, stated."""

from tests.spec.spec import Spec

BOUGHT = (
    Spec(
        "Revenue is what orders came to, less what was given back by then; a refund counts from its day, and the average is of amounts alone.",
        {
            "orders": """
                | at               | amount     | refunded  | refunded on |
                | 2026-03-01 09:00 | 100.00 EUR | 40.00 EUR | 2026-03-20  |
                | 2026-03-10 14:00 | 50.00 EUR  | -         | -           |
                """
        },
        """
        | as of                      | revenue_total | revenue_365 | orders_total | orders_365 | average_order_value | last_order_days |
        | 2026-02-28                 | -             | -           | -            | -          | -                   | -               |
        | 2026-03-01T09:00:00        | -             | -           | -            | -          | -                   | -               |
        | 2026-03-01T09:00:00.000001 | 100.00 EUR    | 100.00 EUR  | 1            | 1          | 100.00 EUR          | 0               |
        | 2026-03-10T14:00:00        | 100.00 EUR    | 100.00 EUR  | 1            | 1          | 100.00 EUR          | 9               |
        | 2026-03-19                 | 150.00 EUR    | 150.00 EUR  | 2            | 2          | 75.00 EUR           | 9               |
        | 2026-03-20T00:00:01        | 110.00 EUR    | 110.00 EUR  | 2            | 2          | 75.00 EUR           | 10              |
        | 2026-03-20                 | 110.00 EUR    | 110.00 EUR  | 2            | 2          | 75.00 EUR           | 10              |
        """,
        spark=True,
    ),
    Spec(
        "A year of orders is 365 complete days and today so far; once none is in it, what came to nothing is a known 0.",
        {
            "orders": "at | amount\n2025-03-28 12:00 | 10.00 EUR\n2025-03-29 00:00 | 20.00 EUR\n2026-03-28 08:00 | 30.00 EUR"
        },
        """
        | as of               | orders_365 | revenue_365 | orders_total | revenue_total |
        | 2026-03-27          | 2          | 30.00 EUR   | 2            | 30.00 EUR     |
        | 2026-03-28T07:00:00 | 2          | 30.00 EUR   | 2            | 30.00 EUR     |
        | 2026-03-28T09:00:00 | 3          | 60.00 EUR   | 3            | 60.00 EUR     |
        | 2026-03-28          | 2          | 50.00 EUR   | 3            | 60.00 EUR     |
        | 2027-12-31          | 0          | 0.00 EUR    | 3            | 60.00 EUR     |
        """,
    ),
    Spec(
        "A refund without a day is known with its order; an order given back whole is still an order.",
        {"orders": "at | amount | refunded | refunded on\n2026-03-01 09:00 | 80.00 EUR | 80.00 EUR | -"},
        """
        | as of      | revenue_total | orders_total | average_order_value | refund_share_365 |
        | 2026-03-01 | 0.00 EUR      | 1            | 80.00 EUR           | 1                |
        """,
    ),
    Spec(
        "Amounts in several currencies are not added up; orders are counted all the same.",
        {"orders": "at | amount\n2026-01-01 09:00 | 10.00 EUR\n2026-02-01 09:00 | 20.00 USD"},
        """
        | as of      | revenue_total | revenue_365 | average_order_value | orders_total | orders_365 | refund_share_365 | spend_365_ratio |
        | 2026-01-31 | 10.00 EUR     | 10.00 EUR   | 10.00 EUR           | 1            | 1          | 0                | -               |
        | 2026-02-01 | -             | -           | -                   | 2            | 2          | -                | -               |
        """,
    ),
    Spec(
        "An average that does not come out even is rounded to the minor unit.",
        {
            "orders": "at | amount\n2026-01-01 09:00 | 10.00 EUR\n2026-01-02 09:00 | 10.00 EUR\n2026-01-03 09:00 | 10.01 EUR"
        },
        """
        | as of      | average_order_value |
        | 2026-01-02 | 10.00 EUR           |
        | 2026-01-03 | 10.00 EUR           |
        """,
    ),
)

REGULARITY = (
    Spec(
        "With three order days the silence is measured by the account's own usual gap, the median of the days between; several orders on a day are one order day.",
        {
            "orders": """
                | at               | amount   |
                | 2026-01-01 09:00 | 9.00 EUR |
                | 2026-01-11 09:00 | 9.00 EUR |
                | 2026-01-11 18:00 | 9.00 EUR |
                | 2026-01-31 09:00 | 9.00 EUR |
                """
        },
        """
        | as of      | order_gap_ratio | last_order_days |
        | 2026-01-31 | 0               | 0               |
        | 2026-02-15 | 1               | 15              |
        | 2026-03-17 | 3               | 45              |
        """,
        spark=True,
    ),
    Spec(
        "With fewer order days the usual gap is the workspace's: the median over everybody's orders before today.",
        {
            "orders": """
                | account | at               | amount   |
                | acme    | 2026-03-01 09:00 | 9.00 EUR |
                | globex  | 2026-01-01 09:00 | 9.00 EUR |
                | globex  | 2026-01-09 09:00 | 9.00 EUR |
                | globex  | 2026-01-17 09:00 | 9.00 EUR |
                | hooli   | 2026-01-05 09:00 | 9.00 EUR |
                | hooli   | 2026-03-06 09:00 | 9.00 EUR |
                """
        },
        """
        | as of               | account | order_gap_ratio |
        | 2026-01-05          | hooli   | -               |
        | 2026-01-13          | hooli   | 1               |
        | 2026-03-05          | acme    | 0.5             |
        | 2026-03-06T23:00:00 | acme    | 0.625           |
        | 2026-03-06          | acme    | 0.625           |
        | 2026-03-09          | hooli   | 0.375           |
        """,
    ),
    Spec(
        "Spending of a year is compared with the year before, over complete days and less what was given back.",
        {
            "orders": """
                | at               | amount     | refunded  | refunded on |
                | 2024-06-01 09:00 | 100.00 EUR | -         | -           |
                | 2025-06-01 09:00 | 60.00 EUR  | 10.00 EUR | 2025-07-01  |
                | 2026-03-28 09:00 | 25.00 EUR  | -         | -           |
                """
        },
        """
        | as of               | spend_365_ratio |
        | 2024-12-31          | -               |
        | 2025-06-15          | 0.6             |
        | 2026-03-28T10:00:00 | 0.5             |
        | 2026-03-28          | 0.75            |
        | 2027-12-31          | 0               |
        """,
    ),
    Spec(
        "The share given back is of the orders of 365 complete days: neither an order nor a refund of today counts yet.",
        {
            "orders": """
                | at               | amount    | refunded  | refunded on |
                | 2025-01-01 09:00 | 10.00 EUR | 10.00 EUR | 2025-01-02  |
                | 2026-03-01 09:00 | 30.00 EUR | 15.00 EUR | 2026-03-28  |
                | 2026-03-02 09:00 | 30.00 EUR | -         | -           |
                | 2026-03-28 09:00 | 60.00 EUR | -         | -           |
                """
        },
        """
        | as of               | refund_share_365 |
        | 2026-02-28          | -                |
        | 2026-03-27          | 0                |
        | 2026-03-28T10:00:00 | 0                |
        | 2026-03-28          | 0.125            |
        """,
    ),
)

OWED = (
    Spec(
        "An invoice is overdue from the day after it was due until the day it is paid; one without a due date never is.",
        {
            "invoices": """
                | issued     | due        | amount     | paid       |
                | 2026-01-01 | 2026-01-31 | 100.00 EUR | 2026-03-01 |
                | 2026-02-01 | 2026-02-20 | 40.00 EUR  | -          |
                | 2025-06-01 | -          | 900.00 EUR | -          |
                """
        },
        """
        | as of               | overdue_amount | overdue_days |
        | 2025-05-31          | -              | -            |
        | 2025-12-31          | 0.00 EUR       | 0            |
        | 2026-01-31          | 0.00 EUR       | 0            |
        | 2026-02-01T08:00:00 | 100.00 EUR     | 1            |
        | 2026-02-25          | 140.00 EUR     | 25           |
        | 2026-03-01          | 40.00 EUR      | 9            |
        """,
        spark=True,
    ),
    Spec(
        "A credit note is never overdue, and amounts in several currencies are not added up.",
        {
            "invoices": """
                | account | issued     | due        | amount     | paid |
                | acme    | 2026-01-01 | 2026-01-31 | -50.00 EUR | -    |
                | globex  | 2026-01-01 | 2026-01-31 | 50.00 EUR  | -    |
                | globex  | 2026-02-01 | 2026-12-31 | 50.00 USD  | -    |
                """
        },
        """
        | as of      | account | overdue_amount | overdue_days |
        | 2026-02-10 | acme    | 0.00 EUR       | 0            |
        | 2026-01-31 | globex  | 0.00 EUR       | 0            |
        | 2026-02-10 | globex  | -              | 10           |
        """,
    ),
)

REVENUE = BOUGHT + REGULARITY + OWED
