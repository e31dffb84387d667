"""A copy of the tree to which a test applies the code that CONTRIBUTING shows."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.house.figures import ROOT

COPIED = ("sampler", "webui", "templates", "static")
LINKED = ("node_modules", "models")
SINGLE_FILES = ("manage.py", "package.json", "tsconfig.json", "biome.json")

BLOCK = re.compile(r"```(python|diff|js)\n(.*?)```", re.DOTALL)


def code_blocks(title: str, language: str) -> list[str]:
    """The blocks of code below `**title.**` in CONTRIBUTING, up to the next title."""
    _, _, below = (ROOT / "CONTRIBUTING.md").read_text().partition(f"\n**{title}.**")
    assert below, f"CONTRIBUTING has no {title!r}"
    section = re.split(r"\n(?:\*\*|## )", below)[0]
    return [text for found, text in BLOCK.findall(section) if found == language]


@dataclass(frozen=True)
class Change:
    """A block of a diff: the file that `+++` names, and what is replaced in it. `@@` divides places."""

    file: str
    places: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, block: str) -> Self:
        header, _, body = block.partition("\n")
        places = tuple((_without("+", place), _without("-", place)) for place in body.split("@@\n"))
        return cls(header.removeprefix("+++ "), places)


def _without(skipped: str, place: str) -> str:
    """The lines of a place in a diff, but those that are added, or those that are removed."""
    lines = place.splitlines(keepends=True)
    return "".join(line[1:] or "\n" for line in lines if not line.startswith(skipped))


class Tree:
    """A copy of the code, with links to the packages from npm and to the factory models."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in COPIED:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in SINGLE_FILES:
            shutil.copy(ROOT / name, root / name)
        for name in LINKED:
            (root / name).symlink_to(ROOT / name)

    def apply(self, change: Change) -> None:
        """Change a file at each place. Its lines must be those that the block shows, exactly once."""
        path = self.root / change.file
        for before, after in change.places:
            text = path.read_text()
            assert text.count(before) == 1, f"{change.file} has other lines than CONTRIBUTING shows"
            path.write_text(text.replace(before, after))

    def run(self, *command: str, given: str = "", var: Path | None = None) -> str:
        """What a command prints that runs in the copy; it reads `given`, and `var` is its DRUMSCAPE_VAR."""
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, **({"DRUMSCAPE_VAR": str(var)} if var else {})},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, *arguments: object, var: Path | None = None) -> str:
        """What Python prints in the copy."""
        return self.run(sys.executable, *map(str, arguments), var=var)

    def lint(self, *files: str) -> None:
        """Hold Python files to ruff's rules."""
        for check in (["check", "--quiet"], ["format", "--check", "--quiet"]):
            self.python("-m", "ruff", *check, "--config", ROOT / "pyproject.toml", *files)
