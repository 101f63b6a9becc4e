"""How often does a test of repetition repeat? In full where CI=true, as in .ci/run; less often for a person who waits.

Only repetition is cut, never an assertion: fewer kills, seeds and importers of the same test. The end of every run says
which it was.
"""

import os

FULL = os.environ.get("CI", "").lower() in ("true", "1")

KILLS = 50 if FULL else 8  # of a server and its worker under load
IMPORTERS = 25 if FULL else 6  # threads in each of four processes that bring the same file
STORIES = 6 if FULL else 2  # seeds of stories in which things happen at random
STREAMS = 60 if FULL else 20  # event streams that are counted in three ways
WORLDS = 12 if FULL else 5  # made-up workspaces of which some accounts are asked alone
TYPED = 4 if FULL else 2  # things nobody meant that each field of each form gets


def said() -> str:
    """One line for the end of a run."""
    depth = f"{KILLS} kills, {4 * IMPORTERS} imports at once, {STORIES} stories, {STREAMS} streams, {WORLDS} worlds, {TYPED} typed"
    return f"Tests that repeat did so {'in full' if FULL else 'less often than with CI=true'}: {depth}."
