"""Have we seen this key before? Sorted arrays of 64-bit keys: eight bytes each, cheap to add to and to ask."""

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]


class IdSet:
    """A growing collection of keys, in runs each more than twice as long as the next: few to ask, rarely merged."""

    __slots__ = ("_runs",)

    def __init__(self) -> None:
        self._runs: list[Keys] = []

    def __len__(self) -> int:
        return sum(len(run) for run in self._runs)

    def add(self, keys: Keys) -> None:
        """Take in keys, in any order."""
        if not len(keys):
            return
        new = np.sort(keys)
        while self._runs and len(self._runs[-1]) <= 2 * len(new):
            new = np.concatenate([self._runs.pop(), new])
            new.sort(kind="stable")  # merges two sorted runs in one pass
        self._runs.append(new)

    def contains(self, keys: Keys) -> NDArray[np.bool_]:
        """For each key whether it was added."""
        found = np.zeros(len(keys), dtype=np.bool_)
        for run in self._runs:
            places = np.minimum(np.searchsorted(run, keys), len(run) - 1)
            found |= run[places] == keys
        return found
