"""A workspace whose contracts are due, for a browser to end one."""

from tenure import clock
from tenure.actions.departures import Ending, end_contract
from tenure.actions.workspaces import create_workspace
from tenure.records.models import ChurnReason, Member, User
from tests.factories import store
from tests.pages.said.renewals import contract_of

EUR = {"amount": 12_000, "currency": "EUR"}
GOOD = {
    "active_days_28": 20,
    "seat_utilisation": 0.95,
    "breadth_28": 6,
    "events_28": 800,
    "last_event_days": 0,
    "mrr": EUR,
}
POOR = {
    "active_days_28": 2,
    "seat_utilisation": 0.2,
    "breadth_28": 1,
    "events_28": 9,
    "last_event_days": 16,
    "mrr": EUR,
}


def fill_renewing(user: User) -> None:
    """The workspace “Renewing”: three contracts that are due, one that ended."""
    workspace = create_workspace(name="Renewing", by="test", demo=True)
    Member.objects.create(workspace=workspace, user=user, role="owner", name="Owner", created_at=workspace.created_at)
    now = clock.now()
    for key, days, facts in (("bakker", 20, POOR), ("studio", 45, GOOD), ("hotel", 100, GOOD)):
        contract = contract_of(workspace, key, days, notice_days=30, renews_itself=key == "studio")
        store(contract.account, facts | {"owner": "Ada"}, now)
    reason = ChurnReason.objects.get(workspace=workspace, title="Too hard to use").pk
    gone = contract_of(workspace, "garage", 10)
    end_contract(contract=gone, ends_on=now.date(), said=Ending(reason, "Rival"), by="test")
