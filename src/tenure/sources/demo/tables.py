"""Which rows do the demo's lists have? One function a kind: headers as a customer would write them, then rows."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from tenure.sources.demo.assets import assets
from tenure.sources.demo.business import Business
from tenure.sources.demo.days import Days
from tenure.sources.demo.leaving import terms
from tenure.sources.demo.life import Life
from tenure.sources.demo.money import bills, orders, periods
from tenure.sources.demo.talk import notes, sentiment

Row = tuple[object, ...]
Rows = Callable[[Business], Iterator[Row]]
_FIRST_DAYS, _FIRST_YEAR, _BEFORE_RENEWAL = 90, 365, 60


def accounts(business: Business) -> Iterator[Row]:
    """Who they are and how they came."""
    yield (
        "Account ID", "Name", "Owner", "Source", "Stage", "Preferred channel", "Sentiment", "Minimum score",
        "Customer since", "Trade", "City", "Country", "System version",
    )  # fmt: skip
    for life in business.lives:
        one = life.account
        yield (
            one.key, one.name, one.owner, one.source, _stage(life), life.people[0].channel,
            None if _is_gone(life) else sentiment(life), one.minimum, business.days.date(one.started), one.trade.name,
            one.town, one.country, one.system,
        )  # fmt: skip


def contacts(business: Business) -> Iterator[Row]:
    """Their people."""
    yield (
        "User ID", "Account ID", "Name", "Email", "Phone", "Role", "Preferred channel", "Champion", "Address bounces",
    )  # fmt: skip
    for life in business.lives:
        for person in life.people:
            champion = "yes" if person.champion else ""
            yield (
                person.key, life.account.key, person.name, person.email, person.phone, person.role, person.channel,
                champion, "yes" if person.bounces else "no",
            )  # fmt: skip


def contracts(business: Business) -> Iterator[Row]:
    """Their contracts, a row a term."""
    yield (
        "Account ID", "Product", "Plan", "Start date", "End date", "MRR", "Currency", "Options", "Notice given",
        "Notice period (days)", "Renews by itself",
    )  # fmt: skip
    for life in business.lives:
        one, gone = life.account, life.departure
        agreed, said = periods(life), terms(life)
        renews = {True: "yes", False: "no", None: None}[said.renews_itself]
        for period in agreed:
            noticed = gone.noticed if gone is not None and period is agreed[-1] else None
            yield (
                one.key, "App", one.plan, business.days.date(period.starts), business.days.date(period.ends),
                period.mrr, "EUR", ";".join(one.options), None if noticed is None else business.days.date(noticed),
                said.notice_days, renews,
            )  # fmt: skip


def one_off(business: Business) -> Iterator[Row]:
    """What they bought once."""
    yield "Order ID", "Account ID", "Ordered at", "Product", "Total", "Currency"
    for life in business.lives:
        for place, (ago, product, euros) in enumerate(orders(life, business.days)):
            at = _at(business.days, ago, 10 * 3600)
            yield f"O-{life.account.number:03d}-{place}", life.account.key, at, product, euros, "EUR"


def invoices(business: Business) -> Iterator[Row]:
    """What they were asked to pay."""
    yield "Invoice number", "Account ID", "Invoice date", "Due date", "Amount", "Currency", "Paid on"
    date = business.days.date
    for life in business.lives:
        for place, bill in enumerate(bills(life, periods(life))):
            paid = None if bill.paid is None else date(bill.paid)
            number = f"I-{life.account.number:03d}-{place}"
            yield number, life.account.key, date(bill.issued), date(bill.due), bill.amount, "EUR", paid


def apps_before(business: Business) -> Iterator[Row]:
    """Their apps and sites as an earlier list had them."""
    return _assets(business, earlier=True)


def apps(business: Business) -> Iterator[Row]:
    """Their apps and sites today."""
    return _assets(business, earlier=False)


def _assets(business: Business, *, earlier: bool) -> Iterator[Row]:
    yield (
        "Account ID", "Asset ID", "Asset name", "Type", "Platform", "Version", "Last published", "Certificate ends on",
        "Retired",
    )  # fmt: skip
    date = business.days.date
    for life in business.lives:
        for one in assets(life, earlier=earlier):
            yield (
                life.account.key, one.key, one.name, one.kind, one.platform, one.version,
                None if one.published is None else date(one.published),
                None if one.certificate is None else date(-one.certificate),
                None if one.retired is None else date(one.retired),
            )  # fmt: skip


def touchpoints(business: Business) -> Iterator[Row]:
    """How and when we were in touch."""
    yield "Touchpoint ID", "Account ID", "Contact ID", "Date", "Channel", "Minutes", "Service", "Summary", "By"
    for life, touched in zip(business.lives, business.touches, strict=True):
        one = life.account
        for place, touch in enumerate(touched):
            yield (
                f"T-{one.number:03d}-{place}", one.key, touch.person, _at(business.days, touch.ago, touch.second),
                touch.channel, touch.minutes, touch.service, touch.summary, one.owner,
            )  # fmt: skip


def tickets(business: Business) -> Iterator[Row]:
    """What they asked and complained of."""
    yield "Ticket ID", "Account ID", "Contact ID", "Subject", "Priority", "Status", "Opened at", "Closed at"
    for life, asked in zip(business.lives, business.questions, strict=True):
        for place, one in enumerate(asked):
            closed = None if one.closed is None else _at(business.days, one.closed, one.second)
            yield (
                f"Q-{life.account.number:03d}-{place}", life.account.key, one.person, one.subject, one.priority,
                "open" if closed is None else "solved", _at(business.days, one.ago, one.second), closed,
            )  # fmt: skip


def written(business: Business) -> Iterator[Row]:
    """What was noted of them."""
    yield "Note ID", "Account ID", "Date", "Text", "Author"
    for life, touched in zip(business.lives, business.touches, strict=True):
        one = life.account
        for place, (ago, text) in enumerate(notes(life, touched)):
            yield f"N-{one.number:03d}-{place}", one.key, _at(business.days, ago, 17 * 3600), text, one.owner


# The order in which they are brought in: what others name comes first.
LISTS: Final[tuple[tuple[str, str, Rows], ...]] = (
    ("accounts", "accounts", accounts),
    ("contacts", "contacts", contacts),
    ("contracts", "contracts", contracts),
    ("orders", "orders", one_off),
    ("invoices", "invoices", invoices),
    ("assets", "assets-before", apps_before),
    ("assets", "assets", apps),
    ("touchpoints", "touchpoints", touchpoints),
    ("tickets", "tickets", tickets),
    ("notes", "notes", written),
)


def _at(days: Days, ago: int, second: int) -> str:
    return (datetime.combine(days.date(ago), time(), UTC) + timedelta(seconds=second)).isoformat()


def _is_gone(life: Life) -> bool:
    return life.departure is not None and life.departure.ended >= 0


def _stage(life: Life) -> str:
    if _is_gone(life):
        return "churned"
    if life.account.started < _FIRST_DAYS:
        return "onboarding"
    if -periods(life)[-1].ends <= _BEFORE_RENEWAL:
        return "renewing"
    return "adopting" if life.account.started < _FIRST_YEAR else "established"
