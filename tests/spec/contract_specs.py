"""Contract facts, stated."""

from tests.spec.spec import Spec

MONEY = (
    Spec(
        "MRR is the sum over the contracts that run, ARR twelve times that; a contract counts from its first day to the day before its end.",
        {
            "periods": """
                | contract | starts     | ends       | mrr        |
                | 1        | 2026-01-01 | 2027-01-01 | 120.50 EUR |
                | 2        | 2026-03-01 | -          | 80.00 EUR  |
                | 3        | 2025-01-01 | 2026-03-01 | 33.00 EUR  |
                """
        },
        """
        | as of      | mrr        | arr         |
        | 2024-12-31 | -          | -           |
        | 2025-01-01 | 33.00 EUR  | 396.00 EUR  |
        | 2026-02-28 | 153.50 EUR | 1842.00 EUR |
        | 2026-03-01 | 200.50 EUR | 2406.00 EUR |
        | 2027-01-01 | 80.00 EUR  | 960.00 EUR  |
        """,
        spark=True,
    ),
    Spec(
        "Once every contract has ended MRR is a known 0; before the first it is unknown.",
        {"periods": "starts | ends | mrr\n2026-01-01 | 2026-03-01 | 50.00 EUR"},
        """
        | as of      | mrr       | has_contract | has_had_contract | is_former |
        | 2025-12-31 | -         | -            | no               | -         |
        | 2026-01-01 | 50.00 EUR | yes          | yes              | no        |
        | 2026-02-28 | 50.00 EUR | yes          | yes              | no        |
        | 2026-03-01 | 0.00 EUR  | no           | yes              | yes       |
        """,
    ),
    Spec(
        "Amounts in several currencies are not added up.",
        {
            "periods": """
                | contract | starts     | ends       | mrr        |
                | 1        | 2026-01-01 | 2026-06-01 | 120.00 EUR |
                | 2        | 2026-03-01 | -          | 80.00 USD  |
                """
        },
        """
        | as of      | mrr        | arr         |
        | 2026-02-28 | 120.00 EUR | 1440.00 EUR |
        | 2026-03-01 | -          | -           |
        | 2026-06-01 | 80.00 USD  | 960.00 USD  |
        """,
    ),
    Spec(
        "A day inside is the same as its end: dates have no hours.",
        {"periods": "starts | ends | mrr\n2026-01-01 | 2026-03-01 | 50.00 EUR"},
        """
        | as of               | mrr       | days_to_renewal |
        | 2026-01-01T00:00:01 | 50.00 EUR | 59              |
        | 2026-02-28T12:00:00 | 50.00 EUR | 1               |
        | 2026-03-01T00:00:01 | 0.00 EUR  | -               |
        """,
    ),
)

TIME = (
    Spec(
        "A contract does not tell its future: its end is that of the latest period that has begun.",
        {
            "periods": """
                | starts     | ends       | mrr       | term |
                | 2026-01-29 | 2026-02-28 | 10.00 EUR | 1    |
                | 2026-02-28 | 2026-03-29 | 15.00 EUR | 1    |
                | 2026-03-29 | 2027-03-29 | 12.00 EUR | 12   |
                """
        },
        """
        | as of      | mrr       | days_to_renewal | renews_on  | term_months | tenure_days | first_contract_on |
        | 2026-02-27 | 10.00 EUR | 1               | 2026-02-28 | 1           | 29          | 2026-01-29     |
        | 2026-02-28 | 15.00 EUR | 29              | 2026-03-29 | 1           | 30          | 2026-01-29     |
        | 2026-03-29 | 12.00 EUR | 365             | 2027-03-29 | 12          | 59          | 2026-01-29     |
        """,
        spark=True,
    ),
    Spec(
        "The soonest end of several contracts is the next renewal; one without an end has none.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       |
                | 1        | 2026-01-01 | -          | 10.00 EUR |
                | 2        | 2026-02-01 | 2026-05-01 | 10.00 EUR |
                | 3        | 2026-02-01 | 2026-08-01 | 10.00 EUR |
                """
        },
        """
        | as of      | days_to_renewal | renews_on  |
        | 2026-01-15 | -               | -          |
        | 2026-02-01 | 89              | 2026-05-01 |
        | 2026-05-01 | 92              | 2026-08-01 |
        """,
    ),
    Spec(
        "Tenure counts from the first contract, through a gap, and stands still once none runs.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       |
                | 1        | 2025-01-01 | 2025-03-01 | 10.00 EUR |
                | 2        | 2025-06-01 | 2025-12-01 | 10.00 EUR |
                """
        },
        """
        | as of      | tenure_days | is_former |
        | 2025-01-01 | 0           | no        |
        | 2025-04-01 | 59          | yes       |
        | 2025-07-01 | 181         | no        |
        | 2026-07-01 | 334         | yes       |
        """,
    ),
    Spec(
        "A term that is not stated is counted from the dates; of several contracts the longest holds.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       | term |
                | 1        | 2026-01-01 | 2026-04-01 | 10.00 EUR | -    |
                | 2        | 2026-02-01 | 2028-02-01 | 10.00 EUR | -    |
                | 3        | 2026-03-01 | -          | 10.00 EUR | 36   |
                """
        },
        """
        | as of      | term_months |
        | 2026-01-15 | 3           |
        | 2026-02-15 | 24          |
        | 2026-03-15 | 36          |
        | 2025-03-15 | -           |
        """,
    ),
    Spec(
        "Notice counts from the day it was given, as long as its contract runs.",
        {"periods": "starts | ends | mrr | notice\n2026-01-01 | 2026-06-01 | 10.00 EUR | 2026-03-10"},
        """
        | as of      | notice_given |
        | 2025-12-01 | -            |
        | 2026-03-09 | no           |
        | 2026-03-10 | yes          |
        | 2026-06-01 | -            |
        """,
    ),
)

NOTICE = (
    Spec(
        "The last day to give notice lies so many days before the end of the present period, as the contract says.",
        {"periods": "starts | ends | mrr | notice days\n2026-01-01 | 2026-06-01 | 10.00 EUR | 60"},
        """
        | as of      | notice_deadline_days | days_to_renewal |
        | 2025-12-31 | -                    | -               |
        | 2026-01-01 | 91                   | 151             |
        | 2026-04-02 | 0                    | 60              |
        | 2026-04-12 | -10                  | 50              |
        | 2026-06-01 | -                    | -               |
        """,
        spark=True,
    ),
    Spec(
        "Of several contracts the soonest last day counts; without days, an end, or after notice there is none.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       | notice days | notice     |
                | 1        | 2026-01-01 | 2026-06-01 | 10.00 EUR | -           | -          |
                | 2        | 2026-01-15 | -          | 10.00 EUR | 30          | -          |
                | 3        | 2026-02-01 | 2026-05-01 | 10.00 EUR | 30          | 2026-03-20 |
                | 4        | 2026-03-01 | 2026-12-01 | 10.00 EUR | 30          | -          |
                """
        },
        """
        | as of      | notice_deadline_days |
        | 2026-01-20 | -                    |
        | 2026-02-01 | 59                   |
        | 2026-03-19 | 13                   |
        | 2026-03-20 | 226                  |
        | 2026-12-01 | -                    |
        """,
    ),
)

