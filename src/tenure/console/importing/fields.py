"""How do pages call the kinds of file that can be brought in, one record of each, and their fields?"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenure.sources.known_kinds import KINDS

Words = Mapping[str, str | Promise]

KIND_NAMES: Final[Words] = {
    "accounts": _("Accounts"),
    "contacts": _("Contacts"),
    "contracts": _("Contracts"),
    "orders": _("Orders"),
    "invoices": _("Invoices"),
    "assets": _("Assets"),
    "measurements": _("Measurements"),
    "touchpoints": _("Touchpoints"),
    "tickets": _("Tickets"),
    "notes": _("Notes"),
    "events": _("Events"),
}
_IN_A_SENTENCE: Final[Words] = {
    "accounts": _("accounts"),
    "contacts": _("contacts"),
    "contracts": _("contracts"),
    "orders": _("orders"),
    "invoices": _("invoices"),
    "assets": _("assets"),
    "measurements": _("measurements"),
    "touchpoints": _("touchpoints"),
    "tickets": _("tickets"),
    "notes": _("notes"),
    "events": _("events"),
}
_ONE: Final[Words] = {
    "accounts": _("account"),
    "contacts": _("contact"),
    "contracts": _("contract"),
    "orders": _("order"),
    "invoices": _("invoice"),
    "assets": _("asset"),
    "measurements": _("measurement"),
    "touchpoints": _("touchpoint"),
    "tickets": _("ticket"),
    "notes": _("note"),
    "events": _("event"),
}
_KEYS: Final[Words] = {
    "accounts": _("Account key"),
    "contracts": _("Contract key"),
    "orders": _("Order key"),
    "invoices": _("Invoice key"),
    "assets": _("Asset key"),
    "touchpoints": _("Touchpoint key"),
    "tickets": _("Ticket key"),
    "notes": _("Note key"),
}
_FIELDS: Final[Words] = {
    "mrr": _("MRR"),
    "arr": _("ARR"),
    "at": _("Date and time"),
    "by": _("By whom"),
    "day": _("Day"),
    "created_at": _("Known since"),
    "ordered_at": _("Ordered at"),
    "user_id": _("User id"),
    "message_id": _("Id of the event"),
    "group_id": _("Group"),
    "account": _("Account"),
    "parent": _("Parent account"),
    "name": _("Name"),
    "source": _("Source"),
    "owner": _("Owner"),
    "lifecycle_stage": _("Lifecycle stage"),
    "preferred_channel": _("Preferred channel"),
    "sentiment": _("Sentiment"),
    "minimum_score": _("Minimum score"),
    "email": _("Email"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "phone": _("Phone"),
    "role": _("Role"),
    "champion": _("Champion"),
    "product": _("Product"),
    "plan": _("Plan"),
    "starts_on": _("Starts on"),
    "ends_on": _("Ends on"),
    "amount": _("Amount"),
    "billing_months": _("Billing months"),
    "currency": _("Currency"),
    "seats": _("Seats"),
    "term_months": _("Term months"),
    "options": _("Options"),
    "notice_given_on": _("Notice given on"),
    "notice_days": _("Notice days"),
    "renews_itself": _("Renews itself"),
    "account_name": _("Account name"),
    "refunded": _("Refunded"),
    "refunded_on": _("Refunded on"),
    "issued_on": _("Issued on"),
    "due_on": _("Due on"),
    "state": _("State"),
    "paid_on": _("Paid on"),
    "kind": _("Kind"),
    "platform": _("Platform"),
    "version": _("Version"),
    "published_on": _("Published on"),
    "certificate_ends_on": _("Certificate ends on"),
    "retired_on": _("Retired on"),
    "asset": _("Asset"),
    "metric": _("Metric"),
    "value": _("Value"),
    "contact": _("Contact"),
    "channel": _("Channel"),
    "minutes": _("Minutes"),
    "service": _("Service"),
    "summary": _("Summary"),
    "subject": _("Subject"),
    "priority": _("Priority"),
    "status": _("Status"),
    "opened_at": _("Opened at"),
    "closed_at": _("Closed at"),
    "text": _("Text"),
    "event": _("Event"),
    "time": _("Time"),
    "anonymous_id": _("Anonymous id"),
    "properties": _("Properties"),
}


def kind_name(kind: str) -> str:
    """``Accounts``: a kind of file at the head of something."""
    return str(KIND_NAMES.get(kind, kind.capitalize()))


def kind_in_a_sentence(kind: str) -> str:
    """``accounts``: the same within a sentence."""
    return str(_IN_A_SENTENCE.get(kind, kind))


def one(kind: str) -> str:
    """``account`` for ``accounts``."""
    return str(_ONE.get(kind, kind.removesuffix("s")))


def field(name: str, kind: str) -> str:
    """A field as people call it."""
    if name == "key" and kind in _KEYS:
        return str(_KEYS[kind])
    return str(_FIELDS.get(name) or name.replace("_", " ").capitalize())


def fields(kind: str) -> list[tuple[str, str]]:
    """Every field of a kind: name and word."""
    return [(known.name, field(known.name, kind)) for known in KINDS[kind].fields]
