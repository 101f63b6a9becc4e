"""What does this process remember of the gaps between orders? One entry a workspace, eight bytes an order and an account."""

from dataclasses import dataclass, field

import pyarrow as pa

MOST = 16  # workspaces


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps that were over before the day ``until`` began, read when the orders had this version."""

    version: int
    until: int
    gaps: pa.Table  # ORDER_GAPS
    judged: pa.Table  # accounts without a gap of their own
    usual: dict[int, float | None] = field(default_factory=dict)  # by window day


class GapMemory:
    """Gaps by the number of their workspace."""

    def __init__(self) -> None:
        self._known: dict[int, Gaps] = {}

    def of(self, workspace: int, version: int, day: int) -> Gaps | None:
        """What is remembered, if it is of that version and tells of that window day."""
        known = self._known.get(workspace)
        return known if known is not None and known.version == version and day <= known.until else None

    def keep(self, workspace: int, gaps: Gaps) -> Gaps:
        """Remember them in place of earlier ones; of many workspaces only some."""
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[workspace] = gaps
        return gaps
