"""What do merges keep of accounts and contacts that are about to be erased? Also of those that had gone into them."""

from collections.abc import Collection, Iterator
from typing import Any

from tenure.actions.merging.moves import Undoing
from tenure.records.merge import Merge
from tenure.records.workspace import Workspace

Json = dict[str, Any]


def kept_of(workspace: Workspace, noun: str, numbers: Collection[int]) -> Iterator[Json]:
    """The rows of all that went into these and was not taken out again, one merge after another."""
    merges = _merges(workspace, noun)
    wanted = set(numbers)
    while found := [one for one in merges if one.undone_at is None and one.kept in wanted]:
        merges = [one for one in merges if one not in found]
        for one in found:
            gone = Undoing.parse(one.undoing).gone
            wanted.add(gone["id"])
            yield gone
            # What the one that stayed was called before is theirs too.
            for change in Undoing.parse(one.undoing).changed.get(noun, []):
                if change["id"] == one.kept:
                    yield change["before"]


def forget_merges(workspace: Workspace, noun: str, numbers: Collection[int]) -> None:
    """Delete every merge that these had a part in, taken back or not."""
    wanted = set(numbers) | {gone["id"] for gone in kept_of(workspace, noun, numbers) if "id" in gone}
    theirs = [
        one.pk
        for one in _merges(workspace, noun)
        if one.kept in wanted or Undoing.parse(one.undoing).gone["id"] in wanted
    ]
    Merge.objects.filter(workspace=workspace, pk__in=theirs).delete()


def _merges(workspace: Workspace, noun: str) -> list[Merge]:
    return list(Merge.objects.filter(workspace=workspace, noun=noun).order_by("pk"))
