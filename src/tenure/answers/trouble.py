"""What is the matter around the program? Database, spool and disk, each in a sentence that says what to do."""

import errno
import secrets
import sqlite3

from django.conf import settings
from django.db import DataError, Error, IntegrityError, InternalError, NotSupportedError, ProgrammingError

from tenure.eventlog.commits import DamagedCommit
from tenure.eventlog.log_errors import DamagedLog, LogUnavailable
from tenure.eventlog.spool import SpoolUnavailable

_OURS = (DataError, IntegrityError, InternalError, NotSupportedError, ProgrammingError)
_FULL = (errno.ENOSPC, errno.EDQUOT)
_DISK = (*_FULL, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EFBIG)
_ADVICE = {
    "SQLITE_FULL": "make room on the disk",
    "SQLITE_READONLY": "give it to the user that Tenure runs as",
    "SQLITE_CANTOPEN": "give its directory to the user that Tenure runs as",
    "SQLITE_BUSY": "another process holds it: try again",
    "SQLITE_NOTADB": "restore a backup with “tenure restore”",
    "SQLITE_CORRUPT": "restore a backup with “tenure restore”",
    "SQLITE_IOERR": "look at the system's own messages",
}

_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none that is taken for another, and no vowels, so no words


def code_to_quote() -> str:
    """A new name for one fault, such as “K7QF-2M9T”: people are shown it, and the log has it beside the trace."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def sentence_of(error: BaseException) -> str | None:
    """What an operator can put right about an error, in a sentence; None when it is a fault of the program."""
    if isinstance(error, Error) and not isinstance(error, _OURS):
        return _database(error)
    if isinstance(error, SpoolUnavailable | LogUnavailable | DamagedLog):
        return _capital(str(error))
    if isinstance(error, DamagedCommit):
        return (
            f"{_capital(str(error))}. Start “tenure work”, which repairs torn ends; “tenure doctor” looks at the rest."
        )
    if isinstance(error, OSError) and (error.filename is not None or error.errno in _DISK):
        advice = "make room on the disk" if error.errno in _FULL else "check the disk and who may write there"
        return f"{error.filename or 'The disk'} cannot be used ({error.strerror}): {advice}."
    return None


def _database(error: Error) -> str:
    says = str(error).strip().split("\n", 1)[0].rstrip(".")
    if settings.DATABASE_URL:
        return (
            f"The database of DATABASE_URL does not answer ({says}): is its server running, and is the address right?"
        )
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "") if isinstance(cause, sqlite3.Error) else ""
    advice = next((text for code, text in _ADVICE.items() if name.startswith(code)), "see “tenure doctor”")
    return f"The database {settings.DATABASES['default']['NAME']} cannot be used ({says}): {advice}."


def _capital(text: str) -> str:
    text = text.rstrip(".")
    return text[:1].upper() + text[1:]
