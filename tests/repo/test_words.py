"""Is the same thing called the same everywhere? And do the constructions that the design forbids stay away?"""

import ast
import io
import re
import subprocess
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
TREES = {path: ast.parse(path.read_text()) for path in SOURCES}
FORBIDDEN_MODULES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "services",
    "service",
    "misc",
    "manager",
    "handler",
}
# An account is never called one of these; "client" is left to programs that call a server.
OTHER_WORDS_FOR_ACCOUNT = re.compile(r"(?:^|_)(?:customers?|tenants?)(?:_|$)|Customer|Tenant")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def identifiers(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def comments(path: Path) -> list[tuple[int, str]]:
    read = io.StringIO(path.read_text()).readline
    return [
        (token.start[0], token.string) for token in tokenize.generate_tokens(read) if token.type == tokenize.COMMENT
    ]


def test_an_account_is_called_an_account():
    wrong = [
        f"{name(path)}: {word}"
        for path, tree in TREES.items()
        for word in identifiers(tree)
        if OTHER_WORDS_FOR_ACCOUNT.search(word)
    ]
    assert wrong == []


def test_no_module_is_named_after_nothing():
    assert [name(path) for path in SOURCES if FORBIDDEN_MODULES & {path.stem, path.parent.name}] == []


def test_no_class_is_a_manager_or_a_handler():
    allowed = {"EmailUserManager"}  # Django's own word for what creates rows
    wrong = [
        f"{name(path)}: {node.name}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and node.name.endswith(("Manager", "Handler", "Service", "Helper"))
        and node.name not in allowed
    ]
    assert wrong == []


def test_imports_stand_at_the_top():
    inner = [
        f"{name(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


@pytest.mark.parametrize("word", ["django.dispatch", "django.db.models.signals", "GenericForeignKey"])
def test_nothing_happens_behind_the_readers_back(word):
    assert [name(path) for path in SOURCES if word in path.read_text()] == []


def test_only_the_clock_reads_the_time():
    reading = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|timezone\.now\(|\btime\.time\(|time_ns\(")
    assert [name(path) for path in SOURCES if path.name != "clock.py" and reading.search(path.read_text())] == []


def test_every_ignore_carries_its_reason():
    ignore = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?:\s*:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[^]]*])?(?P<reason>.*)")
    bare = [
        f"{name(path)}:{line}"
        for path in SOURCES
        for line, comment in comments(path)
        if (found := ignore.search(comment)) and len(found["reason"].strip(" #-:")) < 8
    ]
    assert bare == []


def test_the_glossary_explains_every_table():
    glossary = (ROOT / "GLOSSARY.md").read_text().lower()
    models = [
        node.name
        for path, tree in TREES.items()
        if path.parent.name == "records"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "models.Model" for base in node.bases)
    ]
    words = {model: re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model).lower() for model in models}
    assert [model for model, word in words.items() if word not in glossary] == []


def test_no_machine_path_and_no_index_host_is_written_down():
    hosts = r"(index-url|find-links)[= ]+(http|file)|\"resolved\": *\"http|registry *= *\"?http"
    found = subprocess.run(
        ["git", "grep", "-n", "-I", "-E", hosts, "--", ".", ":!tests/repo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
