"""WaveNet on recordings: dilated causal convolutions over single samples.

Loss: cross entropy of the code of each next sample among 256, in nats. A training window brings the samples
before it that its first prediction depends on, so windows overlap by the receptive field. `downsampling=2`
trains and plays at half the rate of the recordings, so that the receptive field lasts twice as long.
XLA trains it half as fast again (`xla=no`: without).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.families.base import Family, FloatArray, Preset, Sequence, compile_sequence

if TYPE_CHECKING:
    from sampler.nets.recordings.sequences import SequenceModel
    from sampler.sequence.loop import Loop


def build(hyper: Mapping[str, Any]) -> "SequenceModel":
    """Windows of audio -> logits of the next codes."""
    from sampler.nets.recordings.wavenet import WaveNet

    sizes = (hyper[name] for name in ("stacks", "layers", "channels", "skip", "hidden"))
    return WaveNet(*sizes, length_samples=hyper["length_samples"], quantisation=hyper["quantisation"])


def sequence(hyper: Mapping[str, Any]) -> Sequence:
    """A window and, before it, the receptive field."""
    return Sequence(
        1 + hyper["stacks"] * (2 ** hyper["layers"] - 1),
        hyper["length_samples"],
        loop=lambda weights: _loop(hyper, weights),
        quantisation=hyper["quantisation"],
        downsampling=hyper["downsampling"],
    )


def _loop(hyper: Mapping[str, Any], weights: Mapping[str, FloatArray]) -> "Loop":
    from sampler.sequence.wavenet import WaveNetLoop

    return WaveNetLoop(hyper, weights)


SMALL = {
    "stacks": 2,
    "layers": 3,
    "channels": 8,
    "skip": 12,
    "hidden": 16,
    "length_samples": 256,
    "xla": "no",
}

FAMILY = Family(
    rank=70,
    kind="sequence",
    trains_on="recordings",
    presets=(
        Preset(
            name="wavenet-small",
            description="WaveNet of two stacks and 32 channels: hears 64 ms, learns in minutes",
            epochs=60,
            hyper={
                "stacks": 2,
                "layers": 9,
                "channels": 32,
                "skip": 64,
                "hidden": 64,
                "length_samples": 4096,
                "quantisation": "mu-law",
                "downsampling": 1,
                "beta_2": 0.99,
                "xla": "yes",
            },
            small=SMALL,
            steps_per_s=0.8,
            title="Plays on from the last moment (small)",
            plain="Hears the last 64 ms and plays on in their colour. Expect textures, no melodies.",
            batch_size=4,
            learning_rate=4e-3,
            epoch_steps=200,
        ),
        Preset(
            name="wavenet",
            description="WaveNet of three stacks and 64 channels: hears 192 ms, for a GPU and a day",
            epochs=500,
            hyper={
                "stacks": 3,
                "layers": 10,
                "channels": 64,
                "skip": 256,
                "hidden": 256,
                "length_samples": 8192,
                "quantisation": "mu-law",
                "downsampling": 1,
                "beta_2": 0.999,
                "xla": "yes",
            },
            small={**SMALL, "stacks": 3},
            steps_per_s=0.05,
            title="Plays on from the last moment",
            plain="The large form: it hears three times as far back, and takes a GPU and a day.",
            batch_size=8,
            learning_rate=1e-3,
            epoch_steps=200,
        ),
    ),
    sequence=sequence,
    build=build,
    compile=compile_sequence,
)
