"""Checkpoints: weights, optimisers and counters in one folder that appears whole or not at all."""

import json
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import flush
from sampler.errors import BadRun

if TYPE_CHECKING:
    import keras

WEIGHTS, OPTIMIZER = "weights.arrays", "optimizer.arrays"
"""Arrays in NumPy's own format, one after the other: .npz takes three times as long for its checksums, and
Keras' own format as long as a small epoch.
"""

COUNTERS = "counters.json"
UNFINISHED = ".checkpoint.tmp"
_NAME = re.compile(r"checkpoint-(\d+)$")
KEPT = 2


@dataclass
class Snapshot:
    """A model's variables as they were, while it trains on."""

    weights: list[NDArray[Any]] = field(default_factory=list)
    optimizer: list[NDArray[Any]] = field(default_factory=list)

    def take(self, model: "keras.Model") -> None:
        """Copy the variables into the arrays that were used the last time: fresh memory for a large network
        takes five times as long as the copying.
        """
        self.weights = _copied(_model_variables(model), self.weights)
        self.optimizer = _copied(_optimizer_variables(model), self.optimizer)


def save(run: Path, model: "keras.Model", counters: dict[str, Any]) -> Path:
    """Write a checkpoint of a model as it is."""
    snapshot = Snapshot()
    snapshot.take(model)
    return write(run, snapshot, counters)


def write(run: Path, snapshot: Snapshot, counters: dict[str, Any]) -> Path:
    """Write checkpoint number `counters["save"]` over the older of two: files that are there already take
    half the time of new ones, and no room that a disk may lack.
    """
    target, unfinished = run / f"checkpoint-{counters['save']}", run / UNFINISHED
    _set_aside([saved for saved in _saved(run) if saved != target], unfinished)
    _write(unfinished / WEIGHTS, snapshot.weights)
    _write(unfinished / OPTIMIZER, snapshot.optimizer)
    (unfinished / COUNTERS).write_text(json.dumps(counters))
    for path in unfinished.iterdir():
        flush(path)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(unfinished, target)
    return target


def _set_aside(saved: list[Path], unfinished: Path) -> None:
    """Make `unfinished` the folder that is written next, and all but the newest checkpoint none any more."""
    for old in saved[: 1 - KEPT]:
        shutil.rmtree(unfinished, ignore_errors=True)
        os.replace(old, unfinished)
    unfinished.mkdir(parents=True, exist_ok=True)
    # on the disk too it must have lost its name before its files are written over
    flush(unfinished.parent)


def newest(run: Path) -> Path:
    """The newest checkpoint of a run; BadRun when there is none."""
    saved = _saved(run)
    if not saved:
        raise BadRun(f"{run} has no checkpoint yet: train it for at least one epoch.")
    return saved[-1]


def read_counters(run: Path) -> dict[str, Any]:
    """Counters of the newest checkpoint; empty when there is none."""
    saved = _saved(run)
    return json.loads((saved[-1] / COUNTERS).read_text()) if saved else {}


def load_weights(checkpoint: Path, model: "keras.Model") -> None:
    """Set the weights of a built model. BadRun where a training that goes on has dropped the checkpoint."""
    try:
        arrays = read_arrays(checkpoint / WEIGHTS)
        checkpoint.stat()  # it loses its name before it is written over
    except FileNotFoundError as error:
        raise BadRun(f"{checkpoint.parent} trains on: stop it, or try again.") from error
    _set(_model_variables(model), arrays)


def restore(checkpoint: Path, model: "keras.Model") -> dict[str, Any]:
    """Set weights and optimisers of a built and compiled model; returns the counters."""
    model.optimizer.build(model.trainable_variables)
    load_weights(checkpoint, model)
    _set(_optimizer_variables(model), read_arrays(checkpoint / OPTIMIZER))
    counters: dict[str, Any] = json.loads((checkpoint / COUNTERS).read_text())
    return counters


def optimizers(model: "keras.Model") -> list[Any]:
    """Every optimiser of a compiled model: of two players, each has one."""
    return [model.optimizer, *getattr(model, "further_optimizers", ())]


def _model_variables(model: "keras.Model") -> list[Any]:
    """Weights and the states of random number generators; what metrics count belongs to no checkpoint."""
    counted = {id(variable) for metric in model.metrics for variable in metric.variables}
    return [variable for variable in model.variables if id(variable) not in counted]


def _optimizer_variables(model: "keras.Model") -> list[Any]:
    return [variable for optimizer in optimizers(model) for variable in optimizer.variables]


def _copied(variables: list[Any], into: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The values of variables, in arrays that have room for them or, where there are none, in new ones."""
    if not into:
        return [np.asarray(variable).copy() for variable in variables]
    for array, variable in zip(into, variables, strict=True):
        np.copyto(array, _lent(variable))
    return into


def _lent(variable: Any) -> NDArray[Any]:
    """A variable's own memory, where its backend lends it: asked for an array, TensorFlow makes a copy.

    Its `value()` takes a third of the time of `read_value()`, which names what it reads.
    """
    value = variable.value
    return np.asarray(memoryview(value.value()) if hasattr(value, "value") else value)


def _write(path: Path, arrays: list[NDArray[Any]]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666), "wb") as file:
        for array in arrays:
            np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(array))
            file.write(array.data)
        file.truncate()


def read_arrays(path: Path) -> list[NDArray[Any]]:
    """What a file of a checkpoint holds, in the order of the model's variables."""
    arrays = []
    with path.open("rb") as file:
        while file.peek(1):
            arrays.append(np.load(file, allow_pickle=False))
    return arrays


def _set(variables: list[Any], arrays: list[NDArray[Any]]) -> None:
    for variable, array in zip(variables, arrays, strict=True):
        variable.assign(array)


def _saved(run: Path) -> list[Path]:
    found = [(int(match[1]), path) for path in run.glob("checkpoint-*") if (match := _NAME.search(path.name))]
    return [path for _, path in sorted(found)]
