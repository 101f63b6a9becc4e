"""Is the tree in order? Runs every check, prints what each says when it fails, and answers 1 if any did."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CHECKS = {
    "lint": [f"{BIN}/ruff", "check", "--quiet"],
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet"],
    "types": [f"{BIN}/mypy"],
    "floors": [f"{BIN}/lint-imports", "--no-cache"],
    "migrations": [f"{BIN}/django-admin", "makemigrations", "--check", "--dry-run"],
    "lock files": [sys.executable, "scripts/locks.py", "check"],
    "words": [sys.executable, "scripts/words.py", "check"],
    "links": [sys.executable, "scripts/check_docs_links.py"],
    "reference": [sys.executable, "scripts/render_reference.py", "--check"],
    "API reference": [sys.executable, "scripts/render_api.py", "--check"],
    "metrics": [sys.executable, "scripts/render_metrics.py", "--check"],
}


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check; prints a line when it holds and its output when it does not."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{name}: {'fine' if done.returncode == 0 else 'NOT in order'}", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Every check, the quick ones too when an earlier one failed; 0 when all hold."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "TENURE_DATA": data, "DJANGO_SETTINGS_MODULE": "tenure.project.settings"}
        environment.pop("DATABASE_URL", None)
        results = [run(name, command, environment) for name, command in CHECKS.items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
