"""Which columns may each kind of file have? Fields with the names people give them, what they hold, what is needed."""

from collections.abc import Mapping
from dataclasses import dataclass

from tenure.sources import cells
from tenure.sources.cells import Parser

LATE = 1_000  # the rank after which every other field had its turn


@dataclass(frozen=True, slots=True)
class Field:
    """``names`` are headers taken for it, commas between, likeliest first; the field's own name always is one.

    ``late`` names are tried when no other field wants them.
    """

    name: str
    parse: Parser
    names: str = ""
    late: str = ""

    @property
    def headers(self) -> tuple[tuple[int, str], ...]:
        """(rank, header) of all that it may be called; the lower the rank, the likelier."""
        usual = enumerate((self.name, *filter(None, self.names.split(", "))))
        return *usual, *((LATE, name) for name in self.late.split(", ") if name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. ``needed``: of each group one way must be given in full, or the row stays out.

    ``others`` is what becomes of the other columns. ``key``: the columns that say which record a row is; the first of
    them that is filled, or all together. Without any, rows are never the same record.
    """

    name: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[tuple[str, ...], ...], ...]
    others: str  # traits, payload, ignored
    key: tuple[str, ...] = ()
    key_is_whole: bool = False  # all columns of ``key`` together name the record

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)


_IDS = (
    "account id, account key, customer id, customer key, company id, organization id, organisation id, org id, client id, "
    "account number, account no, customer number, customer no, client number"
)
_ACCOUNT = f"account, {_IDS}, customer, company, client"
_CHANNEL = "preferred contact channel, preferred contact, contact preference, contact by"
_BILLING = (
    "billing period months, billing period in months, billing period, billing months, billing interval months, "
    "billing frequency months, period months, interval months"
)
_INT = 2**31 - 1

ACCOUNTS = Kind(
    "accounts",
    (
        Field("key", cells.key, f"{_IDS}, external id, id, user id, account"),
        Field(
            "name",
            cells.text(300),
            "account name, company name, customer name, organization name, organisation name, client name, company, "
            "customer, organization, organisation, client",
        ),
        Field(
            "source",
            cells.text(200),
            "channel, acquisition channel, lead source, account source, came from, acquired by, acquired through",
        ),
        Field(
            "owner",
            cells.text(200),
            "account owner, account manager, customer success manager, csm, owned by, owner name, owner email",
        ),
        Field("lifecycle_stage", cells.text(100), "lifecycle, stage, account stage, customer stage"),
        Field("preferred_channel", cells.text(32), _CHANNEL),
        Field("sentiment", cells.whole(1, 5), "csm sentiment, relationship, relationship rating, csm rating"),
        Field("parent", cells.key, "parent account, parent account id, parent id, parent key, parent company"),
        Field("minimum_score", cells.whole(0, 100), "minimum health, minimum health score, health minimum"),
        Field(
            "created_at",
            cells.moment,
            "created, created on, created date, date created, customer since, signup date, signed up, signed up on",
        ),
    ),
    ((("key",),),),
    "traits",
    ("key",),
)
CONTACTS = Kind(
    "contacts",
    (
        Field("user_id", cells.key, "user, login, username, contact id, contact key, person id, external id, id, key"),
        Field("email", cells.email, "email address, e mail address, mail, work email, business email"),
        Field("account", cells.key, _ACCOUNT),
        Field("name", cells.text(300), "full name, contact name, contact, person, display name"),
        Field("first_name", cells.text(150), "given name, forename"),
        Field("last_name", cells.text(150), "surname, family name"),
        Field("phone", cells.text(64), "phone number, telephone, telephone number, mobile, mobile phone, tel"),
        Field("role", cells.text(100), "job title, title, position, job, function"),
        Field("preferred_channel", cells.text(32), _CHANNEL),
        Field("champion", cells.yes_or_no, "is champion, advocate"),
    ),
    ((("user_id",), ("email",)),),
    "traits",
    ("user_id", "email"),
)
CONTRACTS = Kind(
    "contracts",
    (
        Field("account", cells.key, f"{_ACCOUNT}, user id"),
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
        Field("billing_months", cells.whole(1, 1_200), _BILLING),
        Field("currency", cells.currency, "currency code, ccy"),
        Field("seats", cells.whole(0, _INT), "seat count, licences, licenses, users, quantity, seats bought"),
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
    ),
    ((("account",),), (("starts_on",),), (("mrr",), ("arr",), ("amount", "billing_months"))),
    "ignored",
    ("key", "account", "product", "starts_on"),
    key_is_whole=True,
)
EVENTS = Kind(
    "events",
    (
        Field(
            "user_id",
            cells.key,
            f"user, user key, actor, actor id, login, username, person id, member id, {_ACCOUNT}, contact id",
        ),
        Field("event", cells.text(500), "event name, event type, activity, action, event kind, name, type"),
        Field(
            "time",
            cells.moment,
            "timestamp, event time, event timestamp, event date, occurred at, happened at, created at, date time, at, "
            "date, ts",
        ),
        Field("anonymous_id", cells.key, "anonymous, anon id, device id, visitor id"),
        Field("group_id", cells.key, "group, group key, team id", late=_ACCOUNT),
        Field("message_id", cells.key, "event id, insert id, uuid, event uuid"),
        Field("value", cells.number, "event value, amount, revenue"),
        Field("properties", cells.text(32_768), "payload, event properties, json"),
    ),
    ((("event",),), (("time",),), (("user_id",), ("anonymous_id",))),
    "payload",
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (ACCOUNTS, CONTACTS, CONTRACTS, EVENTS)}
