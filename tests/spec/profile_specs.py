"""Profile facts, stated."""

from tests.spec.spec import Spec

PROFILE = (
    Spec(
        "The latest value set before the moment holds; the same from then on, not before.",
        {
            "history": """
                | name              | value        | since               |
                | owner             | "mira"       | 1970-01-01          |
                | owner             | "tom"        | 2026-03-10 15:00    |
                | lifecycle_stage   | "onboarding" | 2026-01-01          |
                | lifecycle_stage   | "adopting"   | 2026-03-31          |
                | source            | "partner"    | 2026-01-01          |
                | option_suggested  | "Booking"    | 2026-01-01          |
                | preferred_channel | "phone"      | 2026-01-01          |
                | preferred_channel | null         | 2026-03-01          |
                """
        },
        """
        | as of                      | owner | lifecycle_stage | source  | preferred_channel | option_suggested |
        | 2025-06-01                 | mira  | -               | -       | -                 | - |
        | 2026-02-01                 | mira  | onboarding      | partner | phone             | Booking |
        | 2026-03-10T15:00:00        | mira  | onboarding      | partner | -                 | Booking |
        | 2026-03-10T15:00:00.000001 | tom   | onboarding      | partner | -                 | Booking |
        | 2026-03-31                 | tom   | adopting        | partner | -                 | Booking |
        """,
    ),
    Spec(
        "A rating expires 60 days after it was given.",
        {"history": "name | value | since\nsentiment | 4 | 2026-01-10 12:00\nsentiment | 2 | 2026-05-01 12:00"},
        """
        | as of               | sentiment |
        | 2026-01-10T12:00:00 | -         |
        | 2026-01-10          | 4         |
        | 2026-03-11T12:00:00 | 4         |
        | 2026-03-11T12:00:01 | -         |
        | 2026-05-01          | 2         |
        """,
        spark=True,
    ),
    Spec(
        "Only 1 to 5 is a rating.",
        {
            "history": """
                | account | name      | value | since      |
                | acme    | sentiment | 6     | 2026-01-10 |
                | globex  | sentiment | "4"   | 2026-01-10 |
                | hooli   | sentiment | 5     | 2026-01-10 |
                """
        },
        """
        | as of      | account | sentiment |
        | 2026-01-20 | acme    | -         |
        | 2026-01-20 | globex  | -         |
        | 2026-01-20 | hooli   | 5         |
        """,
    ),
    Spec(
        "A champion is unknown until one was named, and known to be gone after the last left.",
        {
            "champions": """
                | contact | since            | until            |
                | 1       | 2026-01-01 09:00 | 2026-02-01 09:00 |
                | 2       | 2026-01-15 09:00 | 2026-03-01 09:00 |
                """
        },
        """
        | as of               | has_champion |
        | 2025-12-31          | -            |
        | 2026-01-01T09:00:01 | yes          |
        | 2026-02-15          | yes          |
        | 2026-03-01T09:00:00 | yes          |
        | 2026-03-01T09:00:01 | no           |
        """,
    ),
    Spec(
        "Any trait is a fact, typed as it was sent.",
        {
            "history": """
                | name            | value        | since      |
                | trait.employees | 40           | 2026-01-01 |
                | trait.share     | 0.5          | 2026-01-01 |
                | trait.industry  | "bakery"     | 2026-01-01 |
                | trait.vip       | true         | 2026-01-01 |
                | trait.founded   | "2019-05-04" | 2026-01-01 |
                | trait.founded   | null         | 2026-02-01 |
                | trait.__class__ | "a string"   | 2026-01-01 |
                """
        },
        """
        | as of      | trait.employees | trait.share | trait.industry | trait.vip | trait.founded | trait.__class__ |
        | 2025-12-31 | -               | -           | -              | -         | -             | -               |
        | 2026-01-15 | 40              | 0.5         | bakery         | yes       | 2019-05-04    | a string        |
        | 2026-02-15 | 40              | 0.5         | bakery         | yes       | -             | a string        |
        """,
        spark=True,
    ),
)
