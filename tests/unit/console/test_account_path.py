"""Any key stands in an address, and comes back as it was."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tenure.console.account_path import AccountKey


@given(st.text(min_size=1, max_size=50))
def test_a_key_comes_back_as_it_was(key):
    path = AccountKey()
    written = path.to_url(key)
    assert re.fullmatch(path.regex, written, re.DOTALL)
    assert not written.startswith(".")
    assert path.to_python(written) == key
