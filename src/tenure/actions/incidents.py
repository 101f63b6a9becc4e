"""Opens incidents, lists whom they affect afresh, and closes them for all accounts together."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction

from tenure import clock
from tenure.actions.incident_entries import Doing, Done, IncidentError, locked, rows_of
from tenure.actions.incident_tasks import drop_telling, make_amends, share_out
from tenure.actions.staleness import mark_stale
from tenure.answers.affected import UnknownToRule, affected
from tenure.answers.incident_ways import Told, ways
from tenure.records.incident import Incident, IncidentAccount
from tenure.records.ticket import Ticket
from tenure.records.workspace import Workspace
from tenure.rules.parse import RuleError, parse
from tenure.rules.tree import Rule
from tenure.values.voice import worded

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 1000
LONGEST_GOODWILL: Final = 300
MOST_AMENDS: Final = 500  # tasks that closing makes


def open_incident(
    *,
    workspace: Workspace,
    title: str,
    rule: object,
    by: str,
    description: str = "",
    ticket: Ticket | None = None,
) -> Done:
    """Open an incident for the accounts for which ``rule`` (as JSON) holds, and for whoever reported it in ``ticket``.

    Raises IncidentError for a title that does not fit, a rule that cannot be read, or a ticket of elsewhere.
    """
    title, description = " ".join(_plain(title).split()), _plain(description)
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise IncidentError(worded("An incident needs a title of at most {most} characters.", most=str(LONGEST_TITLE)))
    _refuse_long(description)
    if ticket is not None and ticket.workspace_id != workspace.pk:
        raise IncidentError(worded("That ticket is not of this workspace."))
    read = rule_of(rule)
    with transaction.atomic():
        incident = Incident.objects.create(
            workspace=workspace, title=title, description=description, ticket=ticket, rule=read.as_json(),
            opened_at=clock.now(), opened_by=by,
        )  # fmt: skip
        doing = Doing(incident, None)
        _add(doing, read)
        share_out(doing, by)
        return doing.note("create", by)


def refresh_incident(*, incident: Incident, by: str) -> Done:
    """Add the accounts that are affected by now, and let each be told by its owner of today.

    Whoever was found before stays with what was told, affected still or not. Raises IncidentError once it is closed.
    """
    with transaction.atomic():
        row = _open(incident)
        doing = Doing.to(row)
        _add(doing, rule_of(row.rule))
        share_out(doing, by)
        return doing.note("add", by)


def close_incident(*, incident: Incident, by: str, apology: str = "", goodwill: str = "") -> Done:
    """Close it for all accounts together; with an apology or a goodwill step each of them gets a task for that.

    What was still to be told is dropped. Raises IncidentError once it is closed, and for texts that do not fit.
    """
    apology, goodwill = _plain(apology), " ".join(_plain(goodwill).split())
    _refuse_long(apology)
    if len(goodwill) > LONGEST_GOODWILL:
        raise IncidentError(worded("What is given takes at most {most} characters.", most=str(LONGEST_GOODWILL)))
    with transaction.atomic():
        row = _open(incident)
        doing, rows = Doing.to(row), rows_of(row)
        row.closed_at, row.closed_by, row.apology, row.goodwill = clock.now(), by, apology, goodwill
        row.save(update_fields=["closed_at", "closed_by", "apology", "goodwill"])
        drop_telling(doing, by)
        if apology or goodwill:
            _refuse_many(len(rows))
            make_amends(doing, rows, by)
        mark_stale(row.workspace, [one.account_id for one in rows])
        return doing.note("close", by)


def rule_of(rule: object) -> Rule:
    """The rule that was sent or stored. Raises IncidentError where it cannot be read."""
    try:
        return parse(rule)
    except RuleError as error:
        raise IncidentError(str(error)) from None


def _open(incident: Incident) -> Incident:
    row = locked(incident)
    if row.closed_at is not None:
        raise IncidentError(worded("This incident is closed: open another if it came back."))
    return row


def _add(doing: Doing, rule: Rule) -> None:
    """Add those affected whom it does not have yet; how each is told is settled here."""
    incident, ticket = doing.incident, doing.incident.ticket
    try:
        found = dict.fromkeys(affected(incident.workspace, rule))
    except UnknownToRule as error:
        raise IncidentError(str(error)) from None
    if ticket is not None:
        found |= {ticket.account_id: None}
    known = set(IncidentAccount.objects.filter(incident=incident).values_list("account", flat=True))
    new = [account for account in found if account not in known]
    told = ways(incident.workspace, new, ticket.contact_id if ticket else None)
    made = IncidentAccount.objects.bulk_create(_rows(incident, new, told), batch_size=1_000)
    doing.made.extend(row.pk for row in made)
    mark_stale(incident.workspace, new)


def _rows(incident: Incident, accounts: Sequence[int], told: Mapping[int, Told]) -> list[IncidentAccount]:
    now = clock.now()
    return [
        IncidentAccount(
            workspace=incident.workspace, incident=incident, account_id=account, contact_id=told[account].contact,
            way=told[account].way, why=told[account].why, found_at=now,
        )
        for account in accounts
    ]  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _refuse_long(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise IncidentError(worded("What is said takes at most {most} characters.", most=str(LONGEST_TEXT)))


def _refuse_many(count: int) -> None:
    if count > MOST_AMENDS:
        said = {"n": str(count), "most": str(MOST_AMENDS)}
        raise IncidentError(
            worded(
                "An apology or a goodwill step makes a task for each account, at most {most}, and {n} are affected. "
                "Close it without, and write to all of them at once.",
                **said,
            )
        )
