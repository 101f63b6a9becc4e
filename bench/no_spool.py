"""Capture as it is, on a spool that keeps nothing: what the disk costs is the difference."""

from collections.abc import Sequence

import django
from django.conf import settings

django.setup()

from tenure.capture.app import Capture  # noqa: E402 - after Django is set up
from tenure.capture.group_commit import GroupCommit  # noqa: E402
from tenure.capture.keys import Keys  # noqa: E402
from tenure.capture.rate import Rate  # noqa: E402
from tenure.eventlog.spool import DeadLetter, SpooledRequest  # noqa: E402


class _Nothing:
    def append(self, requests: Sequence[SpooledRequest], dead: Sequence[DeadLetter] = ()) -> None:
        pass

    def depth(self) -> int:
        return 0

    def close(self) -> None:
        pass


application = Capture(Keys(), GroupCommit(_Nothing), Rate(0), settings.TENURE_SPOOL_ROWS)  # type: ignore[arg-type]
