"""Is a number that people typed one that a phone dials?"""

import pytest

from tenure.console.templatetags.console import dialled


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("+31 6 1234 5678", "+31612345678"),
        ("+31 (0)6-12345678", "+31612345678"),
        ("020 / 123.45.67", "0201234567"),
        ("(0)20 1234567", "0201234567"),
        (" +49 (30) 12+34", "+49301234"),
        ("ask Jan", ""),
    ],
)
def test_a_phone_dials_digits_alone(typed, link):
    assert dialled(typed) == link
