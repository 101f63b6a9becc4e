"""Which of those that look like one did somebody say are not?"""

from collections.abc import Collection, Sequence

from tenure.records.distinct import Distinct
from tenure.records.workspace import Workspace

Pairs = Collection[tuple[int, int]]


def told_apart(workspace: Workspace, noun: str) -> set[tuple[int, int]]:
    """Every pair of accounts or of contacts, the smaller number first."""
    return set(Distinct.objects.filter(workspace=workspace, noun=noun).values_list("one", "other"))


def still_alike(numbers: Sequence[int], apart: Pairs) -> list[tuple[int, ...]]:
    """What is left of a group: those that hang together by pairs that nobody told apart, in order."""
    left, groups = sorted(numbers), []
    while left:
        group, next_to = [], [left.pop(0)]
        while next_to:
            one = next_to.pop()
            group.append(one)
            near = [other for other in left if (min(one, other), max(one, other)) not in apart]
            next_to += near
            left = [other for other in left if other not in near]
        if len(group) > 1:
            groups.append(tuple(sorted(group)))
    return groups
