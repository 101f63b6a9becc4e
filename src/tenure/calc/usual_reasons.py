"""Which reasons for leaving is a workspace born with? Two levels of them; the words are its own from then on."""

from typing import Final

USUAL: Final = (
    ("Price", ("Too dear for what it brings", "Budget was cut", "Found it cheaper elsewhere")),
    ("Product", ("Something it needs is missing", "Too hard to use", "Faults and outages")),
    ("Little use", ("Never got started", "Use faded away", "Whoever worked with it left")),
    ("Service", ("Answers came too late", "Promises were not kept", "Nobody knew them")),
    ("Competitor", ("Went to another supplier", "Does it itself now")),
    ("Their business", ("Closed", "Sold or merged", "Changed what it does")),
    ("Payment", ("Did not pay",)),
)
