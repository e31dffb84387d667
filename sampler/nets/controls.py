"""From the output of a network to bounded physical parameters of a drum: frequencies, decays, an onset.

The split into controls and signal follows Engel et al., "DDSP" (2020).
"""

from typing import Any

import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

Tensor = Any
DECAY_RANGE_S = (0.004, 0.6)
ONSET_RANGE_S = (-0.009, 0.0005)
ONSET_WIDTH_RANGE_S = (0.00005, 0.0006)
_PER_MODE = ("frequency", "cosine", "sine", "decay", "bend")


def mode_centres(modes: int, low_hz: float = 90.0, high_hz: float = 6000.0) -> NDArray[np.float32]:
    """Rest frequencies of the modes in Hz, spaced evenly in pitch."""
    return np.geomspace(low_hz, high_hz, modes).astype(np.float32)


class ModeControls(layers.Layer):
    """Reads the parameters of damped modes off a hidden layer: (batch, n) and semitones (batch, 1) -> a dict.

    `frequency_hz`, `cosine`, `sine`, `decay_s`, `bend`: (batch, modes); `onset_s`, `width_s`: (batch, 1).
    `bend` is the rise of the frequency at the peak as a share of itself, within +-`bend_range`.
    """

    def __init__(self, modes: int, bend_range: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.modes, self.bend_range = modes, bend_range
        self.heads = {name: layers.Dense(modes, name=name) for name in _PER_MODE}
        self.onset, self.onset_width = layers.Dense(1, name="onset"), layers.Dense(1, name="onset_width")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "modes": self.modes, "bend_range": self.bend_range}

    def build(self, hidden_shape: tuple[int, ...], tune_semitones_shape: tuple[int, ...]) -> None:
        for head in (*self.heads.values(), self.onset, self.onset_width):
            head.build(hidden_shape)

    def call(self, hidden: Tensor, tune_semitones: Tensor) -> dict[str, Tensor]:
        raw = {name: head(hidden) for name, head in self.heads.items()}
        return {
            "frequency_hz": mode_centres(self.modes)
            * 2.0 ** (0.55 * ops.tanh(raw["frequency"]) + tune_semitones / 12),
            "cosine": 0.1 * raw["cosine"],
            "sine": 0.1 * raw["sine"],
            "decay_s": ops.exp(_between(np.log(DECAY_RANGE_S), raw["decay"])),
            "bend": self.bend_range * ops.tanh(raw["bend"]),
            "onset_s": _between(ONSET_RANGE_S, self.onset(hidden)),
            "width_s": ops.exp(_between(np.log(ONSET_WIDTH_RANGE_S), self.onset_width(hidden))),
        }


def _between(limits: Any, raw: Tensor) -> Tensor:
    low, high = (float(limit) for limit in limits)
    return low + (high - low) * ops.sigmoid(raw)
