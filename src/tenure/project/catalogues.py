"""Where are the words of other languages? In .po files; this writes beside each the .mo that Python's gettext reads.

Run when the package is built, and before tests: Babel does it, so that no machine needs the programs of GNU gettext.
The build loads this file by its path, so it imports nothing of Tenure.
"""

import tempfile
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER: Final = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues(folder: Path = FOLDER) -> None:
    """Write every .mo that is missing or older than its .po."""
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".mo.new", delete=False) as new:
            write_mo(new, catalogue)
        Path(new.name).chmod(0o644)
        Path(new.name).replace(compiled)  # whole or not at all: two processes may do this at once
