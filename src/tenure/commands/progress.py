"""How far is a long command? A bar of bytes on standard error, where no program that reads the answer is disturbed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

Start = Callable[[int], Callable[[int], object]]


@contextmanager
def bytes_bar(label: str, *, quiet: bool) -> Iterator[Start]:
    """A function that is told the total once it is known, and answers what to call with each piece done."""
    with ExitStack() as stack:

        def start(total: int) -> Callable[[int], object]:
            if quiet:
                return lambda _done: None
            return stack.enter_context(click.progressbar(length=total, label=label, file=sys.stderr)).update

        yield start
