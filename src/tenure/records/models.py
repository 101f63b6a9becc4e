"""Every table in one list, so that Django finds them; each noun lives in a file of its own name."""

from tenure.records.account import Account, AccountHistory, AccountKey
from tenure.records.api_key import ApiKey
from tenure.records.asset import Asset, AssetHistory
from tenure.records.assignment import Assignment
from tenure.records.audit import AuditEntry
from tenure.records.backtest import Backtest
from tenure.records.contact import Contact
from tenure.records.contract import Contract, ContractLine, ContractPeriod
from tenure.records.custom_fact import CustomFact
from tenure.records.custom_field import CustomField
from tenure.records.departure import ChurnReason, Departure
from tenure.records.distinct import Distinct
from tenure.records.feed import Feed, FeedReading
from tenure.records.goal import Goal
from tenure.records.health import AccountHealth, HealthChange, HealthOverride
from tenure.records.identity import Identity
from tenure.records.imports import Import, ImportRow
from tenure.records.incident import Incident, IncidentAccount
from tenure.records.invoice import Invoice
from tenure.records.job import Job
from tenure.records.kept_answer import KeptAnswer
from tenure.records.kept_count import KeptCount
from tenure.records.measurement import Measurement
from tenure.records.member import Member
from tenure.records.merge import Merge
from tenure.records.note import Note
from tenure.records.notice import Notice, NoticeChoice
from tenure.records.objective import Objective
from tenure.records.option import Option
from tenure.records.order import Order
from tenure.records.play import Play, PlayRun, PlayStep, PlayVersion
from tenure.records.queue import FactsMark, Lease, StaleAccount
from tenure.records.renewal import RenewalWord
from tenure.records.scorecard import Scorecard
from tenure.records.segment import Segment, SegmentChange, SegmentMember
from tenure.records.signal import Alert, Signal, SignalState
from tenure.records.snooze import Snooze
from tenure.records.task import Task
from tenure.records.team import Team
from tenure.records.ticket import Ticket
from tenure.records.touchpoint import Attendee, Touchpoint
from tenure.records.upload import Upload
from tenure.records.user import User
from tenure.records.view import View
from tenure.records.webhook import Webhook, WebhookDelivery
from tenure.records.workspace import Workspace

__all__ = [
    "Account",
    "AccountHealth",
    "AccountHistory",
    "AccountKey",
    "Alert",
    "ApiKey",
    "Asset",
    "AssetHistory",
    "Assignment",
    "Attendee",
    "AuditEntry",
    "Backtest",
    "ChurnReason",
    "Contact",
    "Contract",
    "ContractLine",
    "ContractPeriod",
    "CustomFact",
    "CustomField",
    "Departure",
    "Distinct",
    "FactsMark",
    "Feed",
    "FeedReading",
    "Goal",
    "HealthChange",
    "HealthOverride",
    "Identity",
    "Import",
    "ImportRow",
    "Incident",
    "IncidentAccount",
    "Invoice",
    "Job",
    "KeptAnswer",
    "KeptCount",
    "Lease",
    "Measurement",
    "Member",
    "Merge",
    "Note",
    "Notice",
    "NoticeChoice",
    "Objective",
    "Option",
    "Order",
    "Play",
    "PlayRun",
    "PlayStep",
    "PlayVersion",
    "RenewalWord",
    "Scorecard",
    "Segment",
    "SegmentChange",
    "SegmentMember",
    "Signal",
    "SignalState",
    "Snooze",
    "StaleAccount",
    "Task",
    "Team",
    "Ticket",
    "Touchpoint",
    "Upload",
    "User",
    "View",
    "Webhook",
    "WebhookDelivery",
    "Workspace",
]
