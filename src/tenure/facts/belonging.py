"""Whose usage is it? Rows of usage joined with the account and the person they belong to, when read and not before.

An event's own group names its account; a group that nobody knows belongs to nobody. Without a group, or where accounts
are people, the actor's identity does. A person is known by identity within their own account; an actor who uses
another account's group counts there as the actor that was sent, so that some accounts can be asked without the rest.
"""

from typing import Any

import ibis

from tenure.facts.schemas import table


def by_account(usage: ibis.Table, *columns: str, by_group: bool) -> ibis.Table:
    """``account``, ``person`` and ``columns`` of every row of ``usage`` (actor, group_id, …) that belongs to an account.

    ``by_group`` is whether an event's own group names its account: accounts are companies. Each way is a join of its
    own, straight over ``usage``, so that an engine reads of the files only what the accounts asked about need.
    """
    if not by_group:
        return _by_actor(usage, columns)
    return ibis.union(_by_actor(usage.filter(usage.group_id.isnull()), columns), _by_group(usage, columns))


def _by_actor(usage: ibis.Table, columns: tuple[str, ...]) -> ibis.Table:
    return usage.inner_join(table("identities"), "actor").select("account", "person", *columns)


def _by_group(usage: ibis.Table, columns: tuple[str, ...]) -> ibis.Table:
    identities = table("identities").rename(belongs_to="account")
    joined: Any = usage.inner_join(table("groups"), "group_id").left_join(identities, "actor")
    person = ibis.ifelse(joined.belongs_to == joined.account, joined.person, joined.actor)
    return joined.select("account", person.name("person"), *columns)
