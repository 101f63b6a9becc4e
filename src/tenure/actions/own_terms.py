"""Which terms did contracts begin by themselves, and which of those give way to a contract that comes in later?

Some sources give each term a key of its own, and bring the next one only when it has begun: by then Tenure has let the
last one run on. What came in counts, and the term that nobody had to add, and nobody touched, goes or is cut short.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from tenure import clock
from tenure.actions.contract_book import Agreement, Book
from tenure.actions.importing.chains import whole_months
from tenure.actions.importing.records import Json, snapshot
from tenure.records.audit import AuditEntry
from tenure.records.contract import ContractPeriod
from tenure.records.imports import Import

NOUN: Final = "renewal"
ITSELF: Final = "renews itself"  # who renews what nobody had to
A_DAY: Final = timedelta(1)  # a next contract that starts this near the end of one takes its place
# A period that came in, with the options that its row names, and the row's number.
Came = tuple[Agreement, ContractPeriod, Sequence[str], int]


def noted(workspace: int, contracts: Collection[int]) -> QuerySet[AuditEntry]:
    """The entries of terms that these contracts began by themselves, the earliest first."""
    mine = AuditEntry.objects.filter(workspace=workspace, noun=NOUN, verb="renew", record__in=contracts, by=ITSELF)
    return mine.order_by("pk")


def give_way(of: Import, book: Book, came: Sequence[Came]) -> set[int]:
    """Let own terms give way to the periods that came in for the same product; the accounts whose terms did.

    One that starts with the own term, or before its end, takes its place; one that starts in the midst of it and has
    the same options cuts it short. Whoever changed the term, or gave notice, meant it to stay.
    """
    own = _untouched(of, book, {agreement.contract.account_id for agreement, *_ in came})
    changed = set()
    for agreement, period, options, row in came:
        place = agreement.contract.account_id, agreement.contract.product
        for held, term in own[place]:
            if term not in held.periods or not _overlaps(period, term):
                continue
            was, lines = snapshot(term), held.options(term.starts_on)
            if period.starts_on <= term.starts_on + A_DAY:
                book.drop_period(held, term)
            elif not options or set(options) == set(lines):
                term.ends_on = period.starts_on
                term.term_months = whole_months(term.starts_on, term.ends_on)
                for line in lines.values():
                    line.ends_on = term.ends_on
            else:
                continue
            held.row = row
            changed.add(held.contract.account_id)
            _note(of, held, was, snapshot(term) if term in held.periods else None)
    return changed


def _untouched(
    of: Import, book: Book, accounts: Collection[int]
) -> defaultdict[tuple[int, str], list[tuple[Agreement, ContractPeriod]]]:
    """The own terms that still are as they were added, by account and product."""
    known = {
        one.contract.pk: one
        for one in book.agreements
        if one.contract.pk and len(one.periods) > 1 and one.contract.account_id in accounts
    }
    found: defaultdict[tuple[int, str], list[tuple[Agreement, ContractPeriod]]] = defaultdict(list)
    for entry in noted(of.workspace_id, known):
        held = known[entry.record or 0]
        for term in held.periods:
            if held.contract.notice_given_on is None and snapshot(term) == entry.after:
                found[held.contract.account_id, held.contract.product].append((held, term))
    return found


def _overlaps(one: ContractPeriod, other: ContractPeriod) -> bool:
    """Whether two periods have a day in common; none has one with itself."""
    return (
        one is not other
        and (other.ends_on is None or one.starts_on < other.ends_on)
        and (one.ends_on is None or one.ends_on > other.starts_on)
    )


def _note(of: Import, held: Agreement, before: Json, after: Json | None) -> None:
    AuditEntry.objects.create(
        workspace_id=of.workspace_id, at=clock.now(), by=of.by, verb="give_way", noun=NOUN,
        record=held.contract.pk, before=before, after=after,
    )  # fmt: skip
