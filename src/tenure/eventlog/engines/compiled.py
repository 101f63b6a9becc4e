"""What is this expression in SQL? Compiled once (14-90 ms each), then kept under its name."""

from functools import cache
from threading import Lock

import ibis

MOST = 1_000  # names kept; whoever asks for that many is making names up


class Compiled:
    """The SQL of expressions in one dialect, by name; a name that comes with another expression is compiled again."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._known: dict[str, tuple[ibis.Table, str]] = {}
        self._lock = Lock()

    def sql(self, name: str, expr: ibis.Table) -> str:
        """The SQL text of ``expr``."""
        known = self._known.get(name)
        if known is not None and (known[0] is expr or known[0].equals(expr)):
            return known[1]
        with self._lock:  # compiling is pure Python: two threads at once would only take turns
            text = str(ibis.to_sql(expr, dialect=self._dialect))
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[name] = (expr, text)
            return text


@cache
def compiled(dialect: str) -> Compiled:
    """What this process has compiled in that dialect: SQL says nothing about the engine that runs it."""
    return Compiled(dialect)
