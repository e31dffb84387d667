"""A copy of the tree to which a test applies the code that CONTRIBUTING shows."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.house.figures import ROOT

COPIED = ("sampler", "webui", "templates", "static")
LINKED = ("node_modules", "models")
SINGLE_FILES = ("manage.py", "package.json")

BLOCK = re.compile(r"```(python|diff)\n(.*?)```", re.DOTALL)


def code_blocks(title: str, language: str) -> list[str]:
    """The blocks of code below `**title.**` in CONTRIBUTING, up to the next title."""
    _, _, below = (ROOT / "CONTRIBUTING.md").read_text().partition(f"\n**{title}.**")
    assert below, f"CONTRIBUTING has no {title!r}"
    section = re.split(r"\n(?:\*\*|## )", below)[0]
    return [text for found, text in BLOCK.findall(section) if found == language]


@dataclass(frozen=True)
class Change:
    """A block of a diff: the file that `+++` names, the lines that it has, and those that it gets."""

    file: str
    before: str
    after: str

    @classmethod
    def parse(cls, block: str) -> "Change":
        header, *lines = block.splitlines(keepends=True)
        before, after = (
            "".join(line[1:] or "\n" for line in lines if line[:1] != skipped) for skipped in ("+", "-")
        )
        return cls(header.removeprefix("+++ ").strip(), before, after)


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
        """Write a new file, or replace the lines of a file, which has them exactly once."""
        path = self.root / change.file
        if not change.before:
            assert not path.exists(), f"{change.file} is already there"
            path.write_text(change.after)
            return
        text = path.read_text()
        assert text.count(change.before) == 1, f"{change.file} has other lines than CONTRIBUTING shows"
        path.write_text(text.replace(change.before, change.after))

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
