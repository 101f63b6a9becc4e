"""What can be the matter with the log? Errors whose text says where, and what to do."""


class LogUnavailable(OSError):  # noqa: N818 - reads as what is the matter
    """The log cannot be written now; the message says why and what to do. Nothing is lost: the spool keeps it."""


class DamagedLog(Exception):  # noqa: N818 - reads as what it is
    """Part of the log that was on the disk is gone; the message says what and what to do."""
