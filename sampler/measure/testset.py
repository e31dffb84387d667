"""The frozen test set of a name: `python -m sampler.measure.testset RUN FILE`.

Every version of a name is measured on it.

A few dozen of the sounds that a run held out, written once and never changed: a number measured today can be
held against one measured in a year.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from sampler.dataset.hits import Dataset, group_of
from sampler.errors import BadRun, DrumscapeError
from sampler.rundir import read_config

SOUNDS = 32
EXPLAINED = 2


def freeze(run: Path, file: Path) -> None:
    """Write `file` from what a run held out, unless it exists: whoever is first wins.

    Raises BadRun or BadDataset when the run's sounds are not what it was trained on.
    """
    if file.exists():
        return
    chosen = held_out(run)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        temporary = Path(folder) / file.name
        chosen.save(temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        try:
            os.link(temporary, file)  # unlike a rename, this never replaces what another process froze
        except FileExistsError:
            return


def held_out(run: Path) -> Dataset:
    """At most SOUNDS of the sounds that a run never learned from, spread evenly over them."""
    config = read_config(run)
    if config["validation"]:
        candidates, among = Dataset.load(config["validation"]), None
    else:
        candidates, among = Dataset.load(config["data"]), set(config["held_out"])
        if candidates.fingerprint() != config["fingerprint"]:
            raise BadRun("Its sounds have changed since the training.")
    indices = [i for i, name in enumerate(candidates.names) if among is None or group_of(name) in among]
    if not indices:
        raise BadRun("The sounds that it was not trained on are gone.")
    spread = np.unique(np.linspace(0, len(indices) - 1, min(SOUNDS, len(indices))).round().astype(int))
    kept = [indices[place] for place in spread]
    return Dataset(
        [candidates.names[i] for i in kept],
        [candidates.samples[i] for i in kept],
        [candidates.peaks[i] for i in kept],
    )


def main(run: str, file: str) -> int:
    """The process: exit code 0, or 2 with one line on the error stream."""
    try:
        freeze(Path(run), Path(file))
    except DrumscapeError as error:
        print(error, file=sys.stderr)
        return EXPLAINED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
