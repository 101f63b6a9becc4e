"""Makes and revokes the keys programs call with; the key itself is shown once and never stored."""

import secrets

from django.db import transaction

from tenure import clock
from tenure.records.api_key import ApiKey, hash_key
from tenure.records.audit import AuditEntry
from tenure.records.workspace import Workspace

_PREFIX = {ApiKey.Kind.WRITE: "tw_", ApiKey.Kind.API: "ta_"}
_HINT = 10


def create_key(*, workspace: Workspace, kind: str, by: str, name: str = "") -> str:
    """Make a key to send events (``write``) or to use the API (``api``); returns it, for the only time."""
    key = _PREFIX[ApiKey.Kind(kind)] + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = ApiKey.objects.create(
            workspace=workspace, kind=kind, name=name, hint=key[:_HINT], hash=hash_key(key), created_at=clock.now()
        )
        AuditEntry.objects.create(
            workspace=workspace, at=clock.now(), by=by, verb="create", noun="key", record=row.pk, after={"kind": kind}
        )
    return key


def revoke_key(*, workspace: Workspace, key_id: int, by: str) -> bool:
    """Refuse a key from now on; False when the workspace has no such key in use."""
    with transaction.atomic():
        in_use = ApiKey.objects.filter(workspace=workspace, pk=key_id, revoked_at=None)
        if not in_use.update(revoked_at=clock.now()):
            return False
        AuditEntry.objects.create(workspace=workspace, at=clock.now(), by=by, verb="revoke", noun="key", record=key_id)
    return True
