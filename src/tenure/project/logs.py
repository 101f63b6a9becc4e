"""How does a process say what happens to it? One record after the other on standard error, for people or for programs.

Every process says it alike: `tenure` in all its commands, and whatever server runs `tenure.project.asgi`. A record has
the code that a page or a command gave to quote, and never a key, a password or what somebody sent.
"""

import json
import logging
import logging.config
import re
import sys
import threading
import time
from typing import Any, TextIO

# What must not be read by everybody who may read a log; what stays says what was there.
SECRETS = (
    (re.compile(r"\b(t[aw]_)[\w-]{8,}"), r"\1(hidden)"),  # our keys
    (re.compile(r"(/v1/projects/)[^/\s]+"), r"\1(hidden)"),  # the address under which browsers ask with one
    (re.compile(r"(://[^:/@\s]*:)[^@/\s]+(?=@)"), r"\1(hidden)"),
    (re.compile(r"\b([Bb]asic|[Bb]earer)\s+(?=\S*[\dA-Z+/=])[\w+/=.~-]{8,}"), r"\1 (hidden)"),
    (re.compile(r"(?i)\b((?:password|secret|token|cookie|authorization)['\"]?\s*[=:]\s*)(?!\()[^\s,;&)]+"), r"\1(hidden)"),
    (re.compile(r"(/(?:reset/key|confirm-email|invitation/\d+)/)[^/\s]+"), r"\1(hidden)"),
    (re.compile(r"(?m)^(\s*(?:DETAIL|CONTEXT|LINE \d+):).*"), r"\1 (hidden)"),  # PostgreSQL quotes rows there
)  # fmt: skip
LONGEST = 500  # characters of a line: a message that quotes what was sent stays a message


def settings(form: str) -> dict[str, Any]:
    """What Django's LOGGING is, with records as ``lines`` for people or as ``json``."""
    to_root: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines}, "json": {"()": JsonLines}},
        "filters": {"faults": {"()": Faults}},
        "handlers": {"stderr": {"()": StandardError, "formatter": form}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "tenure": {"level": "INFO"},
            "django": {**to_root, "level": "WARNING"},
            # An address that leads nowhere is no trouble of ours, and a server that is not ready says so on purpose.
            "django.request": {"level": "ERROR", "filters": ["faults"]},
            "django.server": to_root,
            "uvicorn": to_root,  # its levels are those it was started with: named here, they stay
            "uvicorn.error": to_root,
            "uvicorn.access": to_root,
        },
    }


def set_up(given: dict[str, Any]) -> None:
    """What Django calls when it starts: takes the settings, and logs what ends a thread."""
    logging.config.dictConfig(given)
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _say_what_ended


def _say_what_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is not SystemExit and args.exc_value is not None:
        name = args.thread.name if args.thread else "unnamed"
        logging.getLogger("tenure").critical("The thread %s ended", name, exc_info=args.exc_value)


def code_of(record: logging.LogRecord) -> str:
    """The code that somebody was given to quote: of the record itself, or of the page that could not be shown."""
    code = getattr(record, "code", "") or getattr(getattr(record, "request", None), "error_code", "")
    return str(code)


def without_secrets(text: str) -> str:
    """The text, with every line cut to what a message needs and with what looks like a secret hidden."""
    for secret, instead in SECRETS:
        text = secret.sub(instead, text)
    return "\n".join(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in text.split("\n"))


class Faults(logging.Filter):
    """Lets only what has a trace through."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether an exception came with it."""
        return bool(record.exc_info)


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # StreamHandler's own keeps one stream for good

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # the base has an attribute
        """Where to write."""
        return sys.stderr


class Lines(logging.Formatter):
    """``2026-03-01 12:00:00 UTC ERROR tenure.capture: what happened [code K7QF-2M9T]``, then the trace if there is one."""

    converter = time.gmtime  # type: ignore[assignment]  # it may be called without a time, too

    def __init__(self) -> None:
        super().__init__("%(asctime)s UTC %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the standard library's name
        """The first line: one line, whatever the message holds."""
        code = code_of(record)
        line = without_secrets(super().formatMessage(record)).replace("\r", "\\r").replace("\n", "\\n")
        return f"{line} [code {code}]" if code else line

    def format(self, record: logging.LogRecord) -> str:
        """The whole record."""
        return without_secrets(super().format(record))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, process and message; code, error and trace where there is one."""

    converter = time.gmtime  # type: ignore[assignment]  # it may be called without a time, too
    default_msec_format = "%s.%03dZ"
    default_time_format = "%Y-%m-%dT%H:%M:%S"

    def format(self, record: logging.LogRecord) -> str:
        """The whole record."""
        found: dict[str, Any] = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": without_secrets(record.getMessage()),
        }
        if code := code_of(record):
            found["code"] = code
        if record.exc_info and record.exc_info[0] is not None:
            found["error"] = record.exc_info[0].__name__
            found["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(found, ensure_ascii=False)
