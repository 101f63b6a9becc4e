"""How quick is Tenure here? Runs every benchmark, each in a process of its own, one after the other."""

import subprocess
import sys
from pathlib import Path

# In the order in which data goes: in, kept, computed.
ORDER = ("capture", "event_to_health", "event_import", "commits", "facts")
HERE = Path(__file__).parent


def benchmarks() -> list[str]:
    """Every module here that can be run by itself, the known ones in order."""
    found = [
        path.stem
        for path in sorted(HERE.glob("*.py"))
        if '__name__ == "__main__"' in path.read_text() and path != Path(__file__)
    ]
    return sorted(found, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


def main(names: list[str]) -> int:
    """Run those named, or all; 1 when one did not reach what it must."""
    missed = []
    for name in names or benchmarks():
        print(f"\n{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode:
            missed.append(name)
    print(f"\nNot reached: {', '.join(missed)}" if missed else "\nAll reached what they must.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
