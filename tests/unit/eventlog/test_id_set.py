import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenure.eventlog.id_set import IdSet

keys = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20)


@given(added=st.lists(keys, max_size=12), asked=keys)
def test_it_knows_exactly_the_keys_that_were_added(added, asked):
    ids = IdSet()
    for batch in added:
        ids.add(np.array(batch, dtype=np.int64))
    every = {key for batch in added for key in batch}
    asked = [*asked, *sorted(every)]
    assert ids.contains(np.array(asked, dtype=np.int64)).tolist() == [key in every for key in asked]
    assert len(ids) == sum(map(len, added))


def test_many_small_batches_end_in_few_runs():
    ids = IdSet()
    for start in range(1000):
        ids.add(np.arange(start * 10, start * 10 + 10))
    assert len(ids._runs) < 12