BOUGHT = (
    Spec(
        "Options and seats are those of the contracts that run.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       | seats |
                | 1        | 2026-01-01 | 2026-06-01 | 10.00 EUR | 5     |
                | 2        | 2026-02-01 | -          | 10.00 EUR | 20    |
                | 3        | 2026-02-01 | -          | 10.00 EUR | -     |
                """,
            "options": """
                | contract | option  | starts     | ends       |
                | 1        | booking | 2026-01-01 | -          |
                | 1        | shop    | 2026-01-01 | 2026-03-01 |
                | 2        | booking | 2026-02-01 | -          |
                | 2        | news    | 2026-04-01 | -          |
                """,
        },
        """
        | as of      | options_bought | seats_bought |
        | 2025-12-31 | -              | -            |
        | 2026-01-01 | 2              | 5            |
        | 2026-03-01 | 1              | 25           |
        | 2026-04-01 | 2              | 25           |
        | 2026-06-01 | 2              | 20           |
        """,
    ),
    Spec(
        "The names of the options that run are told in the order of their letters; a plan to try with is told by its name.",
        {
            "periods": """
                | account | contract | starts     | ends       | plan       | mrr       |
                | acme    | 1        | 2026-01-01 | 2027-01-01 | Pro        | 50.00 EUR |
                | acme    | 2        | 2026-01-01 | 2027-01-01 | -          | 10.00 EUR |
                | globex  | 1        | 2026-01-01 | 2026-02-01 | Free trial | 0.00 EUR  |
                """,
            "options": """
                | account | contract | option  | starts     | ends       |
                | acme    | 1        | Shop    | 2026-01-01 | -          |
                | acme    | 2        | Booking | 2026-01-01 | 2026-03-01 |
                | acme    | 2        | Shop    | 2026-01-01 | -          |
                """,
        },
        """
        | as of      | account | options       | on_trial |
        | 2025-12-31 | acme    | -             | -        |
        | 2026-01-10 | acme    | Booking, Shop | no       |
        | 2026-03-01 | acme    | Shop          | no       |
        | 2026-01-10 | globex  | -             | yes      |
        | 2026-02-01 | globex  | -             | -        |
        """,
        spark=True,
    ),
    Spec(
        "An account for which options were never recorded is unknown; one whose options have all ended has 0.",
        {
            "periods": """
                | account | starts     | ends | mrr       |
                | acme    | 2026-01-01 | -    | 10.00 EUR |
                | globex  | 2026-01-01 | -    | 10.00 EUR |
                """,
            "options": "account | option | starts | ends\nglobex | booking | 2026-01-01 | 2026-02-01",
        },
        """
        | as of      | account | options_bought |
        | 2026-03-01 | acme    | -              |
        | 2026-03-01 | globex  | 0              |
        """,
    ),
    Spec(
        "The plan is that of the dearest running contract, else its product.",
        {
            "periods": """
                | contract | starts     | ends       | mrr       | plan | product |
                | 1        | 2026-01-01 | -          | 10.00 EUR | -    | basic   |
                | 2        | 2026-02-01 | 2026-03-01 | 90.00 EUR | Pro  | suite   |
                """
        },
        """
        | as of      | plan  |
        | 2025-12-31 | -     |
        | 2026-01-31 | basic |
        | 2026-02-01 | Pro   |
        | 2026-03-01 | basic |
        """,
    ),
)

CONTRACT = MONEY + TIME + NOTICE + BOUGHT
