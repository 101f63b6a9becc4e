"""Asset facts, stated."""

from tests.spec.given_business import daily
from tests.spec.spec import Spec

HEAD = "day | metric | value | asset\n"

CARE = (
    Spec(
        "The asset that has waited longest for publication and the certificate that ends first count; a date holds from when it was known.",
        {
            "assets": """
                | asset | name                | value      | since      |
                | 1     | published_on        | 2026-01-10 | 2026-01-10 |
                | 1     | published_on        | 2026-03-10 | 2026-03-10 |
                | 2     | published_on        | 2026-02-01 | 2026-02-01 |
                | 1     | certificate_ends_on | 2026-03-31 | 1970-01-01 |
                | 2     | certificate_ends_on | 2026-03-20 | 1970-01-01 |
                | 2     | certificate_ends_on | 2027-03-20 | 2026-03-25 |
                """
        },
        """
        | as of      | asset_republish_days | certificate_days_left |
        | 2026-01-09 | -                    | 70                    |
        | 2026-01-10 | 0                    | 69                    |
        | 2026-03-09 | 58                   | 11                    |
        | 2026-03-10 | 37                   | 10                    |
        | 2026-03-20 | 47                   | 0                     |
        | 2026-03-24 | 51                   | -4                    |
        | 2026-03-25 | 52                   | 6                     |
        """,
        spark=True,
    ),
    Spec(
        "A retired asset counts no more, in nothing.",
        {
            "assets": """
                | asset | name                | value      | since      | retired    |
                | 1     | published_on        | 2025-01-10 | 2025-01-10 | 2026-03-01 |
                | 1     | certificate_ends_on | 2026-01-01 | 1970-01-01 | 2026-03-01 |
                | 2     | published_on        | 2026-02-01 | 2026-02-01 | -          |
                """,
            "measurements": """
                | day        | metric       | value | asset | retired    |
                | 2026-02-20 | downloads    | 30    | 1     | 2026-03-01 |
                | 2026-02-20 | downloads    | 10    | 2     | -          |
                | 2026-02-20 | active_users | 5     | 1     | 2026-03-01 |
                | 2026-02-20 | pushes       | 1     | 1     | 2026-03-01 |
                """,
        },
        """
        | as of      | asset_republish_days | certificate_days_left | downloads_28 | asset_users_28 | push_silence_days |
        | 2026-02-28 | 414                  | -58                   | 40           | 5              | 8                 |
        | 2026-03-01 | 28                   | -                     | 10           | -              | -                 |
        """,
    ),
)

PUSHES = (
    Spec(
        "The usual gap between pushes is the account's own median over a year, known from three gaps; figures of assets add up, and days without pushes are none.",
        {
            "measurements": """
                | day        | metric | value | asset |
                | 2026-03-01 | pushes | 2     | 1     |
                | 2026-03-03 | pushes | 1     | 2     |
                | 2026-03-05 | pushes | 0     | 1     |
                | 2026-03-07 | pushes | 1     | -     |
                | 2026-03-15 | pushes | 1     | 1     |
                | 2026-03-15 | pushes | 3     | 2     |
                """
        },
        """
        | as of               | push_silence_days | push_usual_gap_days | push_silence_ratio |
        | 2026-02-28          | -                 | -                   | -                  |
        | 2026-03-01          | 0                 | -                   | -                  |
        | 2026-03-14          | 7                 | -                   | -                  |
        | 2026-03-15          | 0                 | 4                   | 0                  |
        | 2026-03-15T12:00:00 | 8                 | -                   | -                  |
        | 2026-03-16T12:00:00 | 1                 | 4                   | 0.25               |
        | 2026-03-25          | 10                | 4                   | 2.5                |
        | 2027-06-01          | 443               | -                   | -                  |
        """,
        spark=True,
    ),
    Spec(
        "Who only ever measured no pushes has sent none that we know of.",
        {"measurements": HEAD + daily("pushes", "2026-03-01", 0, 0, 0)},
        """
        | as of      | push_silence_days | push_usual_gap_days | push_silence_ratio |
        | 2026-03-28 | -                 | -                   | -                  |
        """,
    ),
)

FIGURES = (
    Spec(
        "Downloads of 28 complete days add up over the account and its assets; days without a figure say nothing, and a window without any is unknown.",
        {
            "measurements": """
                | day        | metric    | value | asset |
                | 2026-01-31 | downloads | 7     | 1     |
                | 2026-02-01 | downloads | 30    | 1     |
                | 2026-02-28 | downloads | 10    | 2     |
                | 2026-03-01 | downloads | 8     | 1     |
                | 2026-03-27 | downloads | 10    | -     |
                | 2026-03-28 | downloads | 2     | 2     |
                """
        },
        """
        | as of               | downloads_28 | downloads_before_28 | downloads_trend_28 |
        | 2026-01-30          | -            | -                   | -                  |
        | 2026-03-28          | 20           | 40                  | 0.5                |
        | 2026-03-28T12:00:00 | 28           | 37                  | 0.7567567567567568 |
        | 2026-04-28          | -            | 12                  | -                  |
        """,
        spark=True,
    ),
    Spec(
        "No downloads are a known 0 when they were measured; a trend from 0 is unknown.",
        {"measurements": HEAD + daily("downloads", "2026-02-01", *[0] * 28, 4)},
        """
        | as of      | downloads_28 | downloads_before_28 | downloads_trend_28 |
        | 2026-02-28 | 0            | -                   | -                  |
        | 2026-03-28 | 4            | 0                   | -                  |
        """,
    ),
    Spec(
        "Bookings of 28 complete days add up over the account and its assets like downloads do.",
        {
            "measurements": """
                | day        | metric   | value | asset |
                | 2026-02-28 | bookings | 5     | -     |
                | 2026-03-01 | bookings | 0     | 1     |
                | 2026-03-27 | bookings | 3     | 1     |
                | 2026-03-28 | bookings | 4     | -     |
                """
        },
        """
        | as of               | bookings_28 |
        | 2026-02-27          | -           |
        | 2026-03-28          | 7           |
        | 2026-03-28T12:00:00 | 8           |
        | 2026-04-25          | -           |
        """,
    ),
    Spec(
        "Active users are those of an average day with a figure, assets added up day by day.",
        {
            "measurements": """
                | day        | metric       | value | asset |
                | 2026-02-10 | active_users | 30    | 1     |
                | 2026-02-10 | active_users | 10    | 2     |
                | 2026-02-11 | active_users | 20    | 1     |
                | 2026-03-10 | active_users | 20    | 1     |
                | 2026-03-11 | active_users | 10    | 1     |
                """
        },
        """
        | as of      | asset_users_28 | asset_users_trend_28 |
        | 2026-02-10 | 40             | -                    |
        | 2026-02-11 | 30             | -                    |
        | 2026-03-11 | 15             | 0.5                  |
        """,
        spark=True,
    ),
)

ASSETS = CARE + PUSHES + FIGURES
