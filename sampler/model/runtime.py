"""Networks in LiteRT: load a file once, then call it with named arrays."""

import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sampler.artifact import DECODER, ENCODER, PLAYER
from sampler.errors import CorruptArtifact

BATCH = 4
"""Rows per call of LiteRT, which never frees the memory of its largest batch; larger ones are not faster."""

NVIDIA_GPUS = Path("/proc/driver/nvidia/gpus")


class Network(Protocol):
    """A network on any runtime: takes named arrays (n, ...), returns one float32 array (n, ...)."""

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]: ...


def uses_keras(runtime: str) -> bool:
    """Whether `runtime` means Keras: "keras" does, "litert" does not, "auto" does on a machine with a GPU."""
    return runtime == "keras" or (runtime == "auto" and sees_gpu())


def sees_gpu() -> bool:
    """Whether this machine has a GPU and a TensorFlow that can use it. Does not import TensorFlow."""
    return NVIDIA_GPUS.is_dir() and any(NVIDIA_GPUS.iterdir()) and _installed("tensorflow")


def _installed(package: str) -> bool:
    """Whether the distribution is installed.

    Asks for the distribution, since `tensorflow-cpu`, which uses no GPU, is also imported as `tensorflow`.
    """
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def load_networks(folder: Path, *, has_player: bool) -> tuple[Network, Network, Network | None]:
    """The encoder, the decoder and, if there is one, the player of a folder. Raises CorruptArtifact."""
    encoder, decoder = LiteRTNetwork(folder / ENCODER), LiteRTNetwork(folder / DECODER)
    return encoder, decoder, LiteRTNetwork(folder / PLAYER) if has_player else None


class LiteRTNetwork:
    """A `.tflite` file run on one thread with any number of rows. Calls from several threads wait in turn."""

    def __init__(self, path: Path) -> None:
        """Load `path`. Raises CorruptArtifact for a file that LiteRT cannot load."""
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
        is_open = all(detail["shape_signature"][0] < 0 for detail in details.values())
        self._rows = BATCH if is_open else 1

    def __call__(self, **arrays: NDArray[Any]) -> NDArray[np.float32]:
        """Run on arrays (n, ...) by input name; ignores arrays for which the network has no input."""
        wanted = {name: np.ascontiguousarray(arrays[name], dtype) for name, dtype in self.inputs.items()}
        count = len(next(iter(wanted.values())))
        with self._lock:
            parts = [self._batch(wanted, start) for start in range(0, count, self._rows)]
        return np.concatenate(parts) if len(parts) > 1 else parts[0]

    def _batch(self, arrays: dict[str, NDArray[Any]], start: int) -> NDArray[np.float32]:
        part = {name: array[start : start + self._rows] for name, array in arrays.items()}
        (output,) = self._run(**part).values()
        result: NDArray[np.float32] = output
        return result
