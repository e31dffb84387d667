"""LiteRT behind one small object: load once, then named arrays in, one array out."""

import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sampler.errors import CorruptArtifact

BATCH = 4
"""Arrays run together: LiteRT keeps the memory of its largest batch for good, and larger is not faster."""

NVIDIA_GPUS = Path("/proc/driver/nvidia/gpus")


class Runs(Protocol):
    """A network, whatever runs it: named arrays (n, ...) in, one array (n, ...) out."""

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]: ...


def uses_keras(runtime: str) -> bool:
    """Whether networks run in Keras: "keras" says so, "auto" leaves it to what is here, "litert" does not."""
    return runtime == "keras" or (runtime == "auto" and sees_gpu())


def sees_gpu() -> bool:
    """Whether there is a GPU here and the TensorFlow to use it, found out without importing that."""
    return NVIDIA_GPUS.is_dir() and any(NVIDIA_GPUS.iterdir()) and _installed("tensorflow")


def _installed(package: str) -> bool:
    """By its name as it is installed: `tensorflow-cpu` imports as `tensorflow`, and leaves a GPU alone."""
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


class Network:
    """A `.tflite` file on one thread, any batch size. Calls from several threads wait for each other."""

    def __init__(self, path: Path) -> None:
        """Raises CorruptArtifact for a file that LiteRT does not load."""
        from ai_edge_litert.interpreter import Interpreter

        try:
            self._interpreter: Any = Interpreter(str(path), num_threads=1)
        except ValueError as error:
            raise CorruptArtifact(
                f"{path} is not a network that can be loaded; restore the model."
            ) from error
        self._run = self._interpreter.get_signature_runner()
        self._lock = threading.Lock()
        details = self._run.get_input_details()
        self.inputs = {name: detail["dtype"] for name, detail in details.items()}

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]:
        """Run on arrays (n, ...) by input name; inputs that the network does not have are left out."""
        wanted = {name: np.ascontiguousarray(arrays[name], dtype) for name, dtype in self.inputs.items()}
        count = len(next(iter(wanted.values())))
        with self._lock:
            parts = [self._batch(wanted, start) for start in range(0, count, BATCH)]
        return np.concatenate(parts) if len(parts) > 1 else parts[0]

    def _batch(self, arrays: dict[str, NDArray[Any]], start: int) -> NDArray[np.float32]:
        part = {name: array[start : start + BATCH] for name, array in arrays.items()}
        (output,) = self._run(**part).values()
        result: NDArray[np.float32] = output
        return result
