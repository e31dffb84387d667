"""The folder into which a preparation writes: it changes as a whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sampler.errors import BadDataset


def require_usable_output(src: Path, out: Path, is_result: Callable[[Path], bool]) -> None:
    """Raise BadDataset unless `out` is missing, empty or an earlier result, and does not contain `src`."""
    if src.resolve().is_relative_to(out.resolve()):
        raise BadDataset(f"{src} lies inside {out}: choose a folder for the result that holds no recordings.")
    if out.exists() and not is_result(out) and not all(map(_hidden, out.iterdir())):
        raise BadDataset(f"{out} holds other files: choose an empty or a new folder for the result.")


def _hidden(path: Path) -> bool:
    return path.name.startswith(".")


@contextmanager
def replacing(out: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Yield a build folder inside `out`. If the block succeeds, its `parts` replace those in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".build-", dir=out) as name:
        build = Path(name)
        yield build
        for part in parts:
            with suppress(FileNotFoundError):  # an earlier folder is removed together with the build folder
                if (out / part).is_dir():
                    os.replace(out / part, build / f"earlier-{part}")
            os.replace(build / part, out / part)
