"""What do the figures of the business read of contracts? Every term and every option bought, of all accounts at once."""

import pyarrow as pa

from tenure.records import frames
from tenure.records.contract import ContractPeriod
from tenure.records.workspace import Workspace

_TERMS = pa.schema(
    [
        ("account", pa.int64()),
        ("contract", pa.int64()),
        ("product", pa.string()),
        ("plan", pa.string()),
        ("currency", pa.string()),
        ("mrr", pa.int64()),
        ("discount", pa.int64()),
        ("term_months", pa.int32()),
        ("starts_on", pa.date32()),
        ("ends_on", pa.date32()),
        ("notice_given_on", pa.date32()),
    ]
)


def terms(workspace: Workspace) -> pa.Table:
    """One row per contract period, with what was given off its price."""
    of = {name: f"contract__{name}" for name in ("account", "product")}
    dates = {"notice_given_on": "contract__notice_given_on", "starts_on": "starts_on", "ends_on": "ends_on"}
    return frames.dated(ContractPeriod.objects.filter(contract__workspace=workspace), _TERMS, of, dates, None)
