"""Do the lock files agree with each other, and does every file carry its hash?"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^ ;\\]+)", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version in PIN.findall(text(name)):
        found.setdefault(package.lower(), set()).add(version)
    return found


def test_tests_run_on_the_versions_that_are_shipped():
    dev = pins("dev")
    assert {package: versions for package, versions in pins("base").items() if dev.get(package) != versions} == {}


def test_locks_that_are_installed_together_agree():
    dev = pins("dev")
    for name in ("build", "node"):
        assert {
            package for package, versions in pins(name).items() if package in dev and dev[package] != versions
        } == set()


def test_every_pin_has_a_hash():
    for name in ("base", "dev", "build", "node"):
        entries = re.split(r"\n(?=[A-Za-z0-9])", text(name))
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
