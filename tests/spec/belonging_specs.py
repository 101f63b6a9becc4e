"""Whose usage it is, stated."""

from tests.spec.spec import Spec

_EVENTS = {
    "events": """
        | at               | actor | event | group   |
        | 2026-03-27 09:00 | u:ann | Saved | -       |
        | 2026-03-26 09:00 | u:ann | Saved | globex  |
        | 2026-03-25 09:00 | u:ann | Saved | unknown |
        | 2026-03-24 09:00 | u:eve | Saved | globex  |
        | 2026-03-24 09:00 | a:q1  | Saved | -       |
        """,
    "identities": """
        | actor | person | account |
        | u:ann | u:ann  | acme    |
        """,
    "history": """
        | account | name  | value  | since      |
        | globex  | owner | "mira" | 2026-01-01 |
        """,
}

BELONGING = (
    Spec(
        "An event's own group names its account, before its user does; an unknown group and an unknown actor belong to nobody.",
        _EVENTS,
        """
        | as of      | account | events_28 | actors_28 |
        | 2026-03-28 | acme    | 1         | 1         |
        | 2026-03-28 | globex  | 2         | 2         |
        """,
        spark=True,
    ),
    Spec(
        "Where accounts are people, groups mean nothing.",
        _EVENTS,
        """
        | as of      | account | events_28 | actors_28 |
        | 2026-03-28 | acme    | 3         | 1         |
        | 2026-03-28 | globex  | -         | -         |
        """,
        people=True,
    ),
    Spec(
        "An id that came to belong to a person counts as that person in the past, too.",
        {
            "events": """
                | at               | actor   | event  |
                | 2026-03-02 09:00 | a:early | Viewed |
                | 2026-03-20 09:00 | u:ann   | Saved  |
                """,
            "identities": """
                | actor   | person |
                | a:early | u:ann  |
                | u:ann   | u:ann  |
                """,
        },
        """
        | as of      | events_28 | actors_28 | first_event_days |
        | 2026-03-28 | 2         | 1         | 26               |
        """,
    ),
)
