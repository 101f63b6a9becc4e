"""How are many records brought in at once? As from a file: good rows go in, bad ones are answered with the reason."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, Field

from tenure.actions.records import upsert
from tenure.api.caller import Caller
from tenure.api.choices import example
from tenure.api.fields import Place, rows_of, wrongs
from tenure.api.nouns import Noun, Said
from tenure.api.problems import Refusal, Wrong
from tenure.sources.problems import shortened

MOST_ROWS: Final = 5_000
MOST_ERRORS: Final = 1_000


class BulkOutcome(BaseModel):
    """What became of the rows, counted; of contracts each period counts."""

    model_config = example(
        created=118, updated=3, unchanged=0, failed=1,
        errors=[{"row": 7, "field": "account", "value": "acne", "reason": "there is no account “acne”"}],
    )  # fmt: skip

    created: int
    updated: int
    unchanged: int = Field(description="In already as they were sent, or sent once more further down")
    failed: int = Field(description="Rows that stayed out")
    errors: list[Wrong] = Field(description=f"What is wrong with which row, 1 is the first; at most {MOST_ERRORS:,}")


def bring_in(noun: Noun, caller: Caller, rows: Sequence[object]) -> BulkOutcome:
    """Create or change the record of each row. Raises Refusal (413) for more rows than may come at once."""
    if len(rows) > MOST_ROWS:
        raise Refusal(413, f"{len(rows):,} rows are too many at once: send at most {MOST_ROWS:,}, or import a file.")
    errors, said, places = _taken_apart(noun, rows)
    outcome = upsert(workspace=caller.workspace, kind=noun.kind, rows=said, by=caller.by)
    failed = outcome.failed + len(errors)
    errors += wrongs(noun, outcome.problems, places)
    return BulkOutcome(
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
        failed=failed,
        errors=sorted(errors, key=lambda error: error.row or 0)[:MOST_ERRORS],
    )


def _taken_apart(noun: Noun, rows: Sequence[object]) -> tuple[list[Wrong], list[Said], list[Place]]:
    """What is no object, the import's rows of the others, and the place of each of these."""
    errors: list[Wrong] = []
    said: list[Said] = []
    places: list[Place] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            errors.append(Wrong(row=number, field="", value=shortened(row), reason="is no object with fields"))
            continue
        for place, values in rows_of(noun, row):
            said.append(values)
            places.append(Place(number, place, row))
    return errors, said, places


def as_rows(body: Mapping[str, Any]) -> Sequence[object]:
    """The rows of a bulk request. Raises Refusal."""
    rows = body.get("rows")
    if not isinstance(rows, list) or len(body) != 1:
        raise Refusal(422, "Send an object with one field, rows: a list of records.")
    return rows
