"""Do the programs that `make check` runs find what they look for?"""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def links(tmp_path, monkeypatch):
    module = script("check_docs_links")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def test_all_links_between_documents_lead_somewhere():
    module = script("check_docs_links")
    assert [sentence for document in module.documents() for sentence in module.broken(document)] == []


def test_a_link_to_a_missing_file_is_found(links, tmp_path):
    (tmp_path / "a.md").write_text("[gone](b.md) [there](a.md) [outside](../x.md) [web](https://example.com)")
    assert links.broken(tmp_path / "a.md") == ["a.md: b.md does not exist", "a.md: ../x.md does not exist"]


def test_a_link_to_a_missing_heading_is_found(links, tmp_path):
    (tmp_path / "a.md").write_text("# What `it` is\n[good](#what-it-is) [bad](#what-it-was)")
    assert links.broken(tmp_path / "a.md") == ["a.md: #what-it-was has no such heading"]


def test_a_lock_that_lacks_a_requirement_is_not_fresh(monkeypatch, tmp_path):
    module = script("locks")
    monkeypatch.setattr(module, "lock_path", lambda name: tmp_path / f"{name}.txt")
    (tmp_path / "build.txt").write_text("hatchling==1.30 \\\n    --hash=sha256:00\n")
    assert module.check("build") == "requirements/build.txt does not hold editables>=0.5: run `make lock`"


def test_without_an_index_a_lock_is_compared_with_the_project(monkeypatch, capsys):
    module = script("locks")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    assert module.check("build") is None
    assert "no package index answered" in capsys.readouterr().out
