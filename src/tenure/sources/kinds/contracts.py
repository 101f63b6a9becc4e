"""Which columns does a file of contracts have?"""

from tenure.sources import cells, durations
from tenure.sources.fields import Field, Kind
from tenure.sources.kinds.words import ACCOUNT, CURRENCY, MOST

_BILLING = (
    "billing period months, billing period in months, billing period, billing months, billing interval months, "
    "billing frequency months, period months, interval months"
)

CONTRACTS = Kind(
    "contracts",
    (
        Field("account", cells.key, f"{ACCOUNT}, user id"),
        Field(
            "key",
            cells.key,
            "contract id, contract key, contract number, contract no, contract, subscription id, agreement id, "
            "agreement number, id",
        ),
        Field("product", cells.text(200), "product name, service, item, subscription"),
        Field("plan", cells.text(200), "plan name, tier, package, edition"),
        Field(
            "starts_on",
            cells.day,
            "start date, start, starts, period start, contract start, contract start date, subscription start, "
            "valid from, begins on, begin, from",
        ),
        Field(
            "ends_on",
            cells.day,
            "end date, end, ends, period end, contract end, contract end date, subscription end, valid until, valid to, "
            "expires on, expiry date, until, to",
        ),
        Field(
            "mrr",
            cells.amount,
            "monthly recurring revenue, mrr amount, monthly amount, monthly price, monthly fee, amount per month, "
            "price per month, per month",
        ),
        Field(
            "arr",
            cells.amount,
            "annual recurring revenue, arr amount, acv, annual contract value, annual amount, yearly amount, "
            "price per year, annual price",
        ),
        Field(
            "amount",
            cells.amount,
            "price, fee, total, value, contract value, total amount, net amount",
        ),
        Field("billing_months", durations.months, _BILLING),
        Field("currency", cells.currency, CURRENCY),
        Field("seats", cells.whole(0, MOST), "seat count, licences, licenses, users, quantity, seats bought"),
        Field(
            "term_months",
            cells.whole(1, 1_200),
            "term, term in months, contract term, contract term months, contract length, duration months",
        ),
        Field("options", cells.options, "option, add ons, extras, modules, features"),
        Field(
            "notice_given_on",
            cells.day,
            "notice date, notice given, notice, cancellation date, cancelled on, canceled on, terminated on",
        ),
        Field(
            "notice_days",
            cells.whole(0, 1_100),
            "notice period days, notice period in days, notice period, cancellation period, cancellation period days, "
            "days of notice",
        ),
        Field(
            "renews_itself",
            cells.yes_or_no,
            "auto renew, auto renewal, auto renews, autorenew, automatic renewal, renews automatically, renews by itself",
        ),
    ),
    ((("account",),), (("starts_on",),), (("mrr",), ("arr",), ("amount", "billing_months"))),
    "ignored",
    ("key", "account", "product", "starts_on"),
    key_is_whole=True,
)
