"""Lets the demo's members say why accounts left, and what they expect of those that are due."""

from collections.abc import Iterable

from tenure.actions.departures import Ending, explain
from tenure.actions.renewals import say_word
from tenure.actions.unsaid_departures import note_unsaid
from tenure.commands.asking import BY
from tenure.records.contract import Contract
from tenure.records.departure import ChurnReason, Departure
from tenure.records.member import Member
from tenure.records.workspace import Workspace
from tenure.sources.demo.leaving import Expected, Why


def tell_departures(workspace: Workspace, whys: Iterable[Why]) -> None:
    """Enter who left, and say why of those of whom it is known."""
    while note_unsaid(workspace=workspace):
        pass
    reasons = {
        (one.parent.title, one.title): one.pk
        for one in ChurnReason.objects.select_related("parent").filter(workspace=workspace)
        if one.parent is not None
    }
    people = _people(workspace)
    left = {row.account.key: row for row in Departure.objects.select_related("account").filter(workspace=workspace)}
    for why in whys:
        row = left.get(why.account)
        if row is not None and row.contract is not None:
            said = Ending(reasons.get((why.reason, why.finer)), why.competitor, "", row.contract.notice_given_on)
            explain(departure=row, said=said, by=people.get(why.owner, BY))


def tell_words(workspace: Workspace, expected: Iterable[Expected]) -> None:
    """Say what owners expect of contracts that are due."""
    people = _people(workspace)
    contracts = Contract.objects.select_related("workspace", "account").filter(workspace=workspace)
    of_account = {contract.account.key: contract for contract in contracts}
    for one in expected:
        if (contract := of_account.get(one.account)) and one.owner in people:
            say_word(contract=contract, word=one.word, note=one.note, by=people[one.owner])


def _people(workspace: Workspace) -> dict[str, str]:
    """Each member as the audit names them, by name."""
    return {member.name: f"member {member.pk}" for member in Member.objects.filter(workspace=workspace)}
