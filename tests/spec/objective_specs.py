"""How far is an account with what was agreed with it?"""

from tests.spec.spec import Spec

OBJECTIVES = (
    Spec(
        "Open objectives count alike, each between 0 and 1; one that nothing is known of is left out.",
        {
            "objectives": """
                | account | from | to | actual | said             | agreed     |
                | acme    | 0    | 10 | 5      | 2026-03-02 09:00 | 2026-03-01 |
                | acme    | 0    | 10 | 20     | 2026-03-03 09:00 | 2026-03-01 |
                | acme    | 0    | 10 | -      | -                | 2026-03-01 |
                | globex  | 8    | 4  | 5      | 2026-03-02 09:00 | 2026-03-01 |
                | hooli   | 0    | 10 | -      | -                | 2026-03-01 |
                """
        },
        """
        | as of      | account  | objective_progress |
        | 2026-03-01 | acme     | -                  |
        | 2026-03-02 | acme     | 0.5                |
        | 2026-03-03 | acme     | 0.75               |
        | 2026-03-03 | globex   | 0.75               |
        | 2026-03-03 | hooli    | -                  |
        | 2026-03-03 | initech  | -                  |
        """,
    ),
    Spec(
        "An objective that reads a fact takes its value at the same moment.",
        {
            "touchpoints": "at | channel\n2026-03-02 09:00 | call\n2026-03-05 09:00 | call\n2026-03-06 09:00 | call",
            "objectives": "from | to | reads | agreed\n1 | 5 | touchpoints_90 | 2026-03-04",
        },
        """
        | as of      | touchpoints_90 | objective_progress |
        | 2026-03-03 | 1              | -                  |
        | 2026-03-04 | 1              | 0                  |
        | 2026-03-05 | 2              | 0.25               |
        | 2026-03-06 | 3              | 0.5                |
        """,
        spark=True,
    ),
    Spec(
        "It counts from the day on which it was agreed until it is ended.",
        {
            "objectives": """
                | from | to | actual | said             | agreed     | ended            |
                | 0    | 4  | 1      | 2026-03-01 09:00 | 2026-03-01 | 2026-03-05 12:00 |
                | 0    | 4  | 4      | 2026-03-03 09:00 | 2026-03-03 | -                |
                """
        },
        """
        | as of            | objective_progress |
        | 2026-02-28       | -                  |
        | 2026-03-02       | 0.25               |
        | 2026-03-03       | 0.625              |
        | 2026-03-05 12:00 | 0.625              |
        | 2026-03-05 12:01 | 1                  |
        """,
    ),
)
