"""Is this the very file that was read before? One text for its bytes and for the cells that were corrected in it."""

import hashlib
import json
from pathlib import Path

from tenure.sources.settings import Settings


def file_digest(path: Path, settings: Settings) -> str:
    """The SHA-256 of a file, in hexadecimal; of the file and its corrections where there are any."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    if settings.corrections:
        cells = {str(row): dict(sorted(cells.items())) for row, cells in settings.corrections.items()}
        found.update(json.dumps(cells, ensure_ascii=False).encode())
    return found.hexdigest()
