"""A convolutional autoencoder on waveforms: five strided convolutions and a dense layer to two numbers.

Loss: the multi-resolution STFT distance, which ignores phase, plus `onset_weight` times the relative waveform
error of the first 2,048 samples, which does not (`spectral_and_onset_distance`); averaged over the batch. The
decoder upsamples by nearest neighbour before each convolution: a transposed convolution buzzes at its stride.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Plateau, Preset

if TYPE_CHECKING:
    from sampler.nets.training_model import MapModel


def build(hyper: Mapping[str, Any]) -> "MapModel":
    """Encoder (batch, length) -> (batch, 2), decoder (batch, 2) -> (batch, length)."""
    import keras

    from sampler.nets.autoencoders import Autoencoder
    from sampler.nets.convolutions import strided_waveform_convolutions, upsampled_waveform
    from sampler.nets.losses import spectral_and_onset_distance

    kernel, stride, length = hyper["kernel_size"], hyper["stride"], hyper["length_samples"]
    audio = keras.Input((length,), name="features")
    hidden = strided_waveform_convolutions(audio, hyper["channels"], kernel, stride)
    encoder = keras.Model(audio, keras.layers.Dense(2)(hidden), name="encoder")
    latent = keras.Input((2,), name="latent")
    made = upsampled_waveform(latent, hyper["channels"][::-1], kernel, stride, length)
    decoder = keras.Model(latent, made, name="decoder")
    distance = spectral_and_onset_distance(hyper["onset_weight"])
    return Autoencoder(encoder, decoder, distance=distance, distance_name="distance")


FAMILY = Family(
    rank=20,
    presets=(
        Preset(
            name="conv-ae",
            description="Convolutional autoencoder on waveforms: brighter than the dense ones, with a buzz "
            "of its own",
            epochs=400,
            hyper={
                "length_samples": MODEL_LENGTH_SAMPLES,
                "channels": (16, 32, 64, 96, 128),
                "kernel_size": 25,
                "stride": 4,
                "onset_weight": 0.5,
            },
            small={"length_samples": 4096, "channels": (2, 3, 4, 5, 6)},
            steps_per_s=4.7,
            title="Waveforms in layers",
            plain="Learns waveforms in pieces. Brighter than the plain networks, with a buzz of its own.",
            warmup_batches=0,
            plateau=Plateau(halve_after=15, stop_after=60),
        ),
    ),
    capabilities=lambda hyper: Capabilities(hyper["length_samples"], features="waveform"),
    build=build,
)
