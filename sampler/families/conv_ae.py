"""A convolutional autoencoder on waveforms: five strided convolutions and a dense layer to two numbers.

Loss: multi-resolution STFT distance (`spectral_distance`), which is deaf to phase, plus `onset_weight` times
the relative waveform error of the first 2,048 samples, which is not; both averaged over the batch. The
decoder upsamples by nearest neighbour before each convolution: a transposed one buzzes at its stride.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.constants import MODEL_LENGTH_SAMPLES
from sampler.families.base import Capabilities, Family, Plateau, Preset

if TYPE_CHECKING:
    from sampler.nets.autoencoders import TrainingModel

HYPER: dict[str, Any] = {
    "length_samples": MODEL_LENGTH_SAMPLES,
    "channels": (16, 32, 64, 96, 128),
    "kernel_size": 25,
    "stride": 4,
    "onset_weight": 0.5,
}


def build(hyper: Mapping[str, Any]) -> "TrainingModel":
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
    name="conv_ae",
    presets=(
        Preset(
            "conv-ae",
            "conv_ae",
            "Convolutional autoencoder on waveforms: brighter than the dense ones, with a buzz of its own",
            epochs=400,
            hyper=HYPER,
            title="Waveforms in layers",
            plain="Learns waveforms in pieces. Brighter than the plain networks, with a buzz of its own.",
            warmup_batches=0,
            plateau=Plateau(halve_after=15, stop_after=60),
        ),
    ),
    capabilities=lambda hyper: Capabilities(features="waveform"),
    build=build,
)
