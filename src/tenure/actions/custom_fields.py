"""Gives accounts fields of the workspace's own, and retires them; values that were said stay with the accounts."""

import re
import unicodedata
from collections.abc import Sequence

from django.db import transaction

from tenure import clock
from tenure.records.audit import AuditEntry
from tenure.records.custom_field import CustomField
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

LONGEST_TITLE = 100
MOST_CHOICES = 200
MOST = 200


class CustomFieldError(ValueError):
    """A field that cannot be made; the sentence says what to change."""


def add_field(*, workspace: Workspace, title: str, type: str, choices: Sequence[str], by: str) -> CustomField:  # noqa: A002 - as the table calls it
    """Make a field; its values are the traits of the name that its title comes to. Raises CustomFieldError."""
    title = " ".join(title.split())
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise CustomFieldError(worded("A field needs a title of at most {most} characters.", most=str(LONGEST_TITLE)))
    if type not in CustomField.Type.values:
        raise CustomFieldError(worded("A field is one of {choices}.", choices=", ".join(CustomField.Type.values)))
    said = list(dict.fromkeys(filter(None, (" ".join(one.split()) for one in choices))))
    if type == CustomField.Type.CHOICE and not 1 <= len(said) <= MOST_CHOICES:
        raise CustomFieldError(worded("A choice needs 1 to {most} values, one on each line.", most=str(MOST_CHOICES)))
    name = name_of(title)
    with transaction.atomic():
        mine = CustomField.objects.select_for_update().filter(workspace=workspace)
        known = mine.filter(name=name).first()
        if known is not None and known.retired_at is None:
            raise CustomFieldError(worded("There is a field “{title}” already.", title=known.title))
        if mine.filter(retired_at=None).count() >= MOST:
            raise CustomFieldError(worded("There are {most} fields already: retire one of them first.", most=str(MOST)))
        row = known or CustomField(workspace=workspace, name=name, created_at=clock.now())
        row.title, row.type, row.retired_at = title, type, None
        row.choices = "\n".join(said) if type == CustomField.Type.CHOICE else ""
        row.save()
        _audit(row, "create", by, None, {"name": name, "title": title, "type": type, "choices": said})
    return row


def retire_field(*, field: CustomField, by: str) -> None:
    """Offer a field no longer; what was said in it stays, and is there again when the field is made anew."""
    with transaction.atomic():
        if field.retired_at is None:
            field.retired_at = clock.now()
            field.save(update_fields=["retired_at"])
            _audit(field, "retire", by, {"retired_at": None}, {"retired_at": field.retired_at.isoformat()})


def name_of(title: str) -> str:
    """The name of the trait that a title comes to: “Contract type” is contract_type. Raises CustomFieldError."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(one))
    name = re.sub(r"\W+", "_", plain).strip("_")[:64].strip("_")
    if not name:
        raise CustomFieldError(worded("A title needs a letter or a digit."))
    return name


def _audit(
    row: CustomField, verb: str, by: str, before: dict[str, object] | None, after: dict[str, object] | None
) -> None:
    AuditEntry.objects.create(
        workspace_id=row.workspace_id, at=clock.now(), by=by, verb=verb, noun="custom_field", record=row.pk,
        before=before, after=after,
    )  # fmt: skip
