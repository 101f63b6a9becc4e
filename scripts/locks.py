"""Are the lock files what pyproject.toml asks for? `write` makes them (`write --upgrade`: newer), `check` compares, also offline."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
# In this order: what is shipped keeps to the versions that the tests run on.
LOCKS = {
    "dev": ["pyproject.toml", "--group", "dev"],
    "base": ["pyproject.toml", "--constraint", "requirements/dev.txt"],
    "build": ["--group", "pyproject.toml:build"],
    "node": ["--group", "pyproject.toml:node"],
}
# Universal: one file for every platform and Python from 3.11 on. No index host is written down.
OPTIONS = (
    "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet"
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ ;\\]+)")


def lock_path(name: str) -> Path:
    """Where a lock lives."""
    return ROOT / "requirements" / f"{name}.txt"


def compile_lock(name: str, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Resolve one lock into ``output``; pins already there are kept while they still fit."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    command = [uv, "pip", "compile", *OPTIONS.split(), *LOCKS[name], "--output-file", str(output), *more]
    environment = {"UV_HTTP_RETRIES": "1", **os.environ}  # without a network the answer should not take minutes
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def pinned(text: str) -> list[str]:
    """The lines of a lock that name versions. Hashes and reasons are left out: a late wheel for an old release adds a hash."""
    return [line.rstrip(" \\") for line in text.splitlines() if PIN.match(line)]


def asked_for(name: str) -> list[str]:
    """The requirements that pyproject.toml states for a lock, as written there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    own: list[str] = project["project"]["dependencies"] if name in {"base", "dev"} else []
    group: list[str] = [] if name == "base" else project["dependency-groups"][name]
    return own + group


def unmet(name: str) -> list[str]:
    """What pyproject.toml asks for and the lock does not hold: all that can be told without a package index."""
    pins: dict[str, list[str]] = {}
    for line in pinned(lock_path(name).read_text()):
        if found := PIN.match(line):
            pins.setdefault(canonicalize_name(found[1]), []).append(found[2])
    wanted = [Requirement(text) for text in asked_for(name)]
    return [
        str(one)
        for one in wanted
        if not any(
            one.specifier.contains(version, prereleases=True) for version in pins.get(canonicalize_name(one.name), ())
        )
    ]


def check(name: str) -> str | None:
    """What is wrong with one lock, as a sentence, or None."""
    current = lock_path(name).read_text()
    if missing := unmet(name):
        return f"requirements/{name}.txt does not hold {', '.join(missing)}: run `make lock`"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / f"{name}.txt"
        fresh.write_text(current)
        done = compile_lock(name, fresh)
        if done.returncode:
            if "No solution found" in done.stderr and "network was disabled" not in done.stderr:
                return f"requirements/{name}.txt cannot be resolved any more:\n{done.stderr}"
            print(f"requirements/{name}.txt: no package index answered; compared with pyproject.toml only")
            return None
        if pinned(fresh.read_text()) != pinned(current):
            return f"requirements/{name}.txt is not what pyproject.toml asks for: run `make lock`"
    return None


def write(*more: str) -> int:
    """Bring every lock up to date with pyproject.toml."""
    for name in LOCKS:
        done = compile_lock(name, lock_path(name), *more)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """Write or check; 0 when all is well, 1 with sentences when it is not."""
    if arguments in (["write"], ["write", "--upgrade"]):
        return write(*arguments[1:])
    if arguments != ["check"]:
        print("usage: locks.py write [--upgrade] | check", file=sys.stderr)
        return 2
    wrong = [sentence for name in LOCKS if (sentence := check(name))]
    print("\n".join(wrong) if wrong else "lock files fresh")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
