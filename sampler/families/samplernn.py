"""SampleRNN on recordings: recurrent networks on frames of 64 and 16 samples, a small network on each sample.

Loss: cross entropy of the code of each next sample among 256, in nats. States are carried over from window to
window. `samplernn` has the sizes of PRiSM's public implementation, `samplernn-small` a recipe that learns in
minutes: the sample tier reads values in place of embeddings (`sampler/nets/recordings/sample_rnn.py`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.families.base import Family, FloatArray, Preset, Sequence, compile_sequence

if TYPE_CHECKING:
    from sampler.nets.recordings.sequences import SequenceModel
    from sampler.sequence.loop import Loop


def build(hyper: Mapping[str, Any]) -> "SequenceModel":
    """Windows of audio -> logits of the next codes."""
    from sampler.nets.recordings.sample_rnn import SampleRNN

    small, large = hyper["frames"]
    if large % small or hyper["length_samples"] % large:
        raise ValueError("each frame must be a multiple of the smaller one, and length_samples of the larger")
    return SampleRNN(
        (small, large),
        hyper["width"],
        hyper["sample_width"],
        hyper["hidden"],
        length_samples=hyper["length_samples"],
        quantisation=hyper["quantisation"],
        cell=hyper["cell"],
        layers=hyper["layers"],
        skip=hyper["skip"] == "yes",
        reads=hyper["reads"],
        embedding=hyper["embedding"],
    )


def sequence(hyper: Mapping[str, Any]) -> Sequence:
    """A window and, before it, one large frame."""
    return Sequence(
        hyper["frames"][1],
        hyper["length_samples"],
        loop=lambda weights: _loop(hyper, weights),
        quantisation=hyper["quantisation"],
    )


def _loop(hyper: Mapping[str, Any], weights: Mapping[str, FloatArray]) -> "Loop":
    from sampler.sequence.samplernn import SampleRNNLoop

    return SampleRNNLoop(hyper, weights)


SMALL = {"width": 16, "sample_width": 8, "hidden": 16, "length_samples": 256, "embedding": 4}

FAMILY = Family(
    rank=60,
    kind="sequence",
    trains_on="recordings",
    presets=(
        Preset(
            name="samplernn-small",
            description="SampleRNN that learns in minutes: textures of what it heard",
            epochs=60,
            hyper={
                "frames": (16, 64),
                "width": 192,
                "sample_width": 128,
                "hidden": 128,
                "length_samples": 1024,
                "quantisation": "mu-law",
                "cell": "gru",
                "layers": 1,
                "skip": "no",
                "reads": "window",
                "embedding": 256,
                "beta_2": 0.99,
            },
            small=SMALL,
            steps_per_s=1.5,
            title="Plays on, sample by sample (small)",
            plain="Hears recordings and plays on in their colour. Expect textures, no melodies.",
            batch_size=16,
            learning_rate=2e-3,
            epoch_steps=200,
        ),
        Preset(
            name="samplernn",
            description="SampleRNN in PRiSM's sizes: for a GPU and a day",
            epochs=500,
            hyper={
                "frames": (16, 64),
                "width": 1024,
                "sample_width": 1024,
                "hidden": 1024,
                "length_samples": 1024,
                "quantisation": "mu-law",
                "cell": "gru",
                "layers": 4,
                "skip": "yes",
                "reads": "embedding",
                "embedding": 256,
                "beta_2": 0.999,
            },
            small={**SMALL, "layers": 2, "cell": "lstm"},
            steps_per_s=0.02,
            title="Plays on, sample by sample",
            plain="The network of the musicians of PRiSM in its own sizes. It takes a GPU and a day.",
            batch_size=64,
            learning_rate=1e-3,
            epoch_steps=200,
        ),
    ),
    sequence=sequence,
    build=build,
    compile=compile_sequence,
)
