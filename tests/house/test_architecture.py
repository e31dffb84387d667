"""ARCHITECTURE.md names every folder of code and every root module of the packages, and nothing else."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.house.figures import ROOT, code, tracked

PACKAGES = ("sampler", "webui")
DESCRIBED = (*PACKAGES, "static", "templates")
"""Folders whose subfolders must all be named. For other top folders the top alone must be."""


def tree(text: str) -> Iterator[PurePosixPath]:
    """The paths of the section "Folders": each line is indented below its folder and starts with a name."""
    parents: list[tuple[int, PurePosixPath]] = [(-1, PurePosixPath())]
    for line in text.split("## Folders")[1].split("```")[1].strip("\n").splitlines():
        indent, name = len(line) - len(line.lstrip()), line.split()[0]
        while parents[-1][0] >= indent:
            parents.pop()
        yield (path := parents[-1][1] / name)
        parents.append((indent, path))


def named() -> set[str]:
    return {str(path) for path in tree((ROOT / "ARCHITECTURE.md").read_text())}


def folders() -> set[str]:
    """The folders that hold tracked files of code themselves, in packages, static and templates."""
    holding = {path.parent for path in tracked() if path.name not in ("__init__.py", ".gitkeep")}
    return {str(folder) for folder in holding if folder.parts and folder.parts[0] in DESCRIBED}


def test_every_folder_and_every_top_folder_is_named() -> None:
    tops = {path.parts[0] for path in tracked() if len(path.parts) > 1 and not path.parts[0].startswith(".")}
    assert (folders() | tops) - named() == set()


def test_every_root_module_is_named() -> None:
    modules = {str(path) for path in code(".py") if str(path.parent) in PACKAGES}
    assert {path for path in modules if not path.endswith("__.py")} - named() == set()


def test_everything_that_is_named_exists() -> None:
    assert {path for path in named() if not (ROOT / Path(path)).exists()} == set()
