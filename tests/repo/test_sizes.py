"""Is every file small enough to be read at once?"""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SOURCES = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
MODULES = [path for path in SOURCES if path.name != "__init__.py"]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_half_of_the_modules_have_fewer_than_a_hundred_lines():
    assert median(map(lines, MODULES)) < 100


def test_no_module_has_more_than_four_hundred_lines():
    assert {name(path): lines(path) for path in SOURCES if lines(path) > 400} == {}


def test_every_function_has_fewer_than_forty_lines():
    long = {
        f"{name(path)}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for path in SOURCES
        for function in functions(ast.parse(path.read_text()))
        if function.end_lineno - function.lineno + 1 >= 40
    }
    assert long == {}


def test_every_module_opens_with_one_sentence():
    silent = [name(path) for path in MODULES if not (ast.get_docstring(ast.parse(path.read_text())) or "").strip()]
    assert silent == []


def test_packages_are_empty_files():
    assert [name(path) for path in SOURCES if path.name == "__init__.py" and path.read_text().strip()] == []
