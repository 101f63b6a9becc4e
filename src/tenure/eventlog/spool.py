"""What was accepted and is not yet in the log? The protocol of the spool, which SQLite and PostgreSQL keep alike."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

LAST = (1 << 63) - 1  # above any id


@dataclass(frozen=True, slots=True)
class SpooledRequest:
    """One accepted request as it came: ``received_at`` in microseconds since the epoch, ``count`` events inside."""

    workspace: str
    kind: str  # track, page, screen, identify, group, alias, batch, import
    received_at: int
    body: bytes
    count: int = 1


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One event that could not be kept, with the reason in a sentence; it can be replayed."""

    workspace: str
    received_at: int
    reason: str
    body: bytes
    kind: str = "batch"


@dataclass(frozen=True, slots=True)
class SpooledRow:
    """A request waiting in the spool. Ids only ever rise, also after rows were deleted."""

    id: int
    kind: str
    received_at: int
    body: bytes
    count: int


@dataclass(frozen=True, slots=True)
class DeadRow:
    """A dead letter with the id it is replayed by."""

    id: int
    kind: str
    received_at: int
    reason: str
    body: bytes


class SpoolUnavailable(Exception):  # noqa: N818 - reads as what is the matter
    """The spool cannot take or give rows now; the message says why and what to do."""


Doomed = Callable[[str, bytes], bytes | None]  # (kind, body) -> the body to keep (the same: untouched), None: nothing


class Spool(Protocol):
    """Durable queue of accepted requests, one for an installation; safe for many threads and processes."""

    @property
    def id(self) -> str:
        """Names this spool's run of ids; new when the spool was recreated or repaired."""

    def append(self, requests: Sequence[SpooledRequest], dead: Sequence[DeadLetter] = ()) -> None:
        """Keep all of them or none; durable on return. Raises SpoolUnavailable."""

    def depth(self) -> int:
        """Events waiting, over all workspaces. Cheap enough to ask at each request."""

    def waiting(self) -> list[str]:
        """Workspaces with rows to seal, the one that waits longest first; paused ones are left out."""

    def read(self, workspace: str, after: int, limit_bytes: int, limit_events: int = 1 << 60) -> list[SpooledRow]:
        """Rows with an id above ``after`` in order of id: as many as fit, at least one when there is one."""

    def finish(
        self, workspace: str, upto: int, reopened_days: Collection[int] = (), dead: Sequence[DeadLetter] = ()
    ) -> None:
        """In one transaction: delete rows up to that id, note the days as open, keep the dead letters."""

    def open_days(self, workspace: str) -> dict[int, int]:
        """Day key -> mark of days whose events are not all in the ``days`` table; the mark rises when events come."""

    def open_day(self, workspace: str, days: Collection[int]) -> None:
        """Note days as open, with a new mark."""

    def close_day(self, workspace: str, day: int, mark: int) -> bool:
        """Close a day unless events came since the mark was read; says whether it is closed now."""

    def dead_letters(self, workspace: str, limit: int = 100, before: int = LAST) -> list[DeadRow]:
        """The newest dead letters with an id below ``before``."""

    def replay(self, workspace: str, ids: Collection[int]) -> int:
        """Put dead letters back in the queue under their first time of receipt; how many."""

    def pause(self, workspace: str) -> None:
        """Stop sealing this workspace (requests are still accepted), for as long as an erase runs."""

    def resume(self, workspace: str) -> None:
        """Let the seal go on."""

    def paused(self, workspace: str) -> bool:
        """Whether sealing is stopped."""

    def purge(self, workspace: str, doomed: Doomed) -> int:
        """Rewrite or drop rows and dead letters so that no byte of what is dropped stays in the file; rows changed."""

    def mark(self, workspace: str, table: str) -> int:
        """The last version of a table known to be on the disk, -1 when none is."""

    def marks(self) -> Mapping[tuple[str, str], int]:
        """All durable marks by (workspace, table)."""

    def set_mark(self, workspace: str, table: str, version: int, *, force: bool = False) -> None:
        """Advance a durable mark; it goes back only when forced."""

    def skip_to(self, upto: int) -> None:
        """Give ids above ``upto`` from now on: a restored log may know of rows that a restored spool does not."""

    def sealed(self, workspace: str) -> int:
        """Rows up to this id were in the log already when this spool took them over from a damaged one; 0: none."""

    def close(self) -> None:
        """Let go of the database."""
