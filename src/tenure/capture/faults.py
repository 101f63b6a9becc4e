"""What is answered when the program itself fails? That nothing was kept, with the code under which the log has the trace."""

import logging

from tenure.answers.trouble import code_to_quote
from tenure.capture.replies import Refused, unavailable

logger = logging.getLogger("tenure.capture")


def fault(path: str, error: Exception) -> Refused:
    """Log it; the sender keeps the request and comes back."""
    code = code_to_quote()
    logger.error("A request to %s failed", path, exc_info=error, extra={"code": code})
    return unavailable(f"the request could not be kept because of a fault of the server: its log has the code {code}")
