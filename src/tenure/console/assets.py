"""Under which name is a built style or script served? Names carry their content, so browsers keep them for good."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

MANIFEST = Path(__file__).parent / "static" / "built" / "manifest.json"


class AssetsMissing(RuntimeError):  # noqa: N818 - named as people read it
    """The page assets were never built."""


@lru_cache(maxsize=1)
def _names(changed: int) -> dict[str, str]:  # noqa: ARG001 - part of the key, so that a rebuild is seen
    names: dict[str, str] = json.loads(MANIFEST.read_text())
    return names


def asset(name: str) -> str:
    """The address of ``console.css``; AssetsMissing says how to build when there is none."""
    try:
        return static(f"built/{_names(MANIFEST.stat().st_mtime_ns if settings.DEBUG else 0)[name]}")
    except FileNotFoundError:
        raise AssetsMissing(
            f"The page assets are not built: run “make assets” or “pip install .” ({MANIFEST})"
        ) from None
