"""What do records offer to questions? Arrow frames of one workspace, for all or some of its accounts.

Every frame has the columns of the schema of its name in `tenure.facts.schemas`.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from tenure.records import belonging
from tenure.records.account import Account, AccountHistory
from tenure.records.account_keys import keys_of
from tenure.records.contact import Contact
from tenure.records.contract import ContractLine, ContractPeriod
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace

_ROWS = 5_000  # few enough that the collector of garbage does not walk through them again and again
TIME = pa.timestamp("us", tz="UTC")

ACCOUNTS = pa.schema([("account", pa.int64()), ("key", pa.string()), ("created_at", TIME)])
IDENTITIES = pa.schema([("actor", pa.string()), ("person", pa.string()), ("account", pa.int64())])
GROUPS = pa.schema([("group_id", pa.string()), ("account", pa.int64())])
PERIODS = pa.schema(
    [
        ("account", pa.int64()),
        ("contract", pa.int64()),
        ("product", pa.string()),
        ("plan", pa.string()),
        ("notice_given_on", pa.date32()),
        ("notice_days", pa.int32()),
        ("starts_on", pa.date32()),
        ("ends_on", pa.date32()),
        ("mrr", pa.int64()),
        ("currency", pa.string()),
        ("term_months", pa.int32()),
        ("seats", pa.int64()),
    ]
)
TERMS = pa.schema([*PERIODS, ("discount", pa.int64())])
LINES = pa.schema(
    [
        ("account", pa.int64()),
        ("contract", pa.int64()),
        ("option", pa.string()),
        ("starts_on", pa.date32()),
        ("ends_on", pa.date32()),
    ]
)
HISTORY = pa.schema([("account", pa.int64()), ("name", pa.string()), ("value", pa.string()), ("since", TIME)])
CHAMPIONS = pa.schema(
    [("account", pa.int64()), ("contact", pa.int64()), ("actor", pa.string()), ("since", TIME), ("until", TIME)]
)

Accounts = Sequence[int] | None  # None: all of the workspace


def accounts(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per account."""
    found = Account.objects.filter(workspace=workspace)
    return dated(found, ACCOUNTS, {"account": "pk"}, {"created_at": "created_at"}, only, by="pk")


def identities(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per actor that leads to an account, with the person behind it."""
    found = belonging.all_actors(workspace) if only is None else belonging.actors_of(workspace, only)
    return table_of(((actor, person, account) for actor, (person, account) in found.items()), IDENTITIES)


def groups(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per group id; empty where accounts are people, because groups mean nothing there."""
    if workspace.accounts_are == Workspace.AccountsAre.PEOPLE:
        return GROUPS.empty_table()
    return table_of(keys_of(workspace, only), GROUPS)


def periods(workspace: Workspace, only: Accounts = None, schema: pa.Schema = PERIODS) -> pa.Table:
    """One row per contract period, with what its contract says; of `TERMS` with what was given off its price too."""
    of = {name: f"contract__{name}" for name in ("account", "product", "notice_days")}
    dates = {"notice_given_on": "contract__notice_given_on", "starts_on": "starts_on", "ends_on": "ends_on"}
    return dated(ContractPeriod.objects.filter(contract__workspace=workspace), schema, of, dates, only)


def lines(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per option bought."""
    found = ContractLine.objects.filter(contract__workspace=workspace)
    return dated(found, LINES, {"account": "contract__account"}, {"starts_on": "starts_on", "ends_on": "ends_on"}, only)


def dated(  # noqa: PLR0917 - rows, what they become, where that is, and of whom
    query: QuerySet[Any],
    schema: pa.Schema,
    of: dict[str, str],
    dates: dict[str, str],
    only: Accounts,
    by: str = "contract__account",
) -> pa.Table:
    """Rows as a table; ``of`` and ``dates`` say where columns are that the rows' own table does not have, ``by`` whose they are.

    Days and times are cut as text by the database and made such by Arrow: on SQLite one would be made of each by Python.
    """
    asked = query.annotate(**{f"the_{name}": Cast(field, CharField()) for name, field in dates.items()})
    fields = tuple(f"the_{name}" if name in dates else of.get(name, name) for name in schema.names)
    told = pa.schema([(one.name, pa.string() if one.name in dates else one.type) for one in schema])
    table = table_of(rows_of(asked, by, only, fields), told)
    columns = {one.name: _time(table[one.name]) if one.type == TIME else table[one.name] for one in schema}
    return pa.table(columns).cast(schema)


def _time(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """Times in UTC from their text: SQLite has no zone in it, PostgreSQL has +00."""
    return pc.replace_substring_regex(text, r"\+00$", "").cast(pa.timestamp("us"))


def history(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per dated scalar; the value is JSON text."""
    fields = ("account", "name", "value", "since")
    rows = rows_of(AccountHistory.objects.filter(workspace=workspace), "account", only, fields)
    return table_of(((account, name, json.dumps(value), since) for account, name, value, since in rows), HISTORY)


def champions(workspace: Workspace, only: Accounts = None) -> pa.Table:
    """One row per contact who is or was a champion."""
    contacts = Contact.objects.filter(workspace=workspace, champion_since__isnull=False, account__isnull=False)
    fields = ("account", "pk", "key", "champion_since", "champion_until")
    rows = ((*row[:2], f"u:{row[2]}", *row[3:]) for row in rows_of(contacts, "account", only, fields))
    return table_of(rows, CHAMPIONS)


def table_of(rows: Iterable[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """An Arrow table of these rows, made a slice at a time."""
    batches = []
    rows = iter(rows)
    while chunk := list(islice(rows, _ROWS)):
        columns = [
            pa.array(column, type=field.type) for column, field in zip(zip(*chunk, strict=True), schema, strict=True)
        ]
        batches.append(pa.record_batch(columns, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)
