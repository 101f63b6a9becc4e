"""A member says which account an actor belongs to, or makes an account of a group that nobody knows."""

from django.db import transaction

from tenure import clock
from tenure.actions.identities import apply_calls
from tenure.actions.webhooks import tell_created
from tenure.eventlog.calls import IdentityCall
from tenure.records.account import KEY_LENGTH, Account
from tenure.records.account_keys import account_at
from tenure.records.audit import AuditEntry
from tenure.records.workspace import Workspace
from tenure.values.voice import worded


class AssignError(ValueError):
    """Nothing was assigned; the sentence says why."""


def assign_actor(*, workspace: Workspace, actor: str, account: Account, by: str) -> None:
    """Let an actor (``u:`` and a user id, or ``a:`` and an anonymous id) lead to an account, its past events included.

    It is what a group call says, or an alias where accounts are people: a later call of the product can say otherwise.
    Raises AssignError when that is no actor.
    """
    kind, sign, id_ = actor.partition(":")
    if kind not in ("u", "a") or not sign or not id_:
        raise AssignError(
            worded("“{actor}” is no actor: it begins with u: for a user or a: for an anonymous id.", actor=actor[:80])
        )
    user, anonymous = (id_, None) if kind == "u" else (None, id_)
    if workspace.accounts_are == Workspace.AccountsAre.PEOPLE:
        call = _call("alias", user_id=account.key, previous_id=id_)
    else:
        call = _call("group", user_id=user, anonymous_id=anonymous, group_id=account.key)
    with transaction.atomic():
        apply_calls(workspace=workspace, calls=[call], by=by)
        _audit(account, by, "assign", "identity", {"actor": actor, "account": account.key})


def make_account_of_group(*, workspace: Workspace, group: str, by: str) -> Account:
    """Make the account that events of a group ask for; the one there is when it was made already.

    Raises AssignError where accounts are people, or when the group's id is too long for a key.
    """
    if workspace.accounts_are == Workspace.AccountsAre.PEOPLE:
        raise AssignError(worded("Accounts are people here: a group makes none."))
    if not 0 < len(group) <= KEY_LENGTH or not group.isprintable():
        raise AssignError(worded("A key of an account is one line of 1 to {most} characters.", most=str(KEY_LENGTH)))
    with transaction.atomic():
        known = account_at(workspace, group)
        if known is not None:
            return known
        apply_calls(workspace=workspace, calls=[_call("group", group_id=group)], by=by)
        made = Account.objects.get(workspace=workspace, key=group)
        _audit(made, by, "create", "account", {"key": group})
        tell_created(workspace, [(made.pk, made.key)])
    return made


def _audit(account: Account, by: str, verb: str, noun: str, after: dict[str, str]) -> None:
    AuditEntry.objects.create(
        workspace_id=account.workspace_id, at=clock.now(), by=by, verb=verb, noun=noun, record=account.pk, after=after
    )


def _call(
    kind: str,
    *,
    user_id: str | None = None,
    anonymous_id: str | None = None,
    group_id: str | None = None,
    previous_id: str | None = None,
) -> IdentityCall:
    return IdentityCall(kind, user_id, anonymous_id, group_id, previous_id, {}, clock.now(), "")
