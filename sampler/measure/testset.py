"""The frozen test set of a model name: `python -m sampler.measure.testset RUN FILE`.

It holds a few dozen of the hits that a run held out. It is written once and never changed, and every version
of the name is measured on it, so that measures of different times can be compared.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from sampler.dataset.hits import Dataset, group_of
from sampler.errors import BadRun, DrumscapeError
from sampler.rundir import read_config

MAX_HITS = 32
EXIT_REFUSED = 2


def freeze(run: Path, file: Path) -> None:
    """Write `file` from the hits that a run held out; does nothing if `file` exists.

    Of several processes the first one writes the file. Raises BadRun or BadDataset when the run's dataset has
    changed since the training.
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
            os.link(temporary, file)  # unlike a rename, this never replaces another process's file
        except FileExistsError:
            return


def held_out(run: Path) -> Dataset:
    """At most `MAX_HITS` of the hits that a run held out, spread evenly. Raises as `freeze` does."""
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
    spread = np.unique(np.linspace(0, len(indices) - 1, min(MAX_HITS, len(indices))).round().astype(int))
    kept = [indices[i] for i in spread]
    return Dataset(
        [candidates.names[i] for i in kept],
        [candidates.samples[i] for i in kept],
        [candidates.peaks[i] for i in kept],
    )


def main(run: str, file: str) -> int:
    """Run `freeze`; returns exit code 0, or 2 with one line on the error stream."""
    try:
        freeze(Path(run), Path(file))
    except DrumscapeError as error:
        print(error, file=sys.stderr)
        return EXIT_REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
