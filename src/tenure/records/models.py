"""Every table in one list, so that Django finds them; each noun lives in a file of its own name."""

from tenure.records.account import Account, AccountHistory
from tenure.records.api_key import ApiKey
from tenure.records.audit import AuditEntry
from tenure.records.contact import Contact
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.health import AccountHealth, HealthChange, HealthOverride
from tenure.records.identity import Identity
from tenure.records.imports import Import, ImportRow
from tenure.records.member import Member
from tenure.records.queue import FactsMark, Lease, StaleAccount
from tenure.records.scorecard import Scorecard
from tenure.records.user import User
from tenure.records.workspace import Workspace

__all__ = [
    "Account",
    "AccountHealth",
    "AccountHistory",
    "ApiKey",
    "AuditEntry",
    "Contact",
    "Contract",
    "ContractLine",
    "ContractPeriod",
    "FactsMark",
    "HealthChange",
    "HealthOverride",
    "Identity",
    "Import",
    "ImportRow",
    "Lease",
    "Member",
    "Scorecard",
    "StaleAccount",
    "User",
    "Workspace",
]
