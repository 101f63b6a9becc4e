"""Makes one contact of two: everything of the one moves to the other, and for thirty days it can be taken back.

Its user ids and its address lead to the other from then on, so that events and files that name it go on counting.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from tenure import clock
from tenure.actions.merging.moves import MergeError, Undoing, note_merge
from tenure.actions.merging.rows import row_as_json
from tenure.actions.staleness import mark_stale
from tenure.records.contact import Contact
from tenure.records.identity import Identity
from tenure.records.merge import Merge
from tenure.records.workspace import Workspace
from tenure.values.voice import worded

TRAIT: Final = "trait."
# What can be chosen, and the columns that it is; ``trait.NAME`` is a trait.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("account_id",),
    **{
        name: (name,)
        for name in ("name", "email", "phone", "role", "preferred_channel", "time_zone", "video_link")
    },
    "champion": ("champion_since", "champion_until"),
}  # fmt: skip


def merge_contacts(*, kept: Contact, gone: Contact, chosen: Sequence[str] = (), by: str) -> Merge:
    """Move all of ``gone`` to ``kept``, which takes over the ``chosen`` of FIELDS and traits (``trait.NAME``).

    Raises MergeError for one contact, two workspaces, one that has gone, or where accounts are people two that are at
    two accounts: there a person is the account, and the accounts are merged first.
    """
    if kept.pk == gone.pk or kept.workspace_id != gone.workspace_id:
        raise MergeError(worded("A merge needs two contacts of one workspace."))
    with transaction.atomic():
        found = Contact.objects.select_for_update().filter(workspace=kept.workspace_id, pk__in=(kept.pk, gone.pk))
        rows = {one.pk: one for one in found}
        if len(rows) < 2:
            raise MergeError(worded("One of the two contacts is no longer there."))
        kept, gone = rows[kept.pk], rows[gone.pk]
        if kept.workspace.accounts_are == Workspace.AccountsAre.PEOPLE and kept.account_id != gone.account_id:
            raise MergeError(worded("Each of the two is an account here: merge the accounts first."))
        names, stale = (str(kept), str(gone)), {kept.account_id, gone.account_id}
        undoing = Undoing(gone=row_as_json(gone))
        undoing.move(kept, gone)
        addresses = (kept.email, gone.email)
        with undoing.watching(Contact.objects.filter(pk=kept.pk)):
            _take_over(kept, gone, chosen)
        gone.delete()
        stale |= _lead(kept, undoing, addresses)
        told = {"key": undoing.gone["key"], "name": undoing.gone["name"], "email": undoing.gone["email"]}
        merge = note_merge(
            workspace=kept.workspace, noun="contact", kept=kept, gone=told, undoing=undoing, chosen=chosen,
            names=names, by=by,
        )  # fmt: skip
        mark_stale(kept.workspace, [one for one in stale if one is not None])
    return merge


def _take_over(kept: Contact, gone: Contact, chosen: Sequence[str]) -> None:
    for name in chosen:
        if name.startswith(TRAIT):
            trait = name.removeprefix(TRAIT)
            if trait in gone.traits:
                kept.traits = {**kept.traits, trait: gone.traits[trait]}
        for column in FIELDS.get(name, ()):
            setattr(kept, column, getattr(gone, column))
    kept.save()


def _lead(kept: Contact, undoing: Undoing, addresses: Iterable[str]) -> set[Any]:
    """Let the ids of the one that went, and the addresses that both had, lead to the other; the accounts whose people change."""
    gone = undoing.gone
    of_it = Identity.objects.filter(workspace=kept.workspace_id)
    wanted = {gone["key"], *(one for address in addresses for one in _address(kept, address))} - {kept.key}
    with undoing.watching(of_it.filter(kind=Identity.Kind.USER, external_id__in=wanted)):
        known = set(of_it.filter(kind=Identity.Kind.USER, external_id__in=wanted).values_list("external_id", flat=True))
        Identity.objects.bulk_create(
            Identity(workspace=kept.workspace, kind=Identity.Kind.USER, external_id=one, person=gone["key"])
            for one in sorted(wanted - known)
        )
    leading = of_it.filter(person=gone["key"])
    numbers = list(leading.values_list("pk", flat=True))
    accounts = set(leading.values_list("account", flat=True))
    with undoing.watching(of_it.filter(pk__in=numbers)):
        leading.update(person=kept.key, person_since=clock.now())
    return accounts | set(of_it.filter(external_id=kept.key).values_list("account", flat=True))


def _address(kept: Contact, email: str) -> set[str]:
    """The address by which events may name somebody, unless another contact has it as well."""
    others = Contact.objects.filter(workspace=kept.workspace_id, email=email).exclude(pk=kept.pk)
    if not email or email == kept.email or others.exists():
        return set()
    return {email, email.lower()} - {kept.email, kept.email.lower()}
