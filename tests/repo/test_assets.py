"""Are the console's assets pinned, free of outside addresses, and rebuilt exactly when their sources change?"""

import importlib.util
import json
import re
import shutil
import sys
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "src/tenure/console/static/built"


@pytest.fixture(scope="module")
def hook():
    """The build hook, with a stand-in for hatchling, which only the build environment has."""
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = type(
        "BuildHookInterface", (), {"__class_getitem__": classmethod(lambda cls, _: cls)}
    )
    names = ["hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"]
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setitem(sys.modules, name, types.ModuleType(name))
        patch.setitem(sys.modules, interface.__name__, interface)
        spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture
def tree(tmp_path, hook):
    """A tree with fresh assets."""
    ignore = shutil.ignore_patterns("node_modules")
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=ignore)
    (tmp_path / hook.BUILT).mkdir(parents=True)
    (tmp_path / hook.BUILT / "sources.sha256").write_text(hook.sources_digest(tmp_path))
    return tmp_path


def test_every_package_is_pinned_and_its_lock_names_no_host():
    package = json.loads((ROOT / "frontend/package.json").read_text())
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    for name, version in wanted.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry, name
        assert not name or entry["integrity"].startswith("sha512-"), name


def test_fresh_assets_need_neither_a_build_nor_node(hook, tree):
    assert not hook.is_stale(tree)


@pytest.mark.parametrize("change", ["edit", "add", "remove", "lock"])
def test_any_change_of_the_sources_makes_them_stale(hook, tree, change):
    sources = tree / "frontend/src"
    if change == "edit":
        (sources / "keys.js").write_text("// other")
    elif change == "add":
        (sources / "new.js").write_text("")
    elif change == "remove":
        (sources / "keys.js").unlink()
    else:
        (tree / "frontend/package-lock.json").write_text("{}")
    assert hook.is_stale(tree)


def test_installed_packages_and_times_do_not_make_them_stale(hook, tree):
    (tree / "frontend/node_modules/x").mkdir(parents=True)
    (tree / "frontend/node_modules/x/y.js").write_text("")
    (tree / "frontend/src/keys.js").touch()
    assert not hook.is_stale(tree)


def test_an_older_node_on_path_is_not_taken(hook, monkeypatch, tmp_path):
    for name, version in (("node", "v20.18.9"), ("npm", "10")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {version}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hook.node_on_path() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.19.0\n")
    assert hook.node_on_path() is not None


def test_built_styles_and_scripts_load_nothing_from_elsewhere():
    names = json.loads((BUILT / "manifest.json").read_text())
    styles = (BUILT / names["console.css"]).read_text()
    addresses = re.findall(r"url\(\s*['\"]?([^'\")]{1,40})", styles) + re.findall(r"@import[^;]{0,80}", styles)
    assert [address for address in addresses if not address.startswith(("./", "data:", "inter-", "#"))] == []
    assert all((BUILT / name).exists() for name in names.values())
