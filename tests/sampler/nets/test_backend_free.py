"""Networks and families are written in Keras alone, so that they run on any of its backends."""

import ast
from pathlib import Path

import pytest

import sampler

PACKAGE = Path(sampler.__file__).parent
NETS, FAMILIES = (sorted(PACKAGE.glob(f"{folder}/*.py")) for folder in ("nets", "families"))
BACKENDS = {"tensorflow", "torch", "jax"}


def imported(tree: ast.AST) -> set[str]:
    """Packages that are imported anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", [*NETS, *FAMILIES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_backend_is_imported(path: Path) -> None:
    assert not imported(ast.parse(path.read_text())) & BACKENDS


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.name)
def test_families_import_keras_only_inside_functions(path: Path) -> None:
    top = ast.Module(
        [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)],
        [],
    )
    assert "keras" not in imported(top)
