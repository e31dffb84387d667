"""Checkpoints: weights, optimisers and counters in one folder, which appears whole or not at all."""

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
    from sampler.nets.training_model import TrainingModel

WEIGHTS, OPTIMIZER = "weights.arrays", "optimizer.arrays"
"""Arrays in NumPy's own format, one after the other. An .npz file would take three times as long, for its
checksums, and Keras's format as long as a small epoch.
"""

COUNTERS = "counters.json"
UNFINISHED = ".checkpoint.tmp"
_NAME = re.compile(r"checkpoint-(\d+)$")
KEPT = 2
BEGINNING: dict[str, Any] = {"step": 0, "epoch": 0, "spent_s": 0.0, "rate_share": 1.0}
"""The counters of a training that has no checkpoint yet."""


@dataclass
class Snapshot:
    """A copy of a model's variables, from which a checkpoint is written while the model trains on."""

    weights: list[NDArray[Any]] = field(default_factory=list)
    optimizer: list[NDArray[Any]] = field(default_factory=list)

    def take(self, model: "TrainingModel") -> None:
        """Copy the variables into the same arrays each time: new memory would take five times as long."""
        self.weights = _copied(_model_variables(model), self.weights)
        self.optimizer = _copied(_optimizer_variables(model), self.optimizer)


def save(run: Path, model: "TrainingModel", counters: dict[str, Any]) -> Path:
    """Write a checkpoint of a model as it is."""
    snapshot = Snapshot()
    snapshot.take(model)
    return write(run, snapshot, counters)


def write(run: Path, snapshot: Snapshot, counters: dict[str, Any]) -> Path:
    """Write checkpoint number `counters["save"]` over the files of the older of two; return its folder.

    Writing over files takes half as long as writing new ones, and no further room on the disk.
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
    """Make `unfinished` the folder to write into, out of an older checkpoint; keep the newest alone."""
    for old in saved[: 1 - KEPT]:
        shutil.rmtree(unfinished, ignore_errors=True)
        os.replace(old, unfinished)
    unfinished.mkdir(parents=True, exist_ok=True)
    # on the disk, too, the checkpoint must lose its name before its files are overwritten
    flush(unfinished.parent)


def newest(run: Path) -> Path:
    """The folder of a run's newest checkpoint. Raises BadRun when there is none."""
    saved = _saved(run)
    if not saved:
        raise BadRun(f"{run} has no checkpoint yet: train it for at least one epoch.")
    return saved[-1]


def read_counters(run: Path) -> dict[str, Any]:
    """Counters of the newest checkpoint; empty when there is none."""
    saved = _saved(run)
    return json.loads((saved[-1] / COUNTERS).read_text()) if saved else {}


def load_weights(checkpoint: Path, model: "TrainingModel") -> None:
    """Set the weights of a built model. Raises BadRun where a training has overwritten the checkpoint."""
    try:
        arrays = read_arrays(checkpoint / WEIGHTS)
        checkpoint.stat()  # a checkpoint loses its name before it is overwritten
    except FileNotFoundError as error:
        raise BadRun(f"{checkpoint.parent} trains on: stop it, or try again.") from error
    _set(_model_variables(model), arrays)


def restore(checkpoint: Path, model: "TrainingModel") -> dict[str, Any]:
    """Set weights and optimisers of a built and compiled model; return the counters."""
    model.optimizer.build(model.trainable_variables)
    load_weights(checkpoint, model)
    _set(_optimizer_variables(model), read_arrays(checkpoint / OPTIMIZER))
    counters: dict[str, Any] = json.loads((checkpoint / COUNTERS).read_text())
    return counters


def _model_variables(model: "TrainingModel") -> list[Any]:
    """Weights and the states of random number generators, but not what metrics have counted."""
    counted = {id(variable) for metric in model.metrics for variable in metric.variables}
    return [variable for variable in model.variables if id(variable) not in counted]


def _optimizer_variables(model: "TrainingModel") -> list[Any]:
    return [variable for optimizer in model.optimizers for variable in optimizer.variables]


def _copied(variables: list[Any], into: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """The values of variables: copied into the arrays `into`, or into new ones where that is empty."""
    if not into:
        return [np.asarray(variable).copy() for variable in variables]
    for array, variable in zip(into, variables, strict=True):
        np.copyto(array, _memory_of(variable))
    return into


def _memory_of(variable: Any) -> NDArray[Any]:
    """A variable's own memory, without a copy where the backend allows that.

    TensorFlow copies a variable that it turns into an array. Its `value()` takes a third of the time of
    `read_value()`.
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
    """The arrays of a checkpoint's file, in the order of the model's variables."""
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
