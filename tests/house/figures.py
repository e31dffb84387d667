"""Print how large folders, files and functions of the tracked code are: `python -m tests.house.figures`."""

import ast
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
CODE = {".py", ".js", ".css", ".html"}
GENERATED = "migrations"


@dataclass(frozen=True)
class Function:
    """A function that has a name, with its lines from the signature to the end, without its docstring."""

    path: Path
    name: str
    lines: int


@cache
def tracked() -> tuple[Path, ...]:
    """All files that git tracks and that are there, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if (ROOT / path).is_file() and GENERATED not in path.parts)


def code(*suffixes: str) -> list[Path]:
    """Tracked files of code, those with one of the suffixes."""
    return [path for path in tracked() if path.suffix in (suffixes or CODE)]


def folders() -> Counter[Path]:
    """How many files each folder holds in which there is code, the root among them."""
    rooms = {path.parent for path in code()}
    return Counter(path.parent for path in tracked() if path.parent in rooms)


def file_lengths() -> dict[Path, int]:
    """Lines of each file of code."""
    return {path: len((ROOT / path).read_text().splitlines()) for path in code()}


@cache
def python_functions() -> tuple[Function, ...]:
    """Functions and methods of the Python code."""
    return tuple(function for path in code(".py") for function in _functions_in(path))


def _functions_in(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(path, node.name, _lines(node) - _docstring_lines(node))


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return 0 if ast.get_docstring(node) is None else _lines(node.body[0])


@cache
def javascript_functions() -> tuple[Function, ...]:
    """Functions, methods and named arrows of the JavaScript code; needs Node and `npm ci`."""
    script = ROOT / "tests/house/functions.js"
    paths = "\n".join(map(str, code(".js")))
    printed = subprocess.run(
        ["node", script], cwd=ROOT, check=True, capture_output=True, text=True, input=paths
    )
    rows = (line.split("\t") for line in printed.stdout.splitlines())
    return tuple(Function(Path(path), name, int(lines)) for path, name, lines in rows)


def main() -> None:
    """Print the figures, and what is largest."""
    _print_largest("folders by files", {str(path): count for path, count in folders().items()})
    _print_largest("files by lines", {str(path): lines for path, lines in file_lengths().items()})
    for language, functions in (("Python", python_functions()), ("JavaScript", javascript_functions())):
        lines = [function.lines for function in functions]
        print(f"\n{language}: {len(lines)} functions, median {median(lines):g} lines")
        _print_largest("longest", {f"{f.path}:{f.name}": f.lines for f in functions})


def _print_largest(title: str, sizes: dict[str, int], count: int = 5) -> None:
    print(f"\n{title}")
    for name, size in Counter(sizes).most_common(count):
        print(f"{size:6} {name}")


if __name__ == "__main__":
    main()
