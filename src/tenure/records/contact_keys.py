"""Which contact does a user id or an address lead to that is no contact's key? The one it was merged with, or became."""

from collections.abc import Collection

from tenure.records.identity import Identity
from tenure.records.slices import rows_of
from tenure.records.workspace import Workspace


def leading(workspace: Workspace | int, ids: Collection[str]) -> dict[str, str]:
    """Id -> the key of the person it leads to, for those that lead to another than themselves."""
    users = Identity.objects.filter(workspace=workspace, kind=Identity.Kind.USER)
    found = rows_of(users, "external_id", sorted(ids), ("external_id", "person"))
    return {id_: person for id_, person in found if id_ != person}
