"""Files that tests import, and what the records hold afterwards."""

from dataclasses import dataclass
from pathlib import Path

from tenure.actions.importing.files import import_file
from tenure.actions.importing.undo import Undone, undo_import
from tenure.eventlog.home import Home
from tenure.eventlog.spool import Spool
from tenure.records.models import (
    Account,
    AccountHistory,
    Asset,
    AssetHistory,
    Contract,
    Import,
    Invoice,
    Measurement,
    Note,
    Order,
    StaleAccount,
    Ticket,
    Touchpoint,
    Workspace,
)
from tenure.sources.settings import Settings

PLAIN = (Order, Invoice, Asset, AssetHistory, Measurement, Touchpoint, Ticket, Note)
SOCIALNET = Path(__file__).parents[4] / "shared" / "data" / "socialnet7"


@dataclass
class Importer:
    """Imports text as a file into one workspace."""

    workspace: Workspace
    home: Home
    spool: Spool
    folder: Path
    files: int = 0

    def file(self, kind: str, path: Path, **options) -> Import:
        return import_file(
            workspace=self.workspace, kind=kind, path=path, home=self.home, spool=self.spool, by="test", **options
        )

    def text(self, kind: str, text: str, **settings) -> Import:
        self.files += 1
        path = self.folder / f"{self.files}.csv"
        path.write_text(text)
        return self.file(kind, path, settings=Settings(**settings))

    def undo(self, of: Import) -> Undone:
        return undo_import(import_id=of.pk, workspace=self.workspace, home=self.home, spool=self.spool, by="test")


def counts(of: Import) -> tuple[int, int, int, int]:
    of.refresh_from_db()
    return of.created, of.updated, of.unchanged, of.failed


def account(workspace: Workspace, key: str) -> Account:
    return Account.objects.get(workspace=workspace, key=key)


def held(workspace: Workspace, key: str) -> dict:
    """The latest value of each dated scalar of an account."""
    rows = AccountHistory.objects.filter(workspace=workspace, account__key=key).order_by("since")
    return dict(rows.values_list("name", "value"))


def everything(workspace: Workspace) -> dict:
    """All that imports write of records, to compare before and after."""
    return {
        "accounts": list(
            Account.objects.filter(workspace=workspace)
            .order_by("key")
            .values_list("key", "name", "parent__key", "minimum_score", "created_at")
        ),
        "history": list(
            AccountHistory.objects.filter(workspace=workspace)
            .order_by("account__key", "name", "since")
            .values_list("account__key", "name", "value", "since")
        ),
        "contacts": list(workspace.contacts.order_by("key").values()),
        "contracts": contracts(workspace),
        **{model.__name__: list(model.objects.filter(workspace=workspace).order_by("pk").values()) for model in PLAIN},
    }


def stale(workspace: Workspace) -> set[str]:
    """Keys of the accounts that must be computed again; the queue is empty afterwards."""
    queue = StaleAccount.objects.filter(workspace=workspace)
    keys = set(queue.values_list("account__key", flat=True))
    queue.delete()
    return keys


def errors(of: Import) -> list[tuple[int, str, str]]:
    """What was wrong: row, column and reason."""
    return [(error["row"], error["column"], error["reason"]) for error in of.errors]


def contracts(workspace: Workspace) -> list[tuple]:
    """Each contract: account, product, latest plan, its periods (start, end, mrr) and options (name, start, end)."""
    return sorted(
        (
            contract.account.key,
            contract.product,
            contract.periods.latest("starts_on").plan,
            [
                (str(period.starts_on), period.ends_on and str(period.ends_on), period.mrr)
                for period in contract.periods.order_by("starts_on")
            ],
            [
                (line.option, str(line.starts_on), line.ends_on and str(line.ends_on))
                for line in contract.lines.order_by("starts_on", "option")
            ],
        )
        for contract in Contract.objects.filter(workspace=workspace).select_related("account")
    )
