"""How is an alert said in one sentence?"""

from tenure.records.signal import Alert


def sentence_of(alert: Alert) -> str:
    """Whose it is, and which signal fired."""
    return f"{alert.account}: {alert.signal}"
